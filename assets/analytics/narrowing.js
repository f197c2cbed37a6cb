// The analytics page: writes choices in the filter bar and clicks on charts and tables into the address. Links and
// marks contain their changes (ui/analytics/narrowing.py); the rest of the address stays.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;

  // Former names of filters; the server still reads them in addresses (ui/analytics/query.py).
  const CALLED_ONCE = { known_then: "then", wait_over: "wait", wait_up_to: "wait" };

  function narrow(changes) {
    const given = Object.fromEntries(changes);
    const old = Object.keys(given).map((name) => [CALLED_ONCE[name], ""]);
    ours.travel(ours.addressWith({ ...Object.fromEntries(old.filter(([name]) => name)), ...given }));
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset && field.dataset.filter) {
      const names = field.dataset.filter.split(" "); // a list that stands for several filters has a value for each
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

  // The click is cleared at once, so that the same mark can be clicked again after going back. Marks that lead
  // somewhere show a hand.
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
