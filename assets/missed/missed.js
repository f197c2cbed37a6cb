// Callers who wait: the badge of the navigation, and the page of missed calls, which is listed again when the feed's stamp
// says that something about them has changed. While the list is held (see hold.js) lines change in place: who was answered
// fades, and newcomers and a new order wait.
(function () {
  "use strict";
  const ours = window.callerid;
  let list = null;
  let hold = null;
  let waiting = null; // what has come while the list was held
  const picked = new Set(); // the numbers of the callers that are selected
  let last = null; // the one that was picked last

  // The list may be free by now.
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
    mark();
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
    mark();
    hold.lookAgain();
  }

  const lines = () => [...list.querySelectorAll(".waiting:not(.is-gone)")];

  // Shows what is selected; who waits no more is not.
  function mark() {
    const there = lines().map((line) => line.dataset.number);
    picked.forEach((number) => there.includes(number) || picked.delete(number));
    for (const box of list.querySelectorAll("[data-pick]")) {
      const on = picked.has(box.dataset.pick);
      box.setAttribute("aria-checked", String(on));
      box.closest(".waiting").classList.toggle("is-picked", on);
    }
    const bar = document.querySelector(".picked-bar");
    bar.hidden = !list.querySelector(".waiting"); // with lines that are gone but still shown it stays: nothing moves
    bar.classList.toggle("has-picked", picked.size > 0);
    bar.querySelector(".picked-count").textContent = picked.size
      ? bar.dataset.count.replace("{count}", () => ours.digits(picked.size))
      : "";
    const all = picked.size > 0 && picked.size === there.length;
    bar
      .querySelector('[data-picks="all"]')
      .setAttribute("aria-checked", all ? "true" : picked.size ? "mixed" : "false");
  }

  // With the shift key all that are between this one and the last one become like this one.
  function pick(number, range) {
    const there = lines().map((line) => line.dataset.number);
    const on = !picked.has(number);
    const to = there.indexOf(number);
    const from = range && there.includes(last) ? there.indexOf(last) : to;
    for (const each of there.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (on) {
        picked.add(each);
      } else {
        picked.delete(each);
      }
    }
    last = number;
  }

  const doing = {
    all() {
      const there = lines().map((line) => line.dataset.number);
      const whole = picked.size === there.length;
      picked.clear();
      if (!whole) {
        there.forEach((number) => picked.add(number));
      }
    },
    none: () => picked.clear(),
    close() {
      const callers = lines().filter((line) => picked.has(line.dataset.number));
      const given = callers.map((line) => [line.dataset.number, line.dataset.through]);
      ours.openDialog("missed-close", { callers: JSON.stringify(given) });
    },
  };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-pick]");
    const button = event.target.closest("[data-picks]");
    if (box) {
      pick(box.dataset.pick, event.shiftKey);
      mark();
    } else if (button) {
      doing[button.dataset.picks]();
      mark();
    }
  });

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

  // Called by Dash with what the page shows.
  window.dash_clientside.callerid.missedListed = function (shown) {
    const place = document.getElementById("missed");
    if (!place || !shown) {
      return window.dash_clientside.no_update;
    }
    const first = place !== list;
    if (first) {
      picked.clear();
      list = place;
      hold = ours.holdOf(list, changed);
    }
    document.querySelector("[data-missed-page]").dataset.stamp = shown.stamp;
    if (list.dataset.shownList !== shown.list) {
      list.dataset.shownList = shown.list;
      picked.clear();
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
