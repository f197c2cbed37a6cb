// Draws an answer of the server: calls, queues, figures, the day and the lines. See web/wall.py.
(function () {
  "use strict";
  const wall = window.callerid.wall;
  const { words, fill, count, share, named } = wall;
  const QUARTER = 900000; // milliseconds
  const at = (id) => document.getElementById(id);

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

  // A name in any script, isolated so that it does not disturb the text around it.
  function isolated(className, text) {
    const made = element("span", className, "");
    made.append(element("bdi", "", text));
    return made;
  }

  function caller(call) {
    if (call.kind === "withheld" || call.kind === "invalid") {
      return element("span", "number is-words", words[call.kind]);
    }
    const shown = element("bdi", "number", wall.digits(call.number));
    shown.dir = "ltr";
    return shown;
  }

  function drawCalls(told) {
    const rows = told.calls.map((call) => {
      const row = element("li", "call", "");
      row.dataset.since = call.since;
      row.dataset.plain = call.queued ? words.queued : words.ringing;
      const line = isolated("line", named(call.line));
      row.append(element("span", "state", ""), caller(call), line, element("span", "wait", ""));
      return row;
    });
    at("calls").replaceChildren(...rows);
    at("calm").hidden = rows.length > 0;
    const more = told.waiting - rows.length;
    say("more", more > 0 ? fill(words.more, { count: count(more) }) : "");
    say("talking", told.talking ? fill(words.talking, { count: count(told.talking) }) : "");
  }

  function drawQueues(told) {
    const items = told.queues.map((queue) => {
      const item = element("li", "queue", "");
      const name = isolated("queue-name", named(queue.name));
      item.append(name, element("strong", "", count(queue.waiting)), element("span", "wait", ""));
      item.dataset.since = queue.since ?? "";
      return item;
    });
    at("queues").replaceChildren(...items);
    at("queues-panel").hidden = items.length === 0;
  }

  function drawFigures({ today, callers }) {
    say("today-total", count(today.total));
    say("today-answered", share(today.answered));
    say("today-missed", count(today.missed));
    say("today-wait", today.wait === null ? "–" : fill(words.seconds, { n: count(Math.round(today.wait)) }));
    say("today-within", share(today.within));
    say("within-words", fill(words.within, { n: count(today.seconds) }));
    say("callers-count", count(callers.waiting));
  }

  function drawBars({ quarters, zone }, now) {
    const formats = wall.zoned(zone);
    const most = Math.max(4, ...quarters.map((each) => Math.max(each[1] + each[2] + each[3], each[4] || 0)));
    const part = (kind, value) => {
      const made = element("i", kind, "");
      made.style.blockSize = `${(100 * value) / most}%`;
      return made;
    };
    const bars = quarters.map(([start, answered, missed, open, usual]) => {
      const bar = element("span", "bar", "");
      bar.title = fill(words.bar, {
        time: formats.clock.format(start),
        answered: count(answered),
        missed: count(missed),
      });
      bar.append(part("is-open", open), part("is-missed", missed), part("is-answered", answered));
      if (usual !== null) {
        const mark = element("b", "is-usual", "");
        mark.style.insetBlockEnd = `${(100 * usual) / most}%`;
        bar.append(mark);
      }
      bar.classList.toggle("is-now", start <= now && now < start + QUARTER);
      return bar;
    });
    at("bars").replaceChildren(...bars);
    const step = quarters.length > 64 ? 8 : 4;
    const hours = quarters
      .filter((_each, i) => i % step === 0)
      .map(([start]) => element("span", "", formats.hour.format(start)));
    at("hours").replaceChildren(...hours);
  }

  function drawLines({ lines }) {
    const most = Math.max(1, ...lines.map((line) => line.total));
    const rows = lines.map((line) => {
      const row = element("li", "", "");
      const bar = element("span", "line-bar", "");
      bar.style.inlineSize = `${(100 * line.total) / most}%`;
      row.append(isolated("line-name", named(line.name)), element("strong", "", count(line.total)));
      row.append(element("span", "line-missed", fill(words.missedOf, { count: count(line.missed) })), bar);
      row.classList.toggle("is-ringing", line.waiting > 0);
      return row;
    });
    at("lines").replaceChildren(...rows);
    at("lines-panel").hidden = rows.length === 0;
    at("board").classList.toggle("without-lines", rows.length === 0);
  }

  Object.assign(wall, {
    at: at,
    say: say,
    draw(told, now) {
      drawCalls(told);
      drawQueues(told);
      drawFigures(told);
      drawBars(told, now);
      drawLines(told);
    },
  });
})();
