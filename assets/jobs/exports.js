// Exported lists: writes the page's filters into the addresses of its files, has the server make the chosen file with
// visible progress (ui/jobs/export_host.py), and downloads it once when it is ready.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const TAKEN = "callerid-export-taken"; // key in sessionStorage
  let taken = null;

  ours.exportsOf = function (query) {
    for (const link of document.querySelectorAll("[data-export]")) {
      link.href = link.dataset.export + (query ? "?" + query : "");
    }
  };

  // Marks the file as downloaded. Returns whether this window had already downloaded it, also before a reload.
  function again(job) {
    let before = taken;
    try {
      before = window.sessionStorage.getItem(TAKEN) || taken;
      window.sessionStorage.setItem(TAKEN, job);
    } catch {
      // without storage, remembered until the page is reloaded
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

  // In the capture phase: on other pages, other scripts handle the button that cancels a job.
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
