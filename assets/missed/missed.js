// Callers who wait: the badge of the navigation, and the page of missed calls, which is updated when the feed's stamp
// says that something about them has changed. While the list is held (see hold.js), lines change in place: answered
// callers fade, new callers and a new order wait.
(function () {
  "use strict";
  const ours = window.callerid;
  let list = null;
  let hold = null;
  let waiting = null; // the update that arrived while the list was held

  // The list may be free again.
  function changed() {
    if (waiting) {
      if (hold.held()) {
        hold.lookAgain();
      } else {
        paint(waiting);
      }
    }
  }

  function paint(rows) {
    const focused = document.activeElement;
    const still = hold.kept();
    const top = still && still.getBoundingClientRect().top;
    waiting = null;
    for (const gone of list.querySelectorAll(".is-gone")) {
      gone.classList.remove("is-gone");
    }
    ours.draw(list, rows, still);
    if (still && still.isConnected) {
      window.scrollBy({ top: still.getBoundingClientRect().top - top, behavior: "instant" });
    }
    if (focused !== document.activeElement && list.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    ours.tick(list);
    ours.markSelected("missed");
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
    ours.markSelected("missed");
    hold.lookAgain();
  }

  const lines = () => [...list.querySelectorAll(".waiting:not(.is-gone)")];

  const selection = {
    // The numbers of the selected callers.
    chosen: new Set(),
    keys: () => lines().map((line) => line.dataset.number),
    marked(_count, _whole, place) {
      // The bar stays while answered lines are still shown, so that nothing moves.
      place.querySelector(".picked-bar").hidden = !list.querySelector(".waiting");
    },
    doing: {
      close() {
        const callers = lines().filter((line) => selection.chosen.has(line.dataset.number));
        const given = callers.map((line) => [line.dataset.number, line.dataset.through]);
        ours.openDialog("missed-close", { callers: JSON.stringify(given) });
      },
    },
  };
  ours.selections.missed = selection;

  // Called with each delta of the feed.
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

  // Called by Dash with the contents of the page.
  window.dash_clientside.callerid.missedListed = function (shown) {
    const place = document.getElementById("missed");
    if (!place || !shown) {
      return window.dash_clientside.no_update;
    }
    const first = place !== list;
    if (first) {
      selection.chosen.clear();
      list = place;
      hold = ours.holdOf(list, changed);
    }
    document.querySelector("[data-missed-page]").dataset.stamp = shown.stamp;
    if (list.dataset.shownList !== shown.list) {
      list.dataset.shownList = shown.list;
      selection.chosen.clear();
    }
    const empty = list.querySelector(".waiting") === null;
    if (first || empty || list.dataset.asked !== shown.asked || !hold.held()) {
      paint(shown.rows);
    } else {
      paintInPlace(shown.rows);
    }
    list.dataset.asked = shown.asked;
    return window.dash_clientside.callerid.drawn(shown.parts);
  };
})();
