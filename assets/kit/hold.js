// Decides when a list that follows the feed may not move: while a pointer moves over its rows, a finger is on it,
// shortly after a key press in it and, for a while, when a popover or menu of it is open. After that while, only the
// row with the open popover keeps its place. A pointer that does not move stops counting after a while.
(function () {
  "use strict";
  const ours = window.callerid;
  const TYPING = 8000; // milliseconds for which a key press holds the list
  const PARKED = 30000; // milliseconds after which an unmoved pointer holds nothing
  const OPEN = 30000; // milliseconds for which an open popover or menu holds the list
  const TOUCHED = 1000; // milliseconds after a finger has left
  const AGAIN = 1000;

  document.addEventListener(
    "beforetoggle",
    (event) => {
      event.target._openedAt = Date.now();
    },
    true,
  );

  const parked = () => Date.now() - ours.lastMoved >= PARKED;

  // Calls `changed` whenever the list may be free again.
  ours.holdOf = function (list, changed) {
    let pointed = false;
    let typed = -Infinity;
    let touching = false;
    let touched = -Infinity;
    let timer = 0;

    const opener = () => {
      const button = ours.menuButton();
      return button && list.contains(button) ? button : null;
    };
    const opened = () => list.querySelector(":popover-open") || (opener() && document.getElementById("caller-menu"));

    function held() {
      const open = opened();
      if (open) {
        return Date.now() - open._openedAt < OPEN || (pointed && !parked());
      }
      const typing = Date.now() - typed < TYPING && list.contains(document.activeElement);
      return (pointed && !parked()) || typing || touching || Date.now() - touched < TOUCHED;
    }

    // The row that may not move although others may: its popover or menu is open.
    function kept() {
      const within = opener() || opened();
      return within ? [...list.children].find((row) => row.contains(within)) || null : null;
    }

    // Delayed, because focus and pointer often return immediately.
    function soon() {
      window.setTimeout(() => list.isConnected && changed(), 120);
    }

    // Checks again until nothing waits.
    function lookAgain() {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        if (parked()) {
          ours.leaveMenu();
        }
        if (list.isConnected) {
          changed();
        }
      }, AGAIN);
    }

    list.addEventListener("pointerover", (event) => {
      pointed = event.pointerType === "mouse" && !event.target.closest(":popover-open");
    });
    list.addEventListener("pointerleave", () => {
      pointed = false;
      soon();
    });
    list.addEventListener("touchstart", () => (touching = true), { passive: true });
    for (const name of ["touchend", "touchcancel"]) {
      list.addEventListener(name, (event) => {
        touching = event.touches.length > 0;
        touched = Date.now();
        lookAgain();
      });
    }
    list.addEventListener("keydown", () => {
      typed = Date.now();
    });
    list.addEventListener("focusout", soon);
    // A popover has opened or closed.
    function toggled() {
      if (list.isConnected) {
        soon();
      } else {
        document.removeEventListener("toggle", toggled, true);
      }
    }
    document.addEventListener("toggle", toggled, true);

    // The user asks for the waiting rows.
    function letGo() {
      pointed = touching = false;
      typed = touched = -Infinity;
    }

    return { held: held, kept: kept, lookAgain: lookAgain, letGo: letGo };
  };
})();
