// The analytics page: puts what is chosen in the bar of filters, and what is clicked in charts and tables, into the
// address. Links and marks say what they change (ui/analytics/narrowing.py); what else the address says stays.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;

  // What filters were called once; an address that still says so is read (ui/analytics/query.py).
  const CALLED_ONCE = { known_then: "then", wait_over: "wait", wait_up_to: "wait" };

  function narrow(changes) {
    const given = Object.fromEntries(changes);
    const old = Object.keys(given).map((name) => [CALLED_ONCE[name], ""]);
    ours.travel(ours.addressWith({ ...Object.fromEntries(old.filter(([name]) => name)), ...given }));
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset && field.dataset.filter) {
      const names = field.dataset.filter.split(" "); // a list that stands for several has a value for each
      const values = names.length > 1 ? field.value.split(" ") : [field.value];
      narrow(names.map((name, i) => [name, values[i]]));
    } else if (field.id === "analytics-from" || field.id === "analytics-to") {
      const day = (id) => document.getElementById(id).value.trim();
      narrow([
        ["range", "custom"],
        ["from", day("analytics-from")],
        ["to", day("analytics-to")],
      ]);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-narrow]");
    if (!link || !ours.plainClick(event)) {
      return;
    }
    event.preventDefault();
    const given = new URL(link.href).searchParams;
    narrow(link.dataset.narrow.split(" ").map((name) => [name, given.get(name)]));
  });

  const changeOf = (event) => (event && event.points && event.points[0].customdata) || "";

  // A click is forgotten at once, so that the same mark can be clicked again after going back. A hand shows over marks
  // that lead somewhere.
  functions.onMark = function (click, hover) {
    const graph = document.getElementById(window.dash_clientside.callback_context.inputs_list[0].id);
    if (graph) {
      graph.parentElement.toggleAttribute("data-on-mark", changeOf(hover) !== "");
    }
    if (!click) {
      return window.dash_clientside.no_update;
    }
    if (changeOf(click)) {
      narrow(new URLSearchParams(changeOf(click)));
    }
    return null;
  };
})();
