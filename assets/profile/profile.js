// The page of a profile: draws what the server sends into its parts without losing scroll, focus, open popovers or
// typed filters, and lets buttons that tree.js has drawn ask something of a callback. See ui/profile/page.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-asks]");
    if (button) {
      const open = button.closest(":popover-open");
      if (open) {
        open.hidePopover();
      }
      set(button.dataset.asks, { data: Object.assign({ key: Date.now() }, JSON.parse(button.dataset.args)) });
    }
    const fold = event.target.closest("[data-folds]");
    if (fold) {
      fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
    }
  });

  // The changes are fetched when somebody wants to see them.
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.id === "profile-changes") {
        set("trail-shown", { data: { shown: event.target.open ? Number(event.target.dataset.step) : 0 } });
      }
    },
    true,
  );

  // A call of this profile rings or ends: its history has a new entry.
  ours.heardRows = function (rows) {
    const page = document.querySelector("[data-profile-page]");
    if (page && JSON.stringify(rows).includes('"/profiles/' + page.dataset.profilePage + '"')) {
      set("profile-news", { data: Date.now() });
    }
  };

  // Called by Dash with component trees by the id of the element that they are drawn into.
  const functions = window.dash_clientside.callerid;
  functions.drawn = function (parts) {
    for (const [id, trees] of Object.entries(parts || {})) {
      const place = document.getElementById(id);
      if (place) {
        ours.draw(place, trees);
        ours.tick(place);
      }
    }
    return window.dash_clientside.no_update;
  };
})();
