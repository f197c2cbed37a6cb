// The list of calls: takes the server's deltas in, keeps every row by its call's id, and paints without ever moving
// what somebody points at. While the list is held (see hold.js) rows change in place; new rows and a new order wait, and a
// notice says so.
(function () {
  "use strict";
  const ours = window.callerid;
  const LIVE = new Set(["ringing", "queued"]);
  const trees = new Map(); // call id -> tree
  const nodes = new Map(); // call id -> element
  let order = []; // as the server wants it
  let shown = []; // as it is on screen
  let list = null;
  let hold = null;
  let received = false;

  const atMyPhone = (tree) => Boolean(tree && tree.props["data-at-my-phone"]);

  // The server's order, but for a row that may not move: it keeps its place, and all have the same height.
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
      focused.focus({ preventScroll: true }); // an element that changes its place loses the focus
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

  // The page may come and go; the rows are kept, the elements belong to the page.
  function adopt(element) {
    list = element;
    hold = ours.holdOf(list, changed);
    shown = [];
    nodes.clear();
    list.addEventListener("animationend", (event) => event.target.classList.remove("is-new"));
  }

  // The list may be free by now.
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

  // Who has just called, or has just come to the viewer's own phone.
  function announce(ids) {
    const place = document.getElementById("announcer");
    const known = ids.filter((id) => trees.has(id)); // one that was not sent comes with the next poll
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
    // Takes what a poll has brought (shell/polling.js); what it returns goes back to the server with the next one.
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
  ours.receive = functions.receive;
  Object.assign(window.dash_clientside.callerid, functions);
})();
