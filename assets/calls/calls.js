// The list of calls: applies the server's deltas, keeps rows by call id, and paints without moving the row under the
// pointer. While the list is held (see hold.js), rows change in place; new rows and a new order wait, and a notice says
// so.
(function () {
  "use strict";
  const ours = window.callerid;
  const LIVE = new Set(["ringing", "queued"]);
  const trees = new Map(); // call id -> tree
  const nodes = new Map(); // call id -> element
  let order = []; // the server's order
  let shown = []; // the order on screen
  let list = null;
  let hold = null;
  let received = false;

  const atMyPhone = (tree) => Boolean(tree && tree.props["data-at-my-phone"]);

  // The server's order, except for a row that may not move: it keeps its place, because all rows have the same height.
  function arranged() {
    const row = hold.kept();
    const id = row && row.dataset.callId;
    const at = shown.indexOf(id);
    if (at < 0 || at === order.indexOf(id)) {
      return order;
    }
    const others = order.filter((each) => each !== id);
    return [...others.slice(0, at), id, ...others.slice(at)];
  }

  function paint() {
    const now = document.getElementById("calls");
    if (!now || !received) {
      return;
    }
    if (now !== list) {
      adopt(now);
    }
    const wait = shown.length > 0 && hold.held();
    const entering = wait ? [] : order.filter((id) => !nodes.has(id));
    const first = shown.length === 0;
    if (!wait) {
      shown = arranged();
      forgetTheGone();
    }
    const rows = shown.map((id) => {
      const node = ours.redraw(nodes.get(id), trees.get(id));
      nodes.set(id, node);
      return node;
    });
    const focused = document.activeElement;
    ours.arrange(list, rows, hold.kept());
    if (focused !== document.activeElement && list.contains(focused)) {
      focused.focus({ preventScroll: true }); // an element that moves loses the focus
    }
    if (!first) {
      entering.forEach((id) => nodes.get(id).classList.add("is-new"));
    }
    list.dataset.empty = String(shown.length === 0);
    ours.tick(list);
    notice();
    if (shown !== order) {
      hold.lookAgain();
    }
  }

  // Uses the elements of a new page. The rows are kept.
  function adopt(element) {
    list = element;
    hold = ours.holdOf(list, changed);
    shown = [];
    nodes.clear();
    list.addEventListener("animationend", (event) => event.target.classList.remove("is-new"));
  }

  // The list may be free again.
  function changed() {
    if (shown !== order) {
      if (hold.held() || arranged().every((id, place) => id === shown[place])) {
        hold.lookAgain();
      } else {
        paint();
      }
    }
  }

  function forgetTheGone() {
    const kept = new Set(shown);
    for (const id of [...trees.keys()]) {
      if (!kept.has(id)) {
        trees.delete(id);
        nodes.delete(id);
      }
    }
  }

  function notice() {
    const visible = new Set(shown);
    const waiting = order.filter((id) => !visible.has(id));
    const own = waiting.find((id) => atMyPhone(trees.get(id)));
    const first = trees.get(own || waiting[0]);
    document.getElementById("new-calls").classList.toggle("is-own", Boolean(own));
    ours.sayNew("new-calls", waiting.length, { name: first && first.props["data-name"] }, own && "own");
  }

  // Announces callers who have just called, or whose call has just reached the viewer's own phone.
  function announce(ids) {
    const place = document.getElementById("announcer");
    const known = ids.filter((id) => trees.has(id)); // a row that was not sent comes with the next poll
    const lines = known.map((id) => trees.get(id).props).filter((props) => LIVE.has(props["data-state"]));
    if (place && lines.length) {
      place.textContent = lines.map((props) => props["data-announce"]).join(". ");
    }
  }

  function showWaiting() {
    hold.letGo();
    shown = [];
    const active = document.activeElement;
    if (active && list.contains(active)) {
      active.blur();
    }
    paint();
    list.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#new-calls")) {
      showWaiting();
    }
  });

  const functions = {
    // Applies the answer to a poll (shell/polling.js); the returned cursor goes to the server with the next poll.
    receive(delta) {
      ours.setServerClock(delta.now);
      if (delta.order) {
        const added = delta.order.filter(
          (id) => !trees.has(id) || (atMyPhone(delta.rows[id]) && !atMyPhone(trees.get(id))),
        );
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
      // A row that came into view unchanged was not sent; a poll without a cursor brings it.
      return delta.order && order.length < delta.order.length ? null : delta.cursor;
    },
    // Called by Dash when the entries of the caller's menu have been drawn.
    menuFilled() {
      ours.menuFilled();
      return window.dash_clientside.no_update;
    },
    toast(message) {
      return ours.toast(message);
    },
    // Called by Dash when the list has been mounted.
    mounted() {
      paint();
      document.querySelectorAll("[data-origin]").forEach((place) => {
        place.textContent = window.location.origin;
      });
      return true;
    },
    // Called by Dash when a page has been mounted: sets the title, the navigation entry, and the focus for screen
    // readers.
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
  ours.receive = functions.receive;
  Object.assign(window.dash_clientside.callerid, functions);
})();
