// The wallboard: asks the server every second what is new, and shows it for weeks without ever being loaded anew. Nothing
// is kept but the last answer, and no element is added that another one does not leave for. See web/wall.py.
(function () {
  "use strict";
  const { follow, wall } = window.callerid;
  const { words, fill, at, say } = wall;
  const body = document.body;
  const CLOSED = 30000; // between two questions when we may not look
  const RENEWED = 8000; // for a newer page to come
  let stamp = "";
  let told = null; // the last answer
  let live = "waiting"; // by the last answer that was shown; see follow.js
  let asOf = null; // of what is shown
  let ahead = 0; // of the server's clock, in milliseconds
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
    // A newer product has a newer page; where it cannot be had just now, this one goes on.
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
    here.searchParams.delete("key"); // one that is not valid any more; a valid one never comes so far
    window.history.replaceState(null, "", here);
  }
  follow({ ask: ask, apply: apply, show: show });
  setInterval(tick, 1000);
})();
