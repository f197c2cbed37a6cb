// Callers who wait: the badge of the navigation, and the page of missed calls, which is listed again when the feed's stamp
// says that something about them has changed. While the pointer is on the list, its menu or a popover is open or a key
// was just pressed in it, lines change in place: who was answered fades, and newcomers and a new order wait.
(function () {
  "use strict";
  const ours = (window.callerid = window.callerid || {});
  const TYPING = 8000; // milliseconds for which a key pressed in the list holds it
  const PARKED = 30000; // milliseconds after which a pointer that does not move holds nothing
  let list = null;
  let pointed = false;
  let typed = 0;
  let waiting = null; // what has come while the list was held
  let timer = 0;

  function held() {
    const typing = Date.now() - typed < TYPING && list.contains(document.activeElement);
    const resting = pointed && Date.now() - ours.lastMoved < PARKED;
    return resting || typing || list.querySelector(":popover-open") !== null || ours.menuIsOpen();
  }

  function adopt(element) {
    list = element;
    pointed = false;
    waiting = null;
    list.addEventListener("pointerenter", (event) => {
      pointed = event.pointerType === "mouse";
    });
    list.addEventListener("pointerleave", () => {
      pointed = false;
      release();
    });
    list.addEventListener("keydown", () => {
      typed = Date.now();
    });
    list.addEventListener("focusout", release);
  }

  // Not at once: focus and pointer often come straight back.
  function release() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (waiting && list.isConnected) {
        if (held()) {
          timer = window.setTimeout(release, 1000);
        } else {
          paint(waiting);
        }
      }
    }, 120);
  }

  function paint(rows) {
    const focused = document.activeElement;
    waiting = null;
    for (const gone of list.querySelectorAll(".is-gone")) {
      gone.classList.remove("is-gone");
    }
    ours.draw(list, rows);
    if (focused !== document.activeElement && list.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    ours.tick(list);
  }

  function paintInPlace(rows) {
    const byId = new Map(rows.filter((row) => row.props.id).map((row) => [row.props.id, row]));
    for (const node of [...list.children]) {
      const row = byId.get(node.id);
      if (row) {
        ours.redraw(node, row);
        node.classList.remove("is-gone");
      } else if (node.dataset.number) {
        node.classList.add("is-gone");
      }
    }
    waiting = rows;
    ours.tick(list);
    release();
  }

  // With each delta of the feed.
  ours.missed = function (news) {
    const badge = document.getElementById("missed-count");
    if (badge) {
      ours.draw(badge, news.badge);
    }
    const page = document.querySelector("[data-missed-page]");
    if (page && page.dataset.stamp !== undefined && page.dataset.stamp !== news.stamp) {
      page.dataset.stamp = news.stamp;
      window.dash_clientside.set_props(page.dataset.refresh, { data: Date.now() });
    }
  };

  document.addEventListener("toggle", () => list && waiting && release(), true);

  // Called by Dash with what the page shows.
  window.dash_clientside.callerid.missedListed = function (shown) {
    const place = document.getElementById("missed");
    if (!place || !shown) {
      return window.dash_clientside.no_update;
    }
    const first = place !== list;
    if (first) {
      adopt(place);
    }
    document.querySelector("[data-missed-page]").dataset.stamp = shown.stamp;
    const empty = list.querySelector(".waiting") === null;
    if (first || empty || list.dataset.asked !== shown.asked || !held()) {
      paint(shown.rows);
    } else {
      paintInPlace(shown.rows);
    }
    list.dataset.asked = shown.asked;
    return window.dash_clientside.callerid.drawn(shown.parts);
  };
})();
