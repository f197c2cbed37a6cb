// The wallboard: asks the server every second what is new, and shows it for weeks without ever being loaded anew. Nothing
// is kept but the last answer, and no element is added that another one does not leave for. See web/wall.py.
(function () {
  "use strict";
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const persian = document.documentElement.lang === "fa";
  const locale = persian ? "fa-IR-u-ca-persian" : "en-GB";
  const CLOSED = 30000; // between two questions when we may not look
  const RENEWED = 8000; // for a newer page to come
  const LONG = 20;
  const TOO_LONG = 60;
  const QUIET = 600;
  const LATE = 1800; // callers who wait so long for a call back are shown as late
  let stamp = "";
  let wall = null;
  let live = "waiting"; // by the last answer that was shown; see follow.js
  let asOf = null; // of what is shown
  let ahead = 0; // of the server's clock, in milliseconds
  let ended = false;
  let formats = null;

  const at = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const number = new Intl.NumberFormat(persian ? "fa-IR" : "en");
  const percent = new Intl.NumberFormat(persian ? "fa-IR" : "en", { style: "percent" });
  const digits = (text) => (persian ? text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]) : text);
  const now = () => Date.now() + ahead;

  function say(id, text) {
    const place = at(id);
    if (place.textContent !== text) {
      place.textContent = text;
    }
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function timer(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    const clock = minutes < 60 ? `${two(minutes)}:` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:`;
    return digits(clock + two(seconds % 60));
  }

  function span(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
      return fill(words.minutes, { n: number.format(minutes) });
    }
    const hours = Math.floor(minutes / 60);
    return hours < 24
      ? fill(words.hours, { hours: number.format(hours), minutes: number.format(minutes % 60) })
      : fill(words.days, { days: number.format(Math.floor(hours / 24)), hours: number.format(hours % 24) });
  }

  const age = (since) => Math.max(Math.floor((now() - since) / 1000), 0);

  // ── What the server says ────────────────────────────────────────────────────────────────────────────────────────

  function zoned(zone) {
    if (!formats || formats.zone !== zone) {
      const make = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
      formats = {
        zone: zone,
        clock: make({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
        date: make({ weekday: "long", day: "numeric", month: "long" }),
        hour: make({ hour: "numeric", hourCycle: "h23" }),
      };
    }
  }

  const named = (line) => (/^[+0-9 ]*$/.test(line) ? digits(line) : line); // a line without a name is its number

  function caller(call) {
    if (call.kind === "withheld" || call.kind === "invalid") {
      return element("span", "number is-words", words[call.kind]);
    }
    const shown = element("bdi", "number", digits(call.number));
    shown.dir = "ltr";
    return shown;
  }

  function drawCalls() {
    const rows = wall.calls.map((call) => {
      const row = element("li", "call", "");
      row.dataset.since = call.since;
      row.dataset.plain = call.queued ? words.queued : words.ringing;
      const line = element("span", "line", "");
      line.append(element("bdi", "", named(call.line)));
      row.append(element("span", "state", ""), caller(call), line, element("span", "wait", ""));
      return row;
    });
    at("calls").replaceChildren(...rows);
    at("calm").hidden = rows.length > 0;
    const more = wall.waiting - rows.length;
    say("more", more > 0 ? fill(words.more, { count: number.format(more) }) : "");
    say("talking", wall.talking ? fill(words.talking, { count: number.format(wall.talking) }) : "");
  }

  function drawQueues() {
    const items = wall.queues.map((queue) => {
      const item = element("li", "queue", "");
      const name = element("span", "queue-name", "");
      name.append(element("bdi", "", named(queue.name)));
      item.append(name, element("strong", "", number.format(queue.waiting)), element("span", "wait", ""));
      item.dataset.since = queue.since ?? "";
      return item;
    });
    at("queues").replaceChildren(...items);
    at("queues-panel").hidden = items.length === 0;
  }

  function drawFigures() {
    const today = wall.today;
    const share = (value) => (value === null ? "–" : percent.format(value));
    say("today-total", number.format(today.total));
    say("today-answered", share(today.answered));
    say("today-missed", number.format(today.missed));
    say("today-wait", today.wait === null ? "–" : fill(words.seconds, { n: number.format(Math.round(today.wait)) }));
    say("today-within", share(today.within));
    say("within-words", fill(words.within, { n: number.format(today.seconds) }));
    say("callers-count", number.format(wall.callers.waiting));
  }

  function drawBars() {
    const quarters = wall.quarters;
    const most = Math.max(4, ...quarters.map((each) => Math.max(each[1] + each[2] + each[3], each[4] || 0)));
    const part = (kind, value) => {
      const made = element("i", kind, "");
      made.style.blockSize = `${(100 * value) / most}%`;
      return made;
    };
    const bars = quarters.map(([start, answered, missed, open, usual]) => {
      const bar = element("span", "bar", "");
      const told = {
        time: formats.clock.format(start),
        answered: number.format(answered),
        missed: number.format(missed),
      };
      bar.title = fill(words.bar, told);
      bar.append(part("is-open", open), part("is-missed", missed), part("is-answered", answered));
      if (usual !== null) {
        const mark = element("b", "is-usual", "");
        mark.style.insetBlockEnd = `${(100 * usual) / most}%`;
        bar.append(mark);
      }
      bar.classList.toggle("is-now", start <= now() && now() < start + 900000);
      return bar;
    });
    at("bars").replaceChildren(...bars);
    const step = quarters.length > 64 ? 8 : 4;
    const hours = quarters
      .filter((_each, i) => i % step === 0)
      .map(([start]) => element("span", "", formats.hour.format(start)));
    at("hours").replaceChildren(...hours);
  }

  function drawLines() {
    const most = Math.max(1, ...wall.lines.map((line) => line.total));
    const rows = wall.lines.map((line) => {
      const row = element("li", "", "");
      const name = element("span", "line-name", "");
      name.append(element("bdi", "", named(line.name)));
      const bar = element("span", "line-bar", "");
      bar.style.inlineSize = `${(100 * line.total) / most}%`;
      row.append(name, element("strong", "", number.format(line.total)));
      row.append(element("span", "line-missed", fill(words.missedOf, { count: number.format(line.missed) })), bar);
      row.classList.toggle("is-ringing", line.waiting > 0);
      return row;
    });
    at("lines").replaceChildren(...rows);
    at("lines-panel").hidden = rows.length === 0;
    at("board").classList.toggle("without-lines", rows.length === 0);
  }

  function draw() {
    zoned(wall.zone);
    drawCalls();
    drawQueues();
    drawFigures();
    drawBars();
    drawLines();
  }

  // ── What time does ──────────────────────────────────────────────────────────────────────────────────────────────

  const stateOf = (waits) => (waits >= TOO_LONG ? "tooLong" : waits >= LONG ? "long" : "plain");

  function tickQueues() {
    for (const item of at("queues").children) {
      const waits = item.dataset.since ? age(Number(item.dataset.since)) : null;
      item.dataset.state = waits === null ? "none" : stateOf(waits);
      item.lastElementChild.textContent = waits === null ? "" : timer(waits);
    }
  }

  function tickCalls() {
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

  function tickCallers() {
    const since = wall.callers.since;
    at("callers").dataset.state = since === null ? "none" : age(since) >= LATE ? "late" : "some";
    say("callers-since", since === null ? words.nobody : fill(words.since, { time: span(age(since)) }));
  }

  function health() {
    const down = wall.sources.filter((source) => !source.connected).map((source) => source.name);
    const silent = wall.lastEvent ? age(wall.lastEvent) : 0;
    const state = down.length ? "down" : silent >= QUIET ? "quiet" : "live";
    at("health").dataset.state = state;
    say(
      "health-words",
      down.length ? fill(words.down, { source: down.join(words.comma) }) : fill(words[state], { time: span(silent) }),
    );
  }

  function notice(title, text) {
    at("notice").hidden = !title;
    say("notice-title", title);
    say("notice-words", text);
  }

  function tick() {
    body.dataset.live = ended ? "ended" : { live: "yes", lost: "no", waiting: wall ? "waiting" : "starting" }[live];
    if (ended) {
      notice(words.ended, words.endedWhy);
      return;
    }
    if (wall) {
      say("clock", formats.clock.format(now()));
      say("date", formats.date.format(now()));
    }
    if (live === "lost") {
      const since = formats ? formats.clock : new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
      notice(
        asOf === null ? words.never : fill(words.notLive, { time: since.format(asOf + ahead) }),
        asOf === null ? "" : words.stale,
      );
      return;
    }
    notice("", "");
    if (wall && live === "live") {
      tickCalls();
      tickQueues();
      tickCallers();
      health();
    }
  }

  // ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
      wall = null;
      stamp = "";
      throw Object.assign(new Error("not for these eyes"), { pause: CLOSED });
    }
    if (!answer.ok) {
      throw new Error(`answered with ${answer.status}`);
    }
    return answer.json();
  }

  function apply(told) {
    ahead = told.now - Date.now();
    ended = false;
    if (told.wall) {
      wall = told.wall;
      draw();
      stamp = told.stamp;
    }
    if (told.version !== body.dataset.version) {
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

  // ── The screen ──────────────────────────────────────────────────────────────────────────────────────────────────

  async function stayAwake() {
    try {
      if (navigator.wakeLock && document.visibilityState === "visible") {
        await navigator.wakeLock.request("screen");
      }
    } catch {
      // Not over plain http, and not on a low battery: the screen's own settings decide then.
    }
  }

  // A few pixels to and fro, so that nothing is burnt into the screen.
  const PLACES = [
    [0, 0],
    [3, 2],
    [5, -1],
    [2, -4],
    [-2, -3],
    [-5, 0],
    [-3, 4],
    [1, 5],
  ];
  let place = 0;
  function shift() {
    place = (place + 1) % PLACES.length;
    at("wall").style.translate = `${PLACES[place][0]}px ${PLACES[place][1]}px`;
  }

  let idle = 0;
  function touched() {
    clearTimeout(idle);
    body.classList.add("is-touched");
    at("full").hidden = !document.fullscreenEnabled || Boolean(document.fullscreenElement);
    idle = setTimeout(() => {
      if (document.activeElement !== at("full")) {
        body.classList.remove("is-touched");
        at("full").hidden = true;
      }
    }, 4000);
  }

  for (const kind of ["pointermove", "pointerdown", "keydown", "fullscreenchange"]) {
    document.addEventListener(kind, touched);
  }
  document.addEventListener("visibilitychange", stayAwake);
  at("full").addEventListener("click", () => {
    at("full").blur();
    document.documentElement.requestFullscreen().catch(() => {});
    stayAwake();
  });

  const here = new URL(window.location.href);
  if (here.searchParams.has("key")) {
    here.searchParams.delete("key"); // one that is not valid any more; a valid one never comes so far
    window.history.replaceState(null, "", here);
  }
  window.callerid.follow({ ask: ask, apply: apply, show: show });
  stayAwake();
  touched();
  setInterval(tick, 1000);
  setInterval(shift, 60000);
})();
