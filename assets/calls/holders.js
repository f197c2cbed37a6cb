// The list of profiles that hold a call's number: a click chooses one of them for the call. The list stays open and
// shows the choice with the next poll. Also handles undo buttons.
(function () {
  "use strict";
  const set = (id, data) => window.dash_clientside.set_props(id, { data: data });

  document.addEventListener("click", (event) => {
    const holder = event.target.closest("[data-choose]");
    if (holder) {
      set("choice-asked", { call: holder.dataset.choose, profile: holder.dataset.holder, key: Date.now() });
    }
    const step = event.target.closest("[data-undo]");
    if (step) {
      step.disabled = true;
      set("undo-asked", { id: Number(step.dataset.undo), key: Date.now() });
    }
  });
})();
