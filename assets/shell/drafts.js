// Text that was typed but not sent. Text of the open dialog survives a reload: it is kept for its user in this tab,
// without passwords, until it is saved or discarded; then the dialog opens again with it.
(function () {
  "use strict";
  const ours = window.callerid;
  const OFTEN = 500;
  const TRIES = 3; // a dialog that can no longer be opened is not requested at every load
  const PREFIX = "callerid-typed-";
  const TEXT = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea";
  let touched = []; // text fields anywhere on the page
  let asked = null; // name and arguments of the dialog that was opened last
  let found = null; // the draft of an earlier page that is not shown yet
  let looked = false;
  let leaving = false;

  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(TEXT)) {
      touched = touched.filter((field) => field.isConnected && field !== event.target).concat(event.target);
    }
  });

  ours.holdsTyped = () => touched.some((field) => field.isConnected && field.value !== "");

  ours.dialogAsked = (name, args) => {
    asked = { name: name, args: args };
  };

  const dialog = () => document.querySelector(".modal.show .dialog-body");
  const place = () => PREFIX + document.querySelector(".shell").dataset.viewer;
  // The fields of the dialog, and the button with its idempotency key (ui/kit/forms.py). Names of a field's parts only
  // begin with its name.
  const KEPT = "[id^='{\"field\":'][id$='}']:not([type=password]), [id^='{\"do\":'][id$='}']";
  const fields = (body) => [...body.closest(".modal").querySelectorAll(KEPT)];
  const here = () => window.location.pathname + window.location.search;

  // Without storage, drafts last as long as the page.
  function store(act) {
    try {
      return act(window.sessionStorage);
    } catch {
      return null;
    }
  }

  // The value in Dash; of a text field, the text on screen, which Dash learns only when the field is left.
  function value(field) {
    try {
      const known = window.dash_component_api.getLayout(JSON.parse(field.id));
      return field.matches(TEXT) ? field.value : known.props.value;
    } catch {
      return undefined; // not a field of a form
    }
  }

  function keep() {
    const body = dialog();
    if (body && asked && body.dataset.typed !== undefined) {
      const values = Object.fromEntries(fields(body).map((field) => [field.id, value(field)]));
      const draft = { ...asked, path: here(), values: values, tries: 0 };
      store((storage) => storage.setItem(place(), JSON.stringify(draft)));
    } else if (!found) {
      store((storage) => storage.removeItem(place()));
    }
  }

  // When the page is live, the dialog of the earlier page opens again.
  function lookForDraft() {
    looked = true;
    found = store((storage) => JSON.parse(storage.getItem(place())));
    if (found && (found.path !== here() || found.tries >= TRIES)) {
      found = null;
    }
    if (found) {
      const draft = { ...found, tries: found.tries + 1 };
      store((storage) => storage.setItem(place(), JSON.stringify(draft)));
      ours.openDialog(found.name, found.args);
    }
  }

  function fill(body) {
    for (const field of fields(body)) {
      const kept = found.values[field.id];
      if (kept !== undefined && JSON.stringify(kept) !== JSON.stringify(value(field))) {
        window.dash_clientside.set_props(JSON.parse(field.id), { value: kept });
        const row = kept && field.closest(".form-row[hidden]");
        if (row) {
          row.hidden = false;
        }
        touched = field.matches(TEXT) ? touched.concat(field) : touched;
      }
    }
    found = null;
    body.dataset.typed = "";
    const shell = document.querySelector(".shell").dataset;
    ours.toast({ words: shell.typedAgain, close: shell.close });
  }

  function look() {
    const page = document.getElementById("page");
    if (leaving || !page || !page.childElementCount) {
      return;
    }
    if (!looked) {
      if (ours.isLive()) {
        lookForDraft();
      }
    } else if (found && (asked.name !== found.name || asked.args !== found.args)) {
      found = null; // the user has opened another dialog
    } else if (found && dialog() && fields(dialog()).length) {
      fill(dialog());
    } else {
      keep();
    }
  }
  window.setInterval(look, OFTEN);
  window.addEventListener("pagehide", () => looked && !leaving && keep());

  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/logout") {
      store((storage) => storage.removeItem(place()));
      leaving = true; // nothing is stored while the page unloads
    }
  });
})();
