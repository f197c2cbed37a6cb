// Lists as files: keeps what the page lists in the addresses of its files, has the server make the one that is chosen
// where progress can be seen (ui/jobs/export_host.py), and fetches it once when it is made.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const TAKEN = "callerid-export-taken"; // in sessionStorage
  let taken = null;

  ours.exportsOf = function (query) {
    for (const link of document.querySelectorAll("[data-export]")) {
      link.href = link.dataset.export + (query ? "?" + query : "");
    }
  };

  // Has this file been fetched in this window, also before the page was loaded anew? From now on it has.
  function again(job) {
    let before = taken;
    try {
      before = window.sessionStorage.getItem(TAKEN) || taken;
      window.sessionStorage.setItem(TAKEN, job);
    } catch {
      // a browser without storage remembers until the page is loaded anew
    }
    taken = job;
    return before === job;
  }

  functions.exportReady = function (ready) {
    if (ready && !again(ready.job)) {
      const link = document.createElement("a");
      link.href = ready.href;
      link.download = "";
      link.click();
    }
    return window.dash_clientside.no_update;
  };

  // Before others hear of it: the button that ends a job is theirs on other pages.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[data-list][data-form]");
      const view = event.target.closest("#export-view");
      if (link && ours.plainClick(event)) {
        event.preventDefault();
        document.querySelectorAll(":popover-open").forEach((open) => open.hidePopover());
        set("export-asked", { data: { list: link.dataset.list, form: link.dataset.form, key: Date.now() } });
      } else if (view && event.target.closest("[data-job-cancel]")) {
        event.stopPropagation();
        set("export-cancel", { data: Date.now() });
      } else if (view && event.target.closest("[data-export-close]")) {
        set("export-shown", { data: null });
      }
    },
    true,
  );
})();
