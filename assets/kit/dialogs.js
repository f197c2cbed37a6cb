// Opens and closes dialogs by name, sends forms with Enter, shows messages of callbacks, and refreshes parts of the
// page whose contents have changed. Uses delegated events, so it works for elements of Dash and of tree.js.
(function () {
  "use strict";
  const ours = window.callerid;
  const SHOWN = 7000; // milliseconds for which a message stays
  const SHOWN_WITH_UNDO = 20000;
  const TOAST_BUTTON = "btn btn-sm text-reset fw-semibold flex-shrink-0";
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.querySelectorAll(":popover-open").forEach((open) => open.hidePopover());
      ours.openDialog(opener.dataset.dialog, JSON.parse(opener.dataset.args || "{}"));
    }
    const close = event.target.closest("[data-dialog-close]");
    if (close) {
      leave(close.dataset.dialogClose === "ask");
    }
    if (event.target.closest("[data-dialog-keep]")) {
      keep();
    }
  });

  // Closes the dialog; with `ask`, first asks when something was typed into it.
  function leave(ask) {
    const question = document.querySelector(".modal.show .dialog-ask");
    const open = ask && question && !document.getElementById("secret");
    if (open && document.querySelector(".modal.show .dialog-body[data-typed]")) {
      question.hidden = false;
      question.querySelector("[data-dialog-keep]").focus();
    } else {
      set("dialog", { is_open: false });
    }
  }

  // Returns to the field of the dialog that had the focus.
  function keep() {
    document.querySelector(".modal.show .dialog-ask").hidden = true;
    const field = document.querySelector(".modal.show [data-typed-last]");
    if (field) {
      field.focus();
    }
  }

  ["input", "change"].forEach((name) =>
    document.addEventListener(name, (event) => {
      const body = event.target instanceof Element && event.target.closest(".dialog-body");
      if (body && event.target.id.includes('"field":')) {
        body.dataset.typed = "";
        body.querySelectorAll("[data-typed-last]").forEach((field) => delete field.dataset.typedLast);
        event.target.dataset.typedLast = "";
      }
    }),
  );

  // Escape closes the topmost layer: lists and menus have closed themselves by now, then the question, then the dialog.
  // A secret that is shown only once is not closed by a key.
  document.addEventListener(
    "keydown",
    (event) => {
      const listOpen = document.querySelector(".modal.show .dash-dropdown-content, :popover-open") !== null;
      const modal = document.querySelector(".modal.show");
      if (event.key !== "Escape" || event.isComposing || listOpen || !modal || document.getElementById("secret")) {
        return;
      }
      const question = modal.querySelector(".dialog-ask");
      if (question && !question.hidden) {
        keep();
      } else {
        leave(true);
      }
    },
    true,
  );

  ours.openDialog = function (name, args) {
    ours.dialogAsked(name, args); // drafts.js keeps the typed text across a reload (shell/drafts.js)
    set("dialog-asked", { data: { name: name, args: args, key: Date.now() } });
  };

  // Enter in a one-line text field presses the form's primary button.
  document.addEventListener("keydown", (event) => {
    const field = event.target instanceof Element && event.target.closest("[data-form] input");
    if (event.key !== "Enter" || event.isComposing || !field || !/^(text|email|tel|password)$/.test(field.type)) {
      return;
    }
    const form = field.closest("[data-form]").dataset.form;
    const button = form && document.querySelector('[data-primary="' + CSS.escape(form) + '"]');
    if (button && !button.disabled && !field.closest(".dash-dropdown")) {
      event.preventDefault();
      button.click();
    }
  });

  // Scrolls to the first error, also in a long form.
  ours.whenComes(".modal", (modal) => {
    new MutationObserver((changes) => {
      const said = changes
        .filter((change) => change.target.isConnected && change.target.textContent)
        .map((change) => change.target.closest(".field-error, [data-says]"))
        .find(Boolean);
      if (said) {
        said.scrollIntoView({ block: "nearest" });
      }
    }).observe(modal, { childList: true, subtree: true });
  });

  // The modal focuses itself; users expect the focus in the first field.
  function focusFirst(modal) {
    const first = modal.querySelector(".is-first:not([data-focused])");
    if (first) {
      first.dataset.focused = "";
      first.focus();
    }
  }
  document.addEventListener("focusin", (event) => event.target.matches(".modal") && focusFirst(event.target));
  ours.whenComes(".modal.show .is-first", (field) => focusFirst(field.closest(".modal")));

  // Input components take their direction from a class.
  ours.whenComes(":is(input, textarea):is(.dir-auto, .dir-ltr):not([dir])", (field) => {
    field.dir = field.classList.contains("dir-ltr") ? "ltr" : "auto";
  });

  function button(words, className) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = className;
    element.textContent = words;
    return element;
  }

  ours.toast = function (message) {
    const place = document.getElementById("toasts");
    if (!message || !place) {
      return window.dash_clientside.no_update;
    }
    const box = document.createElement("div");
    box.className =
      "toast-line d-flex align-items-center gap-2 rounded py-2 ps-3 pe-2" + (message.wrong ? " is-wrong" : "");
    const words = document.createElement("span");
    words.className = "flex-fill text-break";
    words.textContent = message.words;
    box.append(words);
    if (message.undo !== undefined) {
      const undo = button(message.undo_words, TOAST_BUTTON + " text-decoration-underline toast-undo");
      undo.addEventListener("click", () => {
        set("undo-asked", { data: { id: message.undo, key: Date.now() } });
        box.remove();
      });
      box.append(undo);
    }
    if (message.offer !== undefined) {
      const offered = button(message.offer.words, TOAST_BUTTON + " text-decoration-underline toast-undo");
      offered.addEventListener("click", () => {
        box.remove();
        message.offer.act();
      });
      box.append(offered);
    }
    const close = button("✕", TOAST_BUTTON);
    close.setAttribute("aria-label", message.close);
    close.addEventListener("click", () => box.remove());
    box.append(close);
    let timer = 0;
    const leave = () => {
      timer = window.setTimeout(
        () => box.remove(),
        message.undo === undefined && message.offer === undefined ? SHOWN : SHOWN_WITH_UNDO,
      );
    };
    box.addEventListener("pointerenter", () => window.clearTimeout(timer));
    box.addEventListener("pointerleave", leave);
    leave();
    place.append(box);
    return message.key;
  };

  // A part of the page names its topic in data-topic, and in data-refresh the store that refreshes it.
  ours.heard = function (topics) {
    for (const part of document.querySelectorAll("[data-topic][data-refresh]")) {
      if (topics.includes("*") || topics.includes(part.dataset.topic)) {
        set(part.dataset.refresh, { data: Date.now() });
      }
    }
  };
})();
