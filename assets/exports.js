// Lists as files: keeps what the page lists in the addresses of its files. See ui/components/export_menu.py.
(function () {
  "use strict";
  const ours = (window.callerid = window.callerid || {});

  ours.exportsOf = function (query) {
    for (const link of document.querySelectorAll("[data-export]")) {
      link.href = link.dataset.export + (query ? "?" + query : "");
    }
  };
})();
