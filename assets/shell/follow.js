// Polls the server once a second, and decides only by the last applied answer whether the page is live.
// Pages (assets/shell/polling.js) and the wallboard (wall/wall.js) both use it.
//
// Each beat decides from the clock alone what is due, so nothing that happens to a request can stop the next one. An
// unanswered request is followed by another one; the older of the two may still be answered on a slow line.
(function () {
  "use strict";
  const BEAT = 250;
  const EVERY = 1000; // milliseconds from one request to the next
  const AGAIN = 3000; // after which an unanswered request is repeated
  const RETRY = 2000; // after a failed request
  const TIMEOUT = 30000; // for one answer
  const QUICK = 4000; // a slower answer is out of date when it comes
  const LIMIT = 5000; // milliseconds for which the page is live after an applied answer
  const ASLEEP = 4000; // between two beats: the computer slept, the tab was frozen, or something kept the page busy

  // Milliseconds that have passed, including sleep, and independent of changes of the time of day.
  function stopwatch() {
    let passed = 0;
    let [day, steady] = [Date.now(), performance.now()];
    return function () {
      const [dayNow, steadyNow] = [Date.now(), performance.now()];
      passed += Math.max(dayNow - day, steadyNow - steady, 0);
      [day, steady] = [dayNow, steadyNow];
      return passed;
    };
  }

  // `ask(signal)` promises a complete answer; an error that it throws may have a `pause` until the next request.
  // `apply(answer)` shows it. `rests()`: is the page hidden? Each beat calls `show(state, since)` with the state "live",
  // "waiting" (for the first answer after a start, a rest or a sleep) or "lost". `since` is the time of day of the shown
  // data, null before the first answer.
  function follow({ ask, apply, rests = () => false, show }) {
    const passed = stopwatch();
    let open = []; // the unanswered requests, oldest first
    let count = 0;
    let put = -Infinity; // when the last request was sent
    let pause = EVERY; // until the next one
    let asOf = null; // the instant of the shown data
    let since = null; // the same as a time of day
    let quick = 0; // quick answers in a row
    let awake = passed(); // when the page became visible
    let beaten = awake;
    let state = "waiting";

    function drop(request) {
      open = open.filter((each) => each !== request);
      request.controller.abort();
    }

    async function send(now) {
      if (open.length === 2) {
        drop(open[1]);
      }
      count += 1;
      const mine = { number: count, at: now, controller: new AbortController() };
      open.push(mine);
      put = now;
      try {
        const answer = await ask(mine.controller.signal);
        if (!open.includes(mine)) {
          return;
        }
        received(mine, answer);
      } catch (error) {
        if (!open.includes(mine)) {
          return;
        }
        drop(mine);
        quick = 0;
        pause = error.pause || RETRY;
      }
      beat();
    }

    function received(mine, answer) {
      try {
        apply(answer);
      } catch (error) {
        console.error(error); // our own error; a half applied answer does not count
        throw error;
      }
      open.filter((each) => each.number <= mine.number).forEach(drop);
      const now = passed();
      const late = Math.max(now - mine.at - QUICK, 0);
      asOf = now - late;
      since = Date.now() - late;
      quick = late ? 0 : quick + 1;
      pause = state === "lost" && quick === 1 ? 0 : EVERY; // one quick answer may be luck
    }

    function judge(now) {
      const live = asOf !== null && now - asOf <= LIMIT;
      if (live && (state !== "lost" || quick > 1)) {
        state = "live";
      } else if (state === "lost" || now - Math.max(awake, asOf === null ? awake : asOf) > LIMIT) {
        state = "lost";
      } else {
        state = "waiting";
      }
      show(state, since);
    }

    function due(now) {
      const newest = open[open.length - 1];
      return newest ? now - newest.at >= AGAIN : now - put >= pause;
    }

    function beat() {
      const now = passed();
      awake = now - beaten > ASLEEP ? now : awake;
      beaten = now;
      if (rests()) {
        return;
      }
      open.filter((each) => now - each.at > TIMEOUT).forEach(drop);
      judge(now);
      if (due(now)) {
        send(now);
      }
    }

    // Ask now, whatever is due. `looking`: the page has just become visible.
    function soon(looking) {
      awake = looking ? passed() : awake;
      put = -Infinity;
      open.forEach(drop);
      beat();
    }

    window.setInterval(beat, BEAT);
    window.addEventListener("online", () => soon(false));
    beat();
    return { beat: beat, soon: soon };
  }

  window.callerid = Object.assign(window.callerid || {}, { follow: follow });
})();
