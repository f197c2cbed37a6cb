// Running times. An element with data-tick and data-since (epoch milliseconds by the server's clock) has no children,
// so this script writes its text: "timer" 02:05, "ago" 3 min ago.
(function () {
  "use strict";
  const ours = window.callerid;
  const language = document.documentElement.lang || "en";
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });
  const persian = "۰۱۲۳۴۵۶۷۸۹";
  let ahead = 0; // milliseconds by which the server's clock is ahead of ours

  ours.digits = (text) =>
    language === "fa" ? String(text).replace(/[0-9]/g, (digit) => persian[digit]) : String(text);
  ours.count = (number) => ours.digits(number.toLocaleString("en-US"));
  ours.setServerClock = function (now) {
    ahead = now - Date.now();
  };
  ours.serverTime = (at) => (at === null ? null : at + ahead);

  function timer(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const rest = two(Math.floor((seconds % 3600) / 60)) + ":" + two(seconds % 60);
    return ours.digits(hours ? hours + ":" + rest : rest);
  }

  function ago(seconds) {
    for (const [unit, size] of [
      ["day", 86400],
      ["hour", 3600],
      ["minute", 60],
    ]) {
      if (seconds >= size) {
        return relative.format(-Math.floor(seconds / size), unit);
      }
    }
    return relative.format(-seconds, "second");
  }

  const now = () => Date.now() + ahead;

  // Writes only changed texts, so that a page without changes costs the browser nothing. Only a live page knows whether
  // a call is still in progress (shell/liveness.js).
  function write(element) {
    const seconds = Math.max(0, Math.floor((now() - Number(element.dataset.since)) / 1000));
    const text = element.dataset.tick === "timer" ? timer(seconds) : ago(seconds);
    const live = document.documentElement.dataset.live === "live";
    const stands = element.dataset.tick === "timer" && !live && element.textContent !== "";
    if (element.textContent !== text && !stands) {
      element.textContent = text;
    }
  }

  ours.tick = function (root) {
    (root || document).querySelectorAll("[data-tick]").forEach(write);
    for (const badge of document.querySelectorAll("[data-silent-after][data-since]")) {
      const silent = now() - Number(badge.dataset.since) > Number(badge.dataset.silentAfter) * 1000;
      badge.classList.toggle("is-silent", silent);
    }
  };
  window.setInterval(() => ours.tick(), 1000);

  // A new element shows its time at once.
  ours.whenComes("[data-tick]:empty", write);
})();
