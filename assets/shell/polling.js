// The page's poll: asks for changes for its viewer, passes them to the scripts that draw, and pauses while the page is
// hidden, unless the viewer wants call alerts. assets/shell/follow.js decides when to ask and whether the page is live.
(function () {
  "use strict";
  const ours = window.callerid;
  const SIGNED_OUT = 5000; // milliseconds between two polls while nobody is signed in
  let cursor = null;
  let refused = 0; // polls in a row that were answered with "sign in first"
  let lostSince = null; // by the server's clock
  let came = null; // calls while the connection was lost
  let ticker = null;
  let rested = false; // has the page been live, so that there is time for less urgent requests?

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
        ours.signIn(); // once may be chance: a user who has just changed the password is about to get a new session
      }
      throw Object.assign(new Error("signed out"), { pause: refused > 1 ? SIGNED_OUT : 700 });
    }
    if (!answer.ok) {
      throw new Error("answered with " + answer.status);
    }
    const told = await answer.json();
    await shell(signal);
    if (String(told.viewer) !== document.querySelector(".shell").dataset.viewer) {
      window.location.reload(); // another user has signed in here: this page is not theirs
      throw new Error("the page of somebody else");
    }
    return told;
  }

  // The first answer may arrive before the page exists.
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

  // Other parts of the page may have failed meanwhile.
  function askAgain() {
    ours.todayFeed = null;
    window.dash_clientside.set_props("cursor", { data: Object.assign({}, cursor) });
    ours.heard(["*"]);
  }

  const followed = ours.follow({ ask: ask, apply: apply, show: show, rests: () => document.hidden && !ours.watchful });
  ours.askNow = () => followed.soon(false);

  // Call alerts also work while the page is hidden, where browsers slow down its own timers.
  ours.settle = function () {
    const listens = document.hidden && ours.watchful;
    if (listens && !ticker) {
      ticker = new Worker(document.documentElement.dataset.ticker);
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
