// Charts: puts the theme's colors into the figures that the server sends, draws what stands beside them, saves a chart
// as a picture and its table as CSV, and asks for today's figures anew when the feed has news, every few seconds at
// most. See ui/figures.py, ui/components/chart_card.py.
(function () {
  "use strict";
  const ours = (window.callerid = window.callerid || {});
  const functions = window.dash_clientside.callerid;
  const REST = 3000; // milliseconds between two questions for today's figures
  const ROOM = 54; // pixels for each word below a chart
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const nothing = () => window.dash_clientside.no_update;
  const figures = new Map(); // id of the graph -> figure with names of colors
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

  // On a narrow screen words below the chart would run into each other: every second or third one is enough.
  function thin(axis, width) {
    const every = axis.ticktext && width ? Math.ceil((axis.ticktext.length * ROOM) / width) : 1;
    if (every > 1) {
      axis.ticktext = axis.ticktext.filter((_, i) => i % every === 0);
      axis.tickvals = axis.tickvals.filter((_, i) => i % every === 0);
    }
  }

  function paint(id) {
    if (!document.getElementById(id)) {
      figures.delete(id);
      return;
    }
    const figure = colored(figures.get(id), window.getComputedStyle(document.documentElement));
    figure.layout.font.family = window.getComputedStyle(document.body).fontFamily;
    thin(figure.layout.xaxis, document.getElementById(id).clientWidth);
    set(id, { figure: figure });
  }

  functions.charts = function (data) {
    if (data && (data.search === undefined || data.search === window.location.search)) {
      const held = document.activeElement && document.activeElement.closest(".chart-card, .report-which");
      for (const [id, trees] of Object.entries(data.parts || {})) {
        const place = document.getElementById(id);
        if (place) {
          ours.draw(place, trees);
        }
      }
      if (held && document.activeElement === document.body) {
        const near = held.querySelector("summary") || held.querySelector("button, select");
        near.focus({ preventScroll: true }); // the link that was pressed is gone
      }
      for (const [id, figure] of Object.entries(data.figures || {})) {
        figures.set(id, figure);
        paint(id);
      }
      for (const [name, value] of Object.entries(data.filters || {})) {
        const field = document.querySelector('[data-filter="' + name + '"]');
        if (field && field.value !== value) {
          field.value = value;
        }
      }
      for (const [id, value] of Object.entries(data.days || {})) {
        set(id, { value: value });
      }
      if (data.behind) {
        later();
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

  functions.todayNews = function (followed) {
    const feed = followed && followed.feed;
    if (feed && feed !== ours.todayFeed) {
      ours.todayFeed = feed;
      later();
    }
    return nothing();
  };

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // What a spreadsheet would run gets an apostrophe before it.
  function field(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  function csv(table) {
    const lines = [...table.rows].map((row) =>
      [...row.cells].map((cell) => field(cell.dataset.csv === undefined ? cell.textContent : cell.dataset.csv)).join(","),
    );
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }

  async function picture(id, name) {
    const drawn = document.getElementById(id).querySelector(".js-plotly-plot");
    const style = window.getComputedStyle(document.documentElement);
    const layout = Object.assign({}, drawn.layout, { paper_bgcolor: style.getPropertyValue("--surface").trim() });
    const size = { width: drawn.clientWidth, height: drawn.clientHeight, scale: 2, format: "png" };
    const url = await window.Plotly.toImage({ data: drawn.data, layout: layout }, size);
    const bytes = Uint8Array.from(window.atob(url.split(",")[1]), (each) => each.charCodeAt(0));
    save(new Blob([bytes], { type: "image/png" }), name + ".png");
  }

  document.addEventListener("click", (event) => {
    const table = event.target.closest("[data-csv-of]");
    const drawn = event.target.closest("[data-picture]");
    if (table) {
      const text = csv(document.getElementById(table.dataset.csvOf));
      save(new Blob([text], { type: "text/csv;charset=utf-8" }), table.dataset.file + ".csv");
    } else if (drawn) {
      picture(drawn.dataset.picture, drawn.dataset.file);
    }
  });
})();
