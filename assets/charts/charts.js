// Charts: puts the theme's colors into the figures from the server, draws the parts beside them, and asks for today's
// figures when the feed has moved, at most every few seconds. A part under the pointer stays unchanged until the
// pointer leaves or rests. See ui/charts/figures.py, ui/charts/card.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const REST = 3000; // milliseconds between two requests for today's figures
  const ROOM = 54; // pixels for each label below a chart
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const nothing = () => window.dash_clientside.no_update;
  const RESTS = 20000; // milliseconds after which an unmoved pointer is not in use
  const figures = new Map(); // id of the graph -> figure with names of colors
  const held = new Map(); // id of a part under the pointer -> function that will draw it
  const drawnFor = new WeakMap(); // part of the page -> address for which it is drawn
  ours.captions = new Map(); // id of the graph -> text of its picture below the title (analytics/files.js)
  let asked = 0;
  let waiting = 0;

  function colored(part, style) {
    if (typeof part === "string") {
      const name = /^var\((--[\w-]+)\)$/.exec(part);
      return name ? style.getPropertyValue(name[1]).trim() : part;
    }
    if (Array.isArray(part)) {
      return part.map((each) => colored(each, style));
    }
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, colored(value, style)]));
    }
    return part;
  }

  // On a narrow screen, labels below the chart would overlap: shows every second or third one.
  function thin(axis, width) {
    const every = axis.ticktext && width ? Math.ceil((axis.ticktext.length * ROOM) / width) : 1;
    if (every > 1) {
      axis.ticktext = axis.ticktext.filter((_, i) => i % every === 0);
      axis.tickvals = axis.tickvals.filter((_, i) => i % every === 0);
    }
  }

  function ready(id, width) {
    const figure = colored(figures.get(id), window.getComputedStyle(document.documentElement));
    figure.layout.font.family = window.getComputedStyle(document.body).fontFamily;
    thin(figure.layout.xaxis, width);
    return figure;
  }

  // The frame of a graph that is not loaded yet (see `whenIdle`).
  const frameOf = (id) => document.querySelector('[data-chart-later="' + id.replace("chart-", "") + '"]');

  function inUse(place) {
    const part = place.closest(".chart-card, .tile, .report-bar") || place;
    const pointed = part.matches(":hover") && Date.now() - ours.lastMoved < RESTS;
    const typed = part.contains(document.activeElement) && part.matches(".report-bar");
    return pointed || typed || (part.querySelector(":popover-open") || null) !== null;
  }

  // A part is drawn at once for another address; an update for the same address waits until the pointer leaves.
  function put(id, search, draw) {
    const place = document.getElementById(id) || frameOf(id);
    if (!place) {
      held.delete(id);
      return;
    }
    if (drawnFor.has(place) && drawnFor.get(place) === search && inUse(place)) {
      held.set(id, () => put(id, search, draw));
      return;
    }
    held.delete(id);
    drawnFor.set(place, search);
    draw(place);
    drawn(place);
  }

  // Parts that were drawn for another address show that they wait for figures.
  functions.figuresAsked = function (search) {
    for (const place of document.querySelectorAll(".analytics [id]")) {
      const other = drawnFor.has(place) && drawnFor.get(place) !== search && !place.closest(".report-bar");
      if (other) {
        place.setAttribute("aria-busy", "true");
      } else {
        place.removeAttribute("aria-busy");
      }
    }
    return nothing();
  };

  function drawn(place) {
    const plot = place.querySelector(".js-plotly-plot");
    const done = () => place.removeAttribute("aria-busy");
    if (plot && place.hasAttribute("aria-busy")) {
      plot.once("plotly_afterplot", done);
    } else {
      done();
    }
  }

  function release() {
    for (const [id, again] of [...held]) {
      const place = document.getElementById(id) || frameOf(id);
      if (!place || !inUse(place)) {
        unmoved(again);
      }
    }
  }
  window.setInterval(release, 1000);

  // Keeps the element under the pointer in place, whatever grows above it.
  function unmoved(draw) {
    const under = [...document.querySelectorAll(".analytics :hover")].pop();
    const before = under && under.getBoundingClientRect().top;
    draw();
    const moved = under && under.isConnected ? under.getBoundingClientRect().top - before : 0;
    if (moved) {
      window.scrollBy({ top: moved, behavior: "instant" });
    }
  }

  function show(data) {
    const focus = document.activeElement && document.activeElement.closest(".chart-card, .report-which");
    for (const [id, trees] of Object.entries(data.parts || {})) {
      put(id, data.search, (place) => ours.draw(place, trees));
    }
    if (focus && document.activeElement === document.body) {
      const near = focus.querySelector("summary") || focus.querySelector("button, select");
      near.focus({ preventScroll: true }); // the link that was pressed no longer exists
    }
    for (const [id, figure] of Object.entries(data.figures || {})) {
      put(id, data.search, () => {
        figures.set(id, figure);
        ours.captions.set(id, data.caption || []);
        paint(id);
      });
    }
  }

  function paint(id) {
    const graph = document.getElementById(id);
    const frame = frameOf(id);
    if (graph) {
      set(id, { figure: ready(id, graph.clientWidth) });
    } else if (frame) {
      whenIdle(frame, async () => {
        await ours.chartsLoaded();
        if (frame.isConnected) {
          set({ chart: frame.dataset.chartLater, later: "now" }, { data: id });
        }
      });
    } else {
      figures.delete(id);
    }
  }

  // Loading Plotly and its first drawing keep a slow machine busy for seconds: the list of calls comes first.
  function whenIdle(frame, act) {
    const list = document.getElementById("calls");
    if (!frame.isConnected) {
      return;
    }
    if (list && list.dataset.empty === "unknown") {
      window.setTimeout(() => whenIdle(frame, act), 100);
    } else if (window.requestIdleCallback) {
      window.requestIdleCallback(act, { timeout: 3000 });
    } else {
      window.setTimeout(act, 300);
    }
  }

  // Puts the graph into its frame, with the figure that has arrived meanwhile.
  functions.chartNow = function (id, graph) {
    const frame = id && frameOf(id);
    if (!frame || !figures.has(id)) {
      return nothing();
    }
    graph.props.figure = ready(id, frame.clientWidth);
    return graph;
  };

  functions.charts = function (data) {
    if (data && (data.search === undefined || data.search === window.location.search)) {
      const bar = document.getElementById("analytics-bar");
      unmoved(() => show(data));
      // Fields change only with the address: the user may be typing in one.
      if (data.filters && bar && drawnFor.get(bar) !== data.search) {
        drawnFor.set(bar, data.search);
        for (const [name, value] of Object.entries(data.filters)) {
          const field = document.querySelector('[data-filter="' + name + '"]');
          if (field && field.value !== value) {
            field.value = value;
          }
        }
        for (const [id, value] of Object.entries(data.days || {})) {
          set(id, { value: value });
        }
      }
      if (data.export !== undefined) {
        ours.exportsOf(data.export);
      }
      if (data.behind) {
        later();
      }
      if (data.search !== undefined && ours.followed) {
        ours.followed(data);
      }
    }
    return nothing();
  };

  new MutationObserver(() => [...figures.keys()].forEach(paint)).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-bs-theme"],
  });

  function ask() {
    waiting = 0;
    if (document.getElementById("today")) {
      asked = Date.now();
      set("today-asked", { data: asked });
    }
  }

  function later() {
    if (!waiting) {
      waiting = window.setTimeout(ask, Math.max(asked + REST - Date.now(), 0));
    }
  }

  // The figures of a new page are asked for when its list has come.
  functions.todayNews = function (followed, _mounted, askedHere) {
    const feed = followed && followed.feed;
    if (feed && (feed !== ours.todayFeed || !askedHere)) {
      ours.todayFeed = feed;
      later();
    }
    return nothing();
  };
})();
