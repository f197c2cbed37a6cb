// The settings: rows that are ordered by dragging or by arrow buttons, the color well, and a focus that survives a
// redrawn section. The server draws the list after the new order is stored.
(function () {
  "use strict";
  const ours = window.callerid;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let dragged = null; // the row that is being dragged
  let focused = null; // data-focus of the focused element in the section
  let opener = null; // data-focus of the element that opened the dialog

  const rows = (list) => [...list.children].filter((row) => row.dataset.key);
  const keys = (list) => rows(list).map((row) => Number(row.dataset.key));

  function send(list, order) {
    const seen = keys(list);
    if (order.join() !== seen.join()) {
      const asked = { list: list.dataset.order, parent: list.dataset.parent, ids: order, seen: seen, key: Date.now() };
      set("settings-order", { data: asked });
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button && button.getAttribute("aria-disabled") !== "true") {
      const row = button.closest("[data-key]");
      const order = keys(row.parentElement);
      const from = order.indexOf(Number(row.dataset.key));
      const [key] = order.splice(from, 1);
      order.splice(from + Number(button.dataset.move), 0, key);
      send(row.parentElement, order);
    }
    const opens = event.target.closest("#settings-body [data-dialog]");
    if (opens) {
      opener = opens.dataset.focus;
    }
  });

  function target(event) {
    const list = dragged && dragged.parentElement;
    return list && rows(list).find((row) => row !== dragged && row.contains(event.target));
  }

  function below(row, event) {
    const line = row.firstElementChild.getBoundingClientRect();
    return event.clientY > line.top + line.height / 2;
  }

  function unmark() {
    document
      .querySelectorAll(".drop-above, .drop-below")
      .forEach((row) => row.classList.remove("drop-above", "drop-below"));
  }

  document.addEventListener("dragstart", (event) => {
    const grip = event.target instanceof Element && event.target.closest(".settings-grip");
    if (grip) {
      dragged = grip.closest("[data-key]");
      dragged.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.key);
      event.dataTransfer.setDragImage(dragged, 12, 12);
    }
  });

  document.addEventListener("dragover", (event) => {
    const row = target(event);
    unmark();
    if (row) {
      event.preventDefault();
      row.classList.add(below(row, event) ? "drop-below" : "drop-above");
    }
  });

  document.addEventListener("drop", (event) => {
    const row = target(event);
    if (row) {
      event.preventDefault();
      const key = Number(dragged.dataset.key);
      const order = keys(dragged.parentElement).filter((other) => other !== key);
      order.splice(order.indexOf(Number(row.dataset.key)) + (below(row, event) ? 1 : 0), 0, key);
      send(dragged.parentElement, order);
    }
  });

  document.addEventListener("dragend", () => {
    unmark();
    if (dragged) {
      dragged.classList.remove("is-dragged");
    }
    dragged = null;
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "color-well") {
      set({ form: "color", field: "hex" }, { value: event.target.value });
    } else if (event.target.closest('[data-field="hex"]')) {
      const well = document.getElementById("color-well");
      if (well && /^#[0-9a-fA-F]{6}$/.test(event.target.value)) {
        set("color-well", { value: event.target.value.toLowerCase() });
      }
    }
  });

  document.addEventListener("focusin", (event) => {
    const part = event.target.closest("#settings-body [data-focus]");
    focused = part ? part.dataset.focus : null;
  });

  document.addEventListener("focusout", (event) => {
    // A removed element loses the focus, too; only an element that stays was left on purpose.
    window.setTimeout(() => {
      if (event.target.isConnected && document.activeElement === document.body) {
        focused = null;
      }
    });
  });

  // The list of sections scrolls sideways on a small screen.
  ours.whenComes(".settings-nav ul", (list) => {
    const open = list.querySelector("[aria-current]");
    if (open) {
      const box = list.getBoundingClientRect();
      const at = open.getBoundingClientRect();
      list.scrollLeft += at.left + at.width / 2 - (box.left + box.width / 2);
    }
  });

  // A link that is shown once begins with the origin of this page; only the browser knows it, behind any proxy.
  ours.whenComes("#secret [data-origin]:empty", (place) => {
    place.textContent = window.location.origin;
  });

  function focusAgain() {
    const wanted = focused || (document.querySelector(".modal.show") ? null : opener);
    if (wanted && document.activeElement === document.body) {
      const part = document.querySelector('#settings-body [data-focus="' + CSS.escape(wanted) + '"]');
      if (part) {
        opener = null;
        part.focus({ preventScroll: true });
      }
    }
  }
  ours.whenComes("#settings-body [data-focus]", focusAgain);
  ours.whenGoes(".modal", focusAgain);
})();
