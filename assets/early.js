// Runs in the head, before anything is painted: the system's theme for those who chose none, and a bare window.
(function () {
  "use strict";
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
