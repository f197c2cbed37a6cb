// Formats numbers, times and durations of the wallboard, in its language and in the office's time zone.
(function () {
  "use strict";
  const wall = Object.assign(window.callerid, { wall: {} }).wall;
  const words = JSON.parse(document.body.dataset.words);
  const persian = document.documentElement.lang === "fa";
  const locale = persian ? "fa-IR-u-ca-persian" : "en-GB";
  const number = new Intl.NumberFormat(persian ? "fa-IR" : "en");
  const percent = new Intl.NumberFormat(persian ? "fa-IR" : "en", { style: "percent" });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const digits = (text) => (persian ? text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]) : text);
  let formats = null;

  // A waiting time: 02:05.
  function timer(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    const clock = minutes < 60 ? `${two(minutes)}:` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:`;
    return digits(clock + two(seconds % 60));
  }

  // A duration without seconds: 3 h 5 min.
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

  // Clock and calendar of this zone; without a zone, of the screen's own.
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
    return formats;
  }

  // A line without a name is shown by its number.
  const named = (line) => (/^[+0-9 ]*$/.test(line) ? digits(line) : line);

  Object.assign(wall, {
    words: words,
    fill: fill,
    digits: digits,
    count: (value) => number.format(value),
    share: (value) => (value === null ? "–" : percent.format(value)),
    timer: timer,
    span: span,
    zoned: zoned,
    named: named,
  });
})();
