// The list of calls: takes the server's deltas in, keeps every row by its call's id, and paints without ever moving
// what somebody points at. While the pointer is on the list, a popover of it or the caller's menu is open or a key was
// just pressed in it, rows change in place; new rows and a new order wait, and a notice says so. A pointer that was left
// lying there counts no more after a while.
(function () {
  "use strict";
  const ours = (window.callerid = window.callerid || {});
  const LIVE = new Set(["ringing", "queued"]);
  const TYPING = 8000; // milliseconds for which a key pressed in the list holds it
  const PARKED = 30000; // milliseconds after which a pointer that does not move holds nothing
  const trees = new Map(); // call id -> tree
  const nodes = new Map(); // call id -> element
  let order = []; // as the server wants it
  let shown = []; // as it is on screen
  let list = null;
  let pointed = false;
  let parking = 0; // the timer that lets waiting rows in
  let typed = 0; // when a key was last pressed in the list
  let received = false;

  function held() {
    const typing = Date.now() - typed < TYPING && list.contains(document.activeElement);
    return (pointed && !parked()) || typing || list.querySelector(":popover-open") !== null || ours.menuIsOpen();
  }

  const parked = () => Date.now() - ours.lastMoved >= PARKED;

  // Rows wait for a pointer that may have been left lying: look again when it has been still for long enough.
  function lookAgain() {
    window.clearTimeout(parking);
    parking = window.setTimeout(
      () => {
        if (parked()) {
          ours.leaveMenu();
        }
        release();
        if (list.isConnected && shown !== order) {
          lookAgain();
        }
      },
      Math.max(ours.lastMoved + PARKED - Date.now(), 1000),
    );
  }

  function paint() {
    const now = document.getElementById("calls");
    if (!now || !received) {
      return;
    }
    if (now !== list) {
      adopt(now);
    }
    const wait = shown.length > 0 && held();
    const entering = wait ? [] : order.filter((id) => !nodes.has(id));
    const first = shown.length === 0;
    if (wait) {
      lookAgain();
    } else {
      shown = order;
      forgetTheGone();
    }
    const rows = shown.map((id) => {
      const node = ours.redraw(nodes.get(id), trees.get(id));
      nodes.set(id, node);
      return node;
    });
    const focused = document.activeElement;
    ours.arrange(list, rows);
    if (focused !== document.activeElement && list.contains(focused)) {
      focused.focus({ preventScroll: true }); // an element that changes its place loses the focus
    }
    if (!first) {
      entering.forEach((id) => nodes.get(id).classList.add("is-new"));
    }
    list.dataset.empty = String(shown.length === 0);
    ours.tick(list);
    notice();
  }

  // The page may come and go; the rows are kept, the elements belong to the page.
  function adopt(element) {
    list = element;
    shown = [];
    nodes.clear();
    pointed = false;
    list.addEventListener("pointerenter", (event) => {
      pointed = event.pointerType === "mouse";
    });
    list.addEventListener("pointerleave", () => {
      pointed = false;
      release();
    });
    list.addEventListener("keydown", () => {
      typed = Date.now();
      window.setTimeout(release, TYPING);
    });
    list.addEventListener("focusout", release);
    list.addEventListener("animationend", (event) => event.target.classList.remove("is-new"));
  }

  function release() {
    // Not at once: focus and pointer often come straight back.
    window.setTimeout(() => list && list.isConnected && !held() && shown !== order && paint(), 120);
  }

  function forgetTheGone() {
    const kept = new Set(order);
    for (const id of [...trees.keys()]) {
      if (!kept.has(id)) {
        trees.delete(id);
        nodes.delete(id);
      }
    }
  }

  function notice() {
    const button = document.getElementById("new-calls");
    const visible = new Set(shown);
    const waiting = order.filter((id) => !visible.has(id));
    button.hidden = waiting.length === 0;
    if (waiting.length) {
      const words = waiting.length === 1 ? button.dataset.one : button.dataset.many;
      const name = trees.get(waiting[0]).props["data-name"];
      button.querySelector(".new-calls-text").textContent = words
        .replace("{count}", () => ours.digits(waiting.length))
        .replace("{name}", () => name);
    }
  }

  function announce(ids) {
    const place = document.getElementById("announcer");
    const known = ids.filter((id) => trees.has(id)); // one that was not sent comes with the next poll
    const lines = known.map((id) => trees.get(id).props).filter((props) => LIVE.has(props["data-state"]));
    if (place && lines.length) {
      place.textContent = lines.map((props) => props["data-announce"]).join(". ");
    }
  }

  function showWaiting() {
    pointed = false;
    shown = [];
    const active = document.activeElement;
    if (active && list.contains(active)) {
      active.blur();
    }
    paint();
    list.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("toggle", release, true); // a popover has opened or closed

  document.addEventListener("click", (event) => {
    if (event.target.closest("#new-calls")) {
      showWaiting();
    }
  });

  const functions = {
    // Dash calls this with every delta; what it returns goes back to the server with the next poll.
    receive(delta) {
      if (!delta) {
        return window.dash_clientside.no_update;
      }
      ours.setServerClock(delta.now);
      if (delta.order) {
        const added = delta.order.filter((id) => !trees.has(id));
        Object.entries(delta.rows).forEach(([id, tree]) => trees.set(id, tree));
        order = delta.order.filter((id) => trees.has(id));
        if (received) {
          announce(added);
        }
        received = true;
        paint();
      }
      if (delta.mine) {
        ours.called(delta.mine);
      }
      if (delta.missed) {
        ours.missed(delta.missed);
      }
      if (delta.rows) {
        ours.heardRows(delta.rows);
      }
      if (delta.topics) {
        ours.heard(delta.topics);
      }
      if (delta.health) {
        ours.draw(document.getElementById("health"), delta.health);
      }
      ours.tick();
      // A row that came into view without having changed was never sent; asking from the start brings it.
      return delta.order && order.length < delta.order.length ? null : delta.cursor;
    },
    // The entries of the caller's menu have been drawn.
    menuFilled() {
      ours.menuFilled();
      return window.dash_clientside.no_update;
    },
    toast(message) {
      return ours.toast(message);
    },
    // The list has just appeared on the page.
    mounted() {
      paint();
      document.querySelectorAll("[data-origin]").forEach((place) => {
        place.textContent = window.location.origin;
      });
      return true;
    },
    // A page has just been put on screen: its title, its entry in the navigation, and the focus for those who hear.
    arrived(page) {
      if (!page) {
        return window.dash_clientside.no_update;
      }
      document.title = page.title;
      document.documentElement.dataset.page = page.key;
      for (const link of document.querySelectorAll(".sidebar [data-page]")) {
        if (link.dataset.page === page.key) {
          link.setAttribute("aria-current", "page");
        } else {
          link.removeAttribute("aria-current");
        }
      }
      if (ours.travelled) {
        document.getElementById("page").focus({ preventScroll: true });
      }
      return page.title;
    },
  };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { callerid: functions });
})();
