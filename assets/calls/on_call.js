// Reacts to a call at the viewer's own extension as the viewer has chosen: a sound, a notification, the caller's
// profile or a new record. The server sends the wishes (ui/calls/on_call.py). This script acts once per call, in one
// window, and never interrupts the user.
(function () {
  "use strict";
  const ours = window.callerid;
  const CLAIMS = "callerid-on-call"; // key in localStorage: call id -> when a window claimed it
  const KEPT = 4 * 3600 * 1000; // milliseconds for which a claim is valid
  const TYPED = 30000; // milliseconds for which text counts as just typed
  const TEXT = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea";
  const seen = new Set();
  let begun = false;
  let typed = { field: null, since: -Infinity };
  let audio = null;
  let soundWanted = false;
  let told = false;

  ours.watchful = false;

  // Every delta lists the viewer's own calls. Calls that already ring when the page opens cause no alert.
  ours.called = function (mine) {
    soundWanted = mine.sound;
    if (ours.watchful !== mine.watch) {
      ours.watchful = mine.watch;
      ours.settle();
    }
    const fresh = mine.alerts.filter((alert) => !seen.has(alert.call));
    fresh.forEach((alert) => seen.add(alert.call));
    if (begun) {
      fresh.forEach((alert) => window.setTimeout(() => claim(alert.call, () => react(alert)), delay()));
    }
    begun = true;
  };

  // Of several windows, the focused one acts first; the others act only if it does not.
  function delay() {
    const small = document.documentElement.dataset.page === "window" ? 300 : 0;
    return small + (document.hidden ? 1500 : document.hasFocus() ? 0 : 500);
  }

  function claim(call, act) {
    const take = () => {
      let claims = {};
      try {
        claims = JSON.parse(window.localStorage.getItem(CLAIMS)) || {};
        if (call in claims) {
          return;
        }
        const recent = Object.entries(claims).filter((entry) => Date.now() - entry[1] < KEPT);
        claims = Object.fromEntries(recent.concat([[call, Date.now()]]));
        window.localStorage.setItem(CLAIMS, JSON.stringify(claims));
      } catch {
        // Without storage the windows cannot coordinate: two alerts are better than none.
      }
      act();
    };
    // Locks exist only over https and on localhost; without them two windows may rarely act at once.
    if (navigator.locks) {
      navigator.locks.request(CLAIMS, take);
    } else {
      take();
    }
  }

  function react(alert) {
    if (alert.sound) {
      ours.ring().then((heard) => {
        if (!heard && !told) {
          told = true;
          ours.toast({ words: alert.silent, close: alert.close });
        }
      });
    }
    if (alert.notify) {
      notify(alert);
    }
    if (alert.open) {
      if (ours.busy() || (alert.open.path && alone())) {
        offer(alert);
      } else {
        open(alert.open);
      }
    }
  }

  const alone = () => document.documentElement.dataset.page === "window";

  // Is the user doing something that a new page or dialog would interrupt?
  ours.busy = function () {
    if (document.querySelector(".modal.show, :popover-open")) {
      return true;
    }
    const holds = (field) => Boolean(field && field.isConnected && field.matches(TEXT) && field.value);
    return holds(document.activeElement) || (holds(typed.field) && Date.now() - typed.since < TYPED);
  };
  document.addEventListener("input", (event) => {
    typed = { field: event.target, since: Date.now() };
  });

  function open(target) {
    if (target.dialog) {
      ours.openDialog(target.dialog, target.args);
    } else if (window.location.pathname !== target.path) {
      const link = document.createElement("a");
      link.href = target.path;
      link.dataset.nav = "true";
      document.body.append(link);
      link.click();
      link.remove();
    }
  }

  function offer(alert) {
    ours.toast({ words: alert.words, close: alert.close, offer: { words: alert.button, act: () => open(alert.open) } });
  }

  function notify(alert) {
    if (!("Notification" in window) || window.Notification.permission !== "granted") {
      return;
    }
    try {
      const dir = document.documentElement.dir;
      const shown = new window.Notification(alert.words, { body: alert.body, tag: alert.call, dir: dir });
      shown.onclick = () => {
        window.focus();
        shown.close();
        if (alert.profile && !ours.busy()) {
          open({ path: alert.profile });
        }
      };
    } catch {
      // Mobile browsers allow notifications only from service workers; the row still shows the call.
    }
  }

  // Plays two short tones, twice. Resolves to whether they could be heard: browsers require a click or a key first.
  ours.ring = async function () {
    if (!window.AudioContext) {
      return false;
    }
    audio = audio || new window.AudioContext();
    if (audio.state !== "running") {
      await Promise.race([audio.resume(), new Promise((done) => window.setTimeout(done, 300))]);
    }
    if (audio.state !== "running") {
      return false;
    }
    [0, 0.18, 0.7, 0.88].forEach((after, index) => tone(index % 2 ? 660 : 880, audio.currentTime + after));
    return true;
  };

  function tone(pitch, from) {
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.25, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.16);
    source.connect(volume).connect(audio.destination);
    source.start(from);
    source.stop(from + 0.17);
  }

  function wake() {
    if (soundWanted && window.AudioContext) {
      audio = audio || new window.AudioContext();
      if (audio.state === "suspended") {
        audio.resume();
      }
    }
  }
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, wake, { capture: true, passive: true }));

  // The settings page: the button that tests the sound, and the browser's permission for notifications.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-try-sound]")) {
      ours.ring();
    }
    if (event.target.closest("[data-ask-permission]") && "Notification" in window) {
      window.Notification.requestPermission().then(ours.showPermission);
    }
  });

  ours.showPermission = function () {
    const place = document.querySelector("[data-permission]");
    if (place) {
      const possible = "Notification" in window && window.isSecureContext;
      const state = possible ? window.Notification.permission : "impossible";
      place.dataset.permission = state;
      place.querySelector("[data-permission-words]").textContent = place.dataset[state];
      place.querySelector("[data-ask-permission]").hidden = state !== "default";
    }
    return true;
  };
  const functions = window.dash_clientside.callerid;
  functions.permission = () => ours.showPermission();
})();
