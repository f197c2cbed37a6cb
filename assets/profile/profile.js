// The page of a profile: loads changes when the user opens them, and follows the calls of the profile. See
// ui/profile/page.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

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
})();
