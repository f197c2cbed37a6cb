// Follows what the server has to tell: asks once a second, and judges by the last answer that was applied, and by nothing
// else, whether what is shown is still so. Pages (assets/shell/polling.js) and the wallboard (wall.js) both go by it.
//
// Each beat decides from the clock alone what is due, so nothing that happens to a question can stop the next one. An
// unanswered question is joined by another; the older of the two may still come in, on a line that is only slow.
(function () {
  "use strict";
  const BEAT = 250;
  const EVERY = 1000; // milliseconds from one question to the next
  const AGAIN = 3000; // after which an unanswered question is put once more
  const RETRY = 2000; // after a question that failed
  const TIMEOUT = 30000; // for one answer
  const QUICK = 4000; // an answer that took longer tells how things were before
  const LIMIT = 5000; // milliseconds for which what was applied counts as live
  const ASLEEP = 4000; // between two beats: the computer slept, the tab was frozen, or something kept the page busy

  // Milliseconds that have passed, also while the computer slept, and whatever becomes of the time of day.
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

  // `ask(signal)` promises an answer that has come whole; what it throws may carry a `pause` until the next question.
  // `apply(answer)` shows it. `rests()`: nobody looks. `show(state, since)` is told with every beat how things are:
  // "live"; "waiting" for the first answer after a start, a rest or a sleep; "lost". `since` is the time of day that the
  // shown things are of, null before the first answer.
  function follow({ ask, apply, rests = () => false, show }) {
    const passed = stopwatch();
    let open = []; // the questions that are not answered yet, oldest first
    let count = 0;
    let put = -Infinity; // when the last question was put
    let pause = EVERY; // from there to the next one
    let asOf = null; // when things were as they are shown
    let since = null; // the same as a time of day
    let quick = 0; // quick answers in a row
    let awake = passed(); // when somebody began to look
    let beaten = awake;
    let state = "waiting";

    function drop(question) {
      open = open.filter((each) => each !== question);
      question.controller.abort();
    }

    async function question(now) {
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
        console.error(error); // one of ours; what is half shown does not count as shown
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
        question(now);
      }
    }

    // Ask now, whatever is due. `looking`: somebody has just begun to look.
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
