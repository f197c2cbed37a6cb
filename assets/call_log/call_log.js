// The call log: writes choices in the filter bar into the address, draws the server's answers, opens the call whose row
// is clicked, and remembers the shown columns. See ui/call_log/page.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const place = () => document.getElementById("call-log");
  const HIDDEN = "callerid-call-columns"; // key in localStorage
  const REST = 3000; // milliseconds between two requests for new calls
  const MOST_OPEN = 50;
  let lookedAt = 0;
  let due = 0;
  let view = null; // the saved view that set this address: its id and hidden columns

  // The changes of the address for one field: range and days exclude each other, and so do state and outcome.
  function changes(name, value) {
    if (name === "state") {
      const [kind, chosen] = value.split(":");
      return { state: kind === "state" ? chosen : "", outcome: kind === "outcome" ? chosen : "" };
    }
    if (name === "range") {
      return { range: value, from: "", to: "" };
    }
    return name === "from" || name === "to" ? { [name]: value, range: "" } : { [name]: value };
  }

  document.addEventListener("change", (event) => {
    const name = event.target instanceof Element && event.target.dataset.log;
    if (name) {
      ours.travel(ours.addressWith(changes(name, event.target.value.trim())));
    }
  });

  const list = {
    key: (row) => row.props["data-call-id"],
    listed(data, _left, focused) {
      for (const field of document.querySelectorAll("[data-log]")) {
        if (field !== document.activeElement || field.tagName === "SELECT") {
          field.value = data.fields[field.dataset.log] || "";
        }
      }
      if (focused && focused.matches("[data-log-off]") && document.activeElement === document.body) {
        const near = [...document.querySelectorAll("[data-log-off], #call-log-fold, [data-log]")].find(
          (each) => each.offsetParent,
        );
        near.focus({ preventScroll: true }); // the chip no longer exists
      }
      ours.sayNew("call-log-waiting", 0);
      lookedAt = Date.now();
      if (!data.view || !view || view.id !== data.view.id) {
        view = data.view && { id: data.view.id, hidden: new Set(data.view.hidden) };
      }
    },
    drawn: columns,
  };
  ours.lists["call-log"] = list;

  // The feed has moved: after a pause, ask whether this list is affected. Nothing moves; a button shows the number of
  // new calls.
  functions.logNews = function () {
    if (!due && place()) {
      due = window.setTimeout(look, Math.max(0, lookedAt + REST - Date.now()));
    }
    return window.dash_clientside.no_update;
  };

  function look() {
    due = 0;
    if (document.hidden || !list.shown || !list.shown.place.isConnected) {
      return; // asked again when the page becomes visible
    }
    lookedAt = Date.now();
    const open = list.shown.rows.filter((row) => row.props["data-state"] !== "ended").map(list.key);
    set("call-log-look", { data: { open: open.slice(0, MOST_OPEN), key: lookedAt } });
  }

  document.addEventListener("visibilitychange", () => document.hidden || functions.logNews());

  functions.callsNewer = function (data) {
    const rows = data && ours.shownRows("call-log", data.search);
    if (rows) {
      const there = new Set(rows.map(list.key));
      ours.sayNew("call-log-waiting", data.ids.filter((id) => !there.has(id)).length);
      ours.replaceRows("call-log", data.rows);
    }
    return window.dash_clientside.no_update;
  };

  function hiddenColumns() {
    if (view) {
      return new Set(view.hidden);
    }
    try {
      return new Set((window.localStorage.getItem(HIDDEN) || "").split(" ").filter(Boolean));
    } catch {
      return new Set(); // without storage, all columns are shown
    }
  }

  function columns() {
    const gone = hiddenColumns();
    place().dataset.hides = [...gone].join(" ");
    for (const box of document.querySelectorAll("[data-column]")) {
      box.setAttribute("aria-checked", String(!gone.has(box.dataset.column)));
    }
  }

  function toggle(name) {
    const gone = hiddenColumns();
    if (!gone.delete(name)) {
      gone.add(name);
    }
    if (view) {
      view.hidden = gone; // saved when the user updates the view
      columns();
      return;
    }
    try {
      window.localStorage.setItem(HIDDEN, [...gone].join(" "));
    } catch {
      return;
    }
    columns();
  }

  document.addEventListener("click", (event) => {
    const off = event.target.closest("[data-log-off]");
    const column = event.target.closest("[data-column]");
    const row = event.target.closest("#call-log .call");
    if (off) {
      ours.travel(ours.addressWith(Object.fromEntries(off.dataset.logOff.split(" ").map((name) => [name, ""]))));
    } else if (column) {
      toggle(column.dataset.column);
    } else if (event.target.closest("#call-log-waiting")) {
      set("call-log-news", { data: Date.now() });
      place().scrollIntoView({ block: "nearest" });
    } else if (event.target.closest("[data-view-save]")) {
      event.target.closest(".pop").hidePopover();
      ours.openDialog("call-view-save", { search: window.location.search, hidden: [...hiddenColumns()].join(" ") });
    } else if (event.target.closest("[data-view-update]")) {
      const id = Number(event.target.closest("[data-view-update]").dataset.viewUpdate);
      event.target.closest(".pop").hidePopover();
      const now = { search: window.location.search, hidden: [...hiddenColumns()].join(" ") };
      set("call-view-asked", { data: { view: id, ...now, key: Date.now() } });
    } else if (event.target.closest("[data-view]")) {
      event.target.closest(".pop").hidePopover();
    } else if (row && !event.target.closest("a, button, :popover-open, .pop") && !String(window.getSelection())) {
      ours.openDialog("call", { call: row.dataset.callId });
    }
  });
})();
