// Runs in the head, before the first paint: sets the system's theme for users without a choice, and the bare window. It
// also makes the two objects through which scripts find each other: `callerid` has the functions that scripts call and,
// in `lists` and `selections`, the descriptions that pages register; `dash_clientside.callerid` has the functions that
// Dash calls. So scripts may load in any order.
(function () {
  "use strict";
  window.callerid = { lists: {}, selections: {} };
  window.dash_clientside = { callerid: {} };
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function settle() {
    if (root.dataset.theme === "auto") {
      root.dataset.bsTheme = dark.matches ? "dark" : "light";
    }
  }
  settle();
  dark.addEventListener("change", settle);
  if (window.location.pathname.replace(/\/$/, "") === "/window") {
    root.dataset.page = "window";
  }
})();
