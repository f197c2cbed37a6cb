// Shows whether the page is live: on the badge, in the banner and in the tab's title, all from one decision (see
// polling.js). Timers of calls run only while it is (clock.js follows data-live).
(function () {
  "use strict";
  const ours = window.callerid;
  const root = document.documentElement;
  const DAY = 20 * 3600 * 1000; // milliseconds after which a time needs its day
  let state = "waiting";

  ours.isLive = () => state === "live";
  ours.isLost = () => state === "lost";

  // In the office's time zone.
  function moment(at) {
    const fa = root.lang === "fa";
    const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    const day = Date.now() - at > DAY ? { day: "numeric", month: "long" } : {};
    const zone = document.querySelector(".shell").dataset.zone;
    return new Intl.DateTimeFormat(fa ? "fa-IR-u-ca-persian" : "en-GB", { timeZone: zone, ...options, ...day }).format(
      at,
    );
  }

  function banner(since) {
    const place = document.getElementById("banner");
    if (!place) {
      return;
    }
    const lost = state === "lost";
    if (lost) {
      const words = since === null ? place.dataset.never : place.dataset.since.replace("{time}", () => moment(since));
      const text = place.querySelector("span");
      if (text.textContent !== words) {
        text.textContent = words;
      }
    }
    if (place.hidden === lost) {
      place.hidden = !lost;
    }
  }

  // Pages set their titles when they are mounted; the mark is put before each.
  function title() {
    const shell = document.querySelector(".shell");
    const mark = shell ? shell.dataset.lostTitle + " · " : "";
    const bare = mark && document.title.startsWith(mark) ? document.title.slice(mark.length) : document.title;
    const wanted = state === "lost" ? mark + bare : bare;
    if (document.title !== wanted) {
      document.title = wanted;
    }
  }

  ours.showLiveness = function (now, since) {
    if (state !== now || root.dataset.live !== now) {
      state = now;
      root.dataset.live = now;
      ours.tick(); // stopped timers show the right time at once
    }
    banner(ours.serverTime(since));
    title();
  };

  ours.sayWhatCame = function (count) {
    const shell = document.querySelector(".shell").dataset;
    if (count === null) {
      return;
    }
    const words = count === 0 ? shell.cameNone : count === 1 ? shell.cameOne : shell.cameMany;
    ours.toast({ words: words.replace("{count}", () => ours.digits(count)), close: shell.close });
  };
})();
