// The passage of time on the wallboard between answers: waits grow and become long ones.
(function () {
  "use strict";
  const wall = window.callerid.wall;
  const { words, fill, at, say, timer, span } = wall;
  const LONG = 20; // seconds
  const TOO_LONG = 60;
  const QUIET = 600;
  const LATE = 1800; // seconds after which callers who wait for a callback are shown as late

  const stateOf = (waits) => (waits >= TOO_LONG ? "tooLong" : waits >= LONG ? "long" : "plain");

  function tickQueues(age) {
    for (const item of at("queues").children) {
      const waits = item.dataset.since ? age(Number(item.dataset.since)) : null;
      item.dataset.state = waits === null ? "none" : stateOf(waits);
      item.lastElementChild.textContent = waits === null ? "" : timer(waits);
    }
  }

  function tickCalls(age) {
    for (const row of at("calls").children) {
      const waits = age(Number(row.dataset.since));
      const state = stateOf(waits);
      row.dataset.state = state;
      const [first, last] = [row.firstElementChild, row.lastElementChild];
      const said = state === "plain" ? row.dataset.plain : words[state];
      if (first.textContent !== said) {
        first.textContent = said;
      }
      last.textContent = timer(waits);
    }
  }

  function tickCallers({ since }, age) {
    at("callers").dataset.state = since === null ? "none" : age(since) >= LATE ? "late" : "some";
    say("callers-since", since === null ? words.nobody : fill(words.since, { time: span(age(since)) }));
  }

  function tickHealth({ sources, lastEvent }, age) {
    const down = sources.filter((source) => !source.connected).map((source) => source.name);
    const silent = lastEvent ? age(lastEvent) : 0;
    const state = down.length ? "down" : silent >= QUIET ? "quiet" : "live";
    at("health").dataset.state = state;
    say(
      "health-words",
      down.length ? fill(words.down, { source: down.join(words.comma) }) : fill(words[state], { time: span(silent) }),
    );
  }

  // `now` is the server's time of day.
  wall.tick = function (told, now) {
    const age = (since) => Math.max(Math.floor((now - since) / 1000), 0);
    tickCalls(age);
    tickQueues(age);
    tickCallers(told.callers, age);
    tickHealth(told, age);
  };
})();
