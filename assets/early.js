// Runs in the head, before anything is painted: the system's theme for those who chose none, and a bare window. It also
// makes the two objects by which the scripts know each other: `callerid` holds what they call of one another and, in
// `lists` and `selections`, what pages say of theirs, `dash_clientside.callerid` what Dash calls. So they may be loaded in
// any order.
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
