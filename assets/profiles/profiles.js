// The list of profiles: puts what is typed and chosen into the address, draws what the server answers to it, and keeps
// which profiles are selected. See ui/profiles/page.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const STILL = 200; // milliseconds without a key before the search begins
  const MERGED_AT_ONCE = 10;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const place = () => document.getElementById("profiles");
  const chosen = new Set();
  let every = false; // all that match are selected, also those that are not shown
  let shown = null;
  let last = null;
  let typing = 0;
  let typed = false;
  let returning = false; // by the browser's own buttons

  // What is typed in one go is one step back.
  function search(words) {
    ours.travel(ours.addressWith({ q: words.trim() }), typed);
    typed = true;
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "profiles-query") {
      const input = event.target;
      window.clearTimeout(typing);
      typing = window.setTimeout(() => input.isConnected && search(input.value), STILL);
    }
  });
  document.addEventListener("focusout", (event) => {
    typed = typed && event.target.id !== "profiles-query";
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset && event.target.dataset.query) {
      ours.travel(ours.addressWith({ [event.target.dataset.query]: event.target.value }));
    }
  });

  const id = (row) => row.props["data-profile"];

  function draw() {
    const list = place();
    ours.draw(list, shown.rows);
    list.removeAttribute("aria-busy");
    document.querySelector("[data-more]").hidden = !shown.next;
    mark();
  }

  functions.profilesListed = function (data) {
    const list = place();
    if (!data || !list || data.search !== window.location.search) {
      return window.dash_clientside.no_update;
    }
    const left = shown && (shown.list === list || returning) && shown.search === data.search ? shown : null;
    if (!left) {
      chosen.clear();
      every = false;
    }
    // News of others, or coming back from a profile: what was shown behind the first page stays.
    const first = new Set(data.rows.map((row) => row.props.id));
    const behind = left && data.next ? shown.rows.slice(shown.first).filter((row) => !first.has(row.props.id)) : [];
    const rows = data.rows.concat(behind);
    const next = behind.length ? shown.next : data.next;
    shown = { list: list, search: data.search, total: data.total, rows: rows, first: data.rows.length, next: next };
    const there = new Set(rows.map(id));
    chosen.forEach((each) => there.has(each) || chosen.delete(each));
    for (const [part, trees] of Object.entries(data.parts)) {
      ours.draw(document.getElementById(part), trees);
    }
    ours.exportsOf(data.export);
    const owner = document.querySelector('[data-query="owner"]');
    owner.value = data.owner;
    const input = document.getElementById("profiles-query");
    if (input !== document.activeElement && input.value !== data.words) {
      set("profiles-query", { value: data.words });
    }
    draw();
    if (left && left.list !== list) {
      window.scrollTo({ top: left.place, behavior: "instant" });
    }
    return window.dash_clientside.no_update;
  };

  functions.profilesMore = function (data) {
    if (data && shown && place() === shown.list && data.search === shown.search) {
      const there = new Set(shown.rows.map((row) => row.props.id));
      shown.rows = shown.rows.concat(data.rows.filter((row) => !there.has(row.props.id)));
      shown.next = data.next;
      draw();
    }
    return window.dash_clientside.no_update;
  };

  function ids() {
    return shown.rows.map(id).filter(Boolean);
  }

  function count(number) {
    return ours.digits(number.toLocaleString("en-US"));
  }

  function mark() {
    const bar = document.querySelector(".selected-bar");
    const all = ids();
    for (const box of place().querySelectorAll("[data-select]")) {
      const on = every || chosen.has(box.dataset.select);
      box.setAttribute("aria-checked", String(on));
      box.closest(".profile-row").classList.toggle("is-selected", on);
    }
    const most = Number(bar.dataset.most);
    const number = every ? Math.min(shown.total, most) : chosen.size;
    const whole = all.length > 0 && (every || chosen.size === all.length);
    bar.closest(".profiles-top").classList.toggle("has-selection", number > 0);
    bar.querySelector(".selected-count").textContent = number
      ? bar.dataset.count.replace("{count}", () => count(number))
      : "";
    const everything = bar.querySelector('[data-selected="all"]');
    everything.hidden = every || !whole || shown.total <= all.length;
    everything.textContent = bar.dataset.every.replace("{count}", () => count(Math.min(shown.total, most)));
    bar.querySelector('[data-selected="merge"]').hidden = every || number < 2 || number > MERGED_AT_ONCE;
    const box = document.querySelector('[data-selected="page"]');
    box.setAttribute("aria-checked", whole ? "true" : number ? "mixed" : "false");
    box.disabled = !all.length;
  }

  function toggle(key, range) {
    const all = ids();
    const on = !(every || chosen.has(key));
    if (every) {
      all.forEach((each) => chosen.add(each));
      every = false;
    }
    const from = range && all.includes(last) ? all.indexOf(last) : all.indexOf(key);
    const to = all.indexOf(key);
    for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (on) {
        chosen.add(each);
      } else {
        chosen.delete(each);
      }
    }
    last = key;
  }

  const doing = {
    page() {
      const whole = every || chosen.size === ids().length;
      doing.none();
      if (!whole) {
        ids().forEach((each) => chosen.add(each));
      }
    },
    all() {
      every = true;
    },
    none() {
      chosen.clear();
      every = false;
    },
    change() {
      ours.openDialog("profiles-change", every ? { all: shown.search } : { profiles: [...chosen].join(",") });
    },
    merge() {
      ours.openDialog("merge", { profiles: [...chosen].join(",") });
    },
  };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-select]");
    const button = event.target.closest("[data-selected]");
    if (box) {
      toggle(box.dataset.select, event.shiftKey);
      mark();
    } else if (button) {
      doing[button.dataset.selected]();
      mark();
    } else if (event.target.closest("[data-more]") && shown && shown.next) {
      set("profiles-asked", { data: { cursor: shown.next, key: Date.now() } });
    }
  });

  // Who looks at one profile after the other finds the list as it was left.
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest("a[data-nav]")) {
        returning = false;
        if (shown && event.target.closest(".profile-row")) {
          shown.place = window.scrollY;
        }
      }
    },
    true,
  );
  window.addEventListener("popstate", () => {
    returning = true;
  });

  // Arrow keys in the category tree: up and down between nodes, along the line to open and close one.
  document.addEventListener("keydown", (event) => {
    const node = event.target instanceof Element && event.target.closest(".tree-node");
    if (!node || !/^Arrow/.test(event.key)) {
      return;
    }
    event.preventDefault();
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const links = [...document.querySelectorAll(".tree-node .facet-link")].filter(
        (link) => link.offsetParent !== null,
      );
      const next = links.indexOf(node.querySelector(".facet-link")) + (event.key === "ArrowDown" ? 1 : -1);
      (links[next] || event.target).focus();
    } else {
      const opens = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      const fold = node.querySelector(".tree-fold");
      if (fold) {
        fold.setAttribute("aria-expanded", String(opens));
      }
    }
  });
})();
