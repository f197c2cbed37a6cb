// Opens dialogs by name, closes them, sends forms with Enter, shows what callbacks have to say, and tells parts of the
// page that what they show has changed. By delegation: works for what Dash mounts and for what tree.js draws.
(function () {
  "use strict";
  const ours = window.callerid;
  const SHOWN = 7000; // milliseconds for which words stay
  const SHOWN_WITH_UNDO = 20000;
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

  // Close the dialog; `ask` first when something was typed into it.
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

  // Go on typing, where one was.
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

  // Escape closes what is on top: a list or a menu has closed itself by now, then the question, then the dialog. What
  // is shown only once is not lost by a key.
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
    ours.dialogAsked(name, args); // what is typed into it outlives the page (shell/drafts.js)
    set("dialog-asked", { data: { name: name, args: args, key: Date.now() } });
  };

  // Enter in a line of text presses the form's primary button.
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

  // What was wrong is said where one sees it, also in a long form.
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

  // The modal focuses itself; the first field is where one wants to type.
  function focusFirst(modal) {
    const first = modal.querySelector(".is-first:not([data-focused])");
    if (first) {
      first.dataset.focused = "";
      first.focus();
    }
  }
  document.addEventListener("focusin", (event) => event.target.matches(".modal") && focusFirst(event.target));
  ours.whenComes(".modal.show .is-first", (field) => focusFirst(field.closest(".modal")));

  // Inputs carry their direction by a class.
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
    box.className = message.wrong ? "toast-line is-wrong" : "toast-line";
    const words = document.createElement("span");
    words.textContent = message.words;
    box.append(words);
    if (message.undo !== undefined) {
      const undo = button(message.undo_words, "toast-undo");
      undo.addEventListener("click", () => {
        set("undo-asked", { data: { id: message.undo, key: Date.now() } });
        box.remove();
      });
      box.append(undo);
    }
    if (message.offer !== undefined) {
      const offered = button(message.offer.words, "toast-undo");
      offered.addEventListener("click", () => {
        box.remove();
        message.offer.act();
      });
      box.append(offered);
    }
    const close = button("", "toast-close");
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

  // A part of the page names its topic in data-topic and the store that makes it look again in data-refresh.
  ours.heard = function (topics) {
    for (const part of document.querySelectorAll("[data-topic][data-refresh]")) {
      if (topics.includes("*") || topics.includes(part.dataset.topic)) {
        set(part.dataset.refresh, { data: Date.now() });
      }
    }
  };
})();
