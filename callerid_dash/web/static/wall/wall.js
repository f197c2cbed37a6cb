// The wallboard: polls the server every second and shows the answer, for weeks without a reload. It keeps only the last
// answer, and a new element always replaces an old one. See web/wall.py.
(function () {
  "use strict";
  const { follow, wall } = window.callerid;
  const { words, fill, at, say } = wall;
  const body = document.body;
  const CLOSED = 30000; // milliseconds between two polls without permission
  const RENEWED = 8000; // milliseconds to wait for a newer page
  let stamp = "";
  let told = null; // the last answer
  let live = "waiting"; // according to the last answer that was shown; see follow.js
  let asOf = null; // instant of the shown data
  let ahead = 0; // milliseconds by which the server's clock is ahead
  let ended = false;

  const now = () => Date.now() + ahead;

  function notice(title, text) {
    at("notice").hidden = !title;
    say("notice-title", title);
    say("notice-words", text);
  }

  function sayLost() {
    const clock = wall.zoned(told ? told.zone : undefined).clock;
    notice(
      asOf === null ? words.never : fill(words.notLive, { time: clock.format(asOf + ahead) }),
      asOf === null ? "" : words.stale,
    );
  }

  function tick() {
    body.dataset.live = ended ? "ended" : { live: "yes", lost: "no", waiting: told ? "waiting" : "starting" }[live];
    if (ended) {
      notice(words.ended, words.endedWhy);
      return;
    }
    if (told) {
      const formats = wall.zoned(told.zone);
      say("clock", formats.clock.format(now()));
      say("date", formats.date.format(now()));
    }
    if (live === "lost") {
      sayLost();
      return;
    }
    notice("", "");
    if (told && live === "live") {
      wall.tick(told, now());
    }
  }

  async function renew() {
    // A newer version of the product has a newer page; if it cannot be loaded now, this one continues.
    try {
      const there = await fetch(window.location.href, { cache: "no-store", signal: AbortSignal.timeout(RENEWED) });
      if (there.ok) {
        window.location.reload();
      }
    } catch {
      // The next answer tries again.
    }
  }

  async function ask(signal) {
    const answer = await fetch(`/wall/data?stamp=${stamp}`, { cache: "no-store", signal: signal });
    if (answer.status === 401 || answer.status === 403) {
      ended = true;
      told = null;
      stamp = "";
      throw Object.assign(new Error("not for these eyes"), { pause: CLOSED });
    }
    if (!answer.ok) {
      throw new Error(`answered with ${answer.status}`);
    }
    return answer.json();
  }

  function apply(answer) {
    ahead = answer.now - Date.now();
    ended = false;
    if (answer.wall) {
      told = answer.wall;
      wall.draw(told, now());
      stamp = answer.stamp;
    }
    if (answer.version !== body.dataset.version) {
      renew();
    }
    tick();
  }

  function show(state, since) {
    const before = live;
    live = state;
    asOf = since;
    if (before !== live) {
      tick();
    }
  }

  const here = new URL(window.location.href);
  if (here.searchParams.has("key")) {
    here.searchParams.delete("key"); // an invalid key; a valid one is removed before the page is loaded
    window.history.replaceState(null, "", here);
  }
  follow({ ask: ask, apply: apply, show: show });
  setInterval(tick, 1000);
})();
