// The page's poll: asks what is new for its viewer, hands it to those who draw, and rests while nobody sees the page,
// unless somebody wants to hear of calls. When to ask, and whether what is shown is still so, is web/static/follow.js.
(function () {
  "use strict";
  const ours = window.callerid;
  const SIGNED_OUT = 5000; // milliseconds between two questions while nobody is signed in
  let cursor = null;
  let refused = 0; // questions in a row that were answered by "sign in first"
  let lostSince = null; // by the server's clock
  let came = null; // calls while the page was lost
  let ticker = null;
  let rested = false; // has the page been live, so that there is time for what is needed later

  async function ask(signal) {
    const body = { cursor: cursor };
    if (lostSince !== null) {
      body.away = lostSince;
    }
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/_poll", {
      method: "POST",
      headers: headers,
      body: JSON.stringify(body),
      signal: signal,
    });
    if (answer.status === 401) {
      refused += 1;
      if (refused > 1) {
        ours.signIn(); // once may be chance: whoever has changed their password is about to get a new session
      }
      throw Object.assign(new Error("signed out"), { pause: refused > 1 ? SIGNED_OUT : 700 });
    }
    if (!answer.ok) {
      throw new Error("answered with " + answer.status);
    }
    const told = await answer.json();
    await shell(signal);
    if (String(told.viewer) !== document.querySelector(".shell").dataset.viewer) {
      window.location.reload(); // somebody else has signed in here: this is not their page
      throw new Error("the page of somebody else");
    }
    return told;
  }

  // The first answer may be there before the page is.
  async function shell(signal) {
    while (!document.getElementById("health")) {
      signal.throwIfAborted();
      await new Promise((done) => window.setTimeout(done, 30));
    }
  }

  function apply(told) {
    refused = 0;
    if (told.delta) {
      cursor = ours.receive(told.delta);
      window.dash_clientside.set_props("cursor", { data: cursor });
    }
    came = told.came === undefined ? came : told.came;
    ours.signedIn();
  }

  function show(state, since) {
    if (state === "lost" && lostSince === null && since !== null) {
      lostSince = ours.serverTime(since);
    }
    ours.showLiveness(state, since);
    if (state === "live" && !rested) {
      rested = true;
      (window.requestIdleCallback || window.setTimeout)(ours.formsLoaded);
    }
    if (state === "live" && lostSince !== null) {
      ours.sayWhatCame(came);
      lostSince = came = null;
      askAgain();
    }
  }

  // Other parts of the page may have asked in vain meanwhile.
  function askAgain() {
    ours.todayFeed = null;
    window.dash_clientside.set_props("cursor", { data: Object.assign({}, cursor) });
    ours.heard(["*"]);
  }

  const followed = ours.follow({ ask: ask, apply: apply, show: show, rests: () => document.hidden && !ours.watchful });
  ours.askNow = () => followed.soon(false);

  // Somebody who wants to hear of calls does so also while the page is hidden, where browsers slow its own timers down.
  ours.settle = function () {
    const listens = document.hidden && ours.watchful;
    if (listens && !ticker) {
      const beside = document.querySelector('script[src*="shell/polling.js"]').src;
      ticker = new Worker(beside.replace("polling.js", "ticker.js"));
      ticker.onmessage = followed.beat;
    } else if (!listens && ticker) {
      ticker.terminate();
      ticker = null;
    }
  };
  document.addEventListener("visibilitychange", () => {
    ours.settle();
    followed.soon(true);
  });
})();
