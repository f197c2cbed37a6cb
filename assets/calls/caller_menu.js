// The menu of a caller's icon. One menu serves the whole page: a button with data-menu names the caller, and each entry
// lists which of the caller's data it takes. Opens when the pointer rests on the button, on a click or tap, and by the
// keyboard. The entries are fixed when the menu opens: they must not change under a pointer that is about to press one.
(function () {
  "use strict";
  const ours = window.callerid;
  const OPENS_AFTER = 150; // milliseconds: the pointer rests and does not just pass
  const CLOSES_AFTER = 300; // milliseconds: time for the pointer to return
  const MOVING = 1000; // milliseconds
  let button = null; // the button whose menu is open
  let byHover = false; // opened by hovering, so it closes when the pointer leaves
  let timer = 0;

  const menu = () => document.getElementById("caller-menu");
  const isOpen = () => button !== null && menu() !== null && menu().matches(":popover-open");
  const items = () => [...menu().querySelectorAll("[role=menuitem]")].filter((item) => item.offsetParent !== null);
  const openerOf = (event) => (event.target instanceof Element ? event.target.closest("[data-menu]") : null);

  function caller(opener) {
    const around = (name) => opener.getAttribute(name) || opener.closest("[" + name + "]")?.getAttribute(name) || "";
    return {
      kind: opener.dataset.menu,
      call: around("data-call-id"),
      name: around("data-name"),
      number: opener.dataset.number || "",
      profile: opener.dataset.profileId || "",
    };
  }

  function fill(whom) {
    document.getElementById("caller-menu-head").textContent = whom.name;
    for (const part of menu().querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(whom.kind);
      if (part.dataset.takes) {
        part._asks = part._asks || JSON.parse(part.dataset.args);
        const taken = part.dataset.takes.split(" ").filter((name) => whom[name]);
        part.dataset.args = JSON.stringify(
          Object.assign({}, part._asks, Object.fromEntries(taken.map((n) => [n, whom[n]]))),
        );
      }
      if (part.dataset.to) {
        part.href = part.dataset.to.replace("{profile}", () => whom.profile).replace("{number}", () => whom.number);
        part.hidden = part.hidden || (part.dataset.to.includes("{number}") && !whom.number);
      }
    }
  }

  function open(opener, hovering) {
    const target = menu();
    if (!target) {
      return;
    }
    close(false);
    document.querySelectorAll(":popover-open").forEach((other) => other.hidePopover());
    button = opener;
    byHover = hovering;
    fill(caller(opener));
    target.popover = "manual";
    target._anchor = opener;
    target.scrollTop = 0;
    target.showPopover();
    opener.setAttribute("aria-expanded", "true");
  }

  // Opens the menu, or keeps it open when the pointer leaves.
  function stay(opener) {
    if (isOpen() && opener === button) {
      byHover = false;
    } else {
      open(opener, false);
    }
  }

  function close(giveBack) {
    window.clearTimeout(timer);
    if (!isOpen()) {
      return;
    }
    const focused = document.activeElement;
    if (giveBack && (menu().contains(focused) || !byHover || focused === document.body)) {
      button.focus({ preventScroll: true });
    }
    menu().hidePopover();
  }

  // Whenever the menu closes, a focus inside it returns to the button, so that a dialog returns the focus there.
  document.addEventListener(
    "beforetoggle",
    (event) => {
      if (event.target === menu() && event.newState === "closed" && button) {
        if (menu().contains(document.activeElement)) {
          button.focus({ preventScroll: true });
        }
        button.removeAttribute("aria-expanded");
        button = null;
      }
    },
    true,
  );

  // Called by the list: closes a menu that was opened by a pointer that no longer moves.
  ours.leaveMenu = function () {
    if (byHover) {
      close(false);
    }
  };
  // The button whose menu is open, or null.
  ours.menuButton = () => (isOpen() ? button : null);

  // The server has drawn the entries again.
  ours.menuFilled = function () {
    if (isOpen()) {
      fill(caller(button));
    }
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) {
      return;
    }
    const opener = openerOf(event);
    if (opener || (isOpen() && menu().contains(event.target))) {
      window.clearTimeout(timer);
    }
    if (opener && (!isOpen() || (byHover && opener !== button))) {
      const since = Date.now();
      timer = window.setTimeout(() => {
        // Not for a row that moved under a resting mouse. A busy page may call this much later.
        if (opener.isConnected && ours.lastMoved > since - MOVING) {
          open(opener, true);
        }
      }, OPENS_AFTER);
    }
  });

  document.addEventListener("pointerout", (event) => {
    const from = openerOf(event) || (isOpen() && menu().contains(event.target) ? menu() : null);
    const to = event.relatedTarget;
    if (event.pointerType !== "mouse" || !from || (to instanceof Element && from.contains(to))) {
      return;
    }
    window.clearTimeout(timer);
    if (isOpen() && byHover) {
      timer = window.setTimeout(() => close(false), CLOSES_AFTER);
    }
  });

  document.addEventListener("click", (event) => {
    const opener = openerOf(event);
    if (opener) {
      window.clearTimeout(timer);
      if (isOpen() && opener === button && !byHover) {
        close(true);
        return;
      }
      stay(opener);
      if (event.detail === 0) {
        move(items()[0]); // opened by the keyboard
      }
    } else if (isOpen() && menu().contains(event.target) && event.target.closest("[role=menuitem]")) {
      close(true); // the requested dialog or page opens by itself
    }
  });

  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !menu().contains(event.target) && openerOf(event) !== button) {
      close(false);
    }
  });

  document.addEventListener("focusin", (event) => {
    if (isOpen() && !byHover && !menu().contains(event.target) && event.target !== button) {
      close(false);
    }
  });

  function move(item) {
    if (item) {
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: "nearest" });
    }
  }

  // The entry beside the present one, in the other column.
  function beside(item, sign) {
    const from = item.getBoundingClientRect();
    const middle = (box) => (box.top + box.bottom) / 2;
    const there = items()
      .map((other) => ({ other: other, box: other.getBoundingClientRect() }))
      .filter(({ box }) => (sign < 0 ? box.right <= from.left + 1 : box.left >= from.right - 1));
    there.sort((a, b) => Math.abs(middle(a.box) - middle(from)) - Math.abs(middle(b.box) - middle(from)));
    return there.length ? there[0].other : item;
  }

  function walk(event, all, place) {
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    switch (event.key) {
      case "ArrowDown":
        return all[(place + 1) % all.length];
      case "ArrowUp":
        return all[(place - 1 + all.length) % all.length];
      case "Home":
        return all[0];
      case "End":
        return all[all.length - 1];
      case "ArrowLeft":
        return beside(all[place], -1);
      case "ArrowRight":
        return beside(all[place], 1);
      default:
        return letter
          ? [...all.slice(place + 1), ...all.slice(0, place + 1)].find((item) =>
              item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()),
            )
          : undefined;
    }
  }

  document.addEventListener("keydown", (event) => {
    const opener = openerOf(event);
    if (opener && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      stay(opener);
      const all = items();
      move(event.key === "ArrowDown" ? all[0] : all[all.length - 1]);
      return;
    }
    if (!isOpen()) {
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      close(true);
      return;
    }
    const all = items();
    const place = all.indexOf(document.activeElement);
    if (event.key === "Tab") {
      close(place >= 0); // from the button, the browser moves on to the next element
      return;
    }
    if (place < 0) {
      return;
    }
    if (event.key === " ") {
      event.preventDefault();
      all[place].click();
      return;
    }
    const next = walk(event, all, place);
    if (next) {
      event.preventDefault();
      move(next);
    }
  });
})();
