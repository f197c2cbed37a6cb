// The form of a profile: adds and removes rows, and searches for duplicates after a pause in typing. Typed text stays
// in place: rows are hidden, never created again.
(function () {
  "use strict";
  const PAUSE = 450; // milliseconds without a key
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let pause = 0;

  function more(button) {
    const spare = button.closest("fieldset").querySelectorAll(".form-row[hidden]");
    if (spare.length) {
      spare[0].hidden = false;
      spare[0].querySelector("input").focus();
    }
    button.hidden = spare.length <= 1;
  }

  function remove(row) {
    for (const field of row.querySelectorAll("[id^='{']")) {
      const id = JSON.parse(field.id);
      if (id.field) {
        set(id, {
          value: field.type === "checkbox" ? false : field.tagName === "SELECT" ? field.options[0].value : "",
        });
      }
    }
    const rows = row.closest("fieldset");
    row.hidden = true;
    rows.querySelector("[data-row-more]").hidden = false;
    const next = rows.querySelector(".form-row:not([hidden]) input") || rows.querySelector("[data-row-more]");
    next.focus();
    look(row);
  }

  function look(part) {
    const form = part.closest("[data-look]");
    window.clearTimeout(pause);
    pause = window.setTimeout(() => {
      if (form && form.isConnected && form.closest(".modal.show")) {
        set({ form: form.dataset.look, part: "look" }, { data: Date.now() });
      }
    }, PAUSE);
  }

  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-row-more]");
    const away = event.target.closest("[data-row-remove]");
    const every = event.target.closest("[data-choose-all]");
    if (add) {
      more(add);
    } else if (away) {
      remove(away.closest(".form-row"));
    } else if (every) {
      const choice = 'input[value="' + every.dataset.chooseAll + '"]:not(:disabled)';
      every
        .closest("[data-versions]")
        .querySelectorAll(choice)
        .forEach((input) => input.click());
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-look]")) {
      look(event.target);
    }
  });
})();
