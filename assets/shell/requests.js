// The one place that wraps fetch, for Dash's own requests: an answer is one when all of its body is there, a session that
// has ended asks for a sign-in and then goes on with what was asked, and what a callback was refused, or what failed, is
// said in a corner and changes nothing on the page.
(function () {
  "use strict";
  const ours = window.callerid;
  const PATIENCE = 60; // seconds for one answer
  const DEAD = 10; // the same while the page is lost: nothing on that line will be answered, and browsers open only few
  const RETRY = 2000;
  const SOON = 700; // milliseconds after which a new session has come, if one is coming
  const AWAY = new Set([502, 504]); // no word of ours
  const plain = window.fetch.bind(window);
  const waiting = new Set();

  // Seconds are counted, not told from the clock: while a page is busy or asleep none pass.
  window.setInterval(() => {
    for (const request of waiting) {
      request.seconds += 1;
      if (request.seconds >= (ours.isLost() ? DEAD : PATIENCE)) {
        request.patience.abort();
      }
    }
  }, 1000);

  const pause = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

  async function whole(address, options) {
    const request = { seconds: 0, patience: new AbortController() };
    waiting.add(request);
    try {
      const answer = await plain(address, Object.assign({}, options, { signal: request.patience.signal }));
      const body = await answer.arrayBuffer();
      return new Response(body.byteLength ? body : null, { status: answer.status, headers: answer.headers });
    } finally {
      waiting.delete(request);
    }
  }

  async function signedIn(address, options) {
    let answer = await whole(address, options);
    if (answer.status === 401) {
      // Whoever has just changed their password is about to get a new session.
      await pause(SOON);
      answer = await whole(address, options);
    }
    while (answer.status === 401) {
      await ours.signIn();
      answer = await whole(address, options);
    }
    return answer;
  }

  // Once, however many callbacks fare alike.
  function say(what) {
    const shell = document.querySelector(".shell").dataset;
    const words = shell[what === "unanswered" && ours.holdsTyped() ? "unansweredTyped" : what];
    const said = [...document.querySelectorAll(".toast-line > span")].some((line) => line.textContent === words);
    if (!said) {
      ours.toast({ words: words, wrong: true, close: shell.close });
    }
  }

  // What a page understands as "nothing changes".
  const nothing = () =>
    new Response('{"multi":true,"response":{}}', { headers: { "Content-Type": "application/json" } });

  // What a page cannot be without is asked for until it comes.
  async function needed(address, options) {
    for (;;) {
      try {
        const answer = await signedIn(address, options);
        if (answer.status < 500) {
          return answer;
        }
      } catch {
        // The network or the server is away.
      }
      await pause(RETRY);
    }
  }

  async function callback(address, options) {
    const page = String(options.body).includes('"output":"..page.children');
    try {
      const answer = await (page ? needed : signedIn)(address, options);
      if (answer.status >= 400) {
        say(AWAY.has(answer.status) ? "unanswered" : answer.status === 403 ? "forbidden" : "failed");
        return nothing();
      }
      return answer;
    } catch {
      say("unanswered"); // Dash would leave the button off that was pressed
      return nothing();
    }
  }

  window.fetch = function (address, options) {
    const url = String(address && address.url ? address.url : address);
    if (url.includes("/_dash-update-component")) {
      return callback(address, options);
    }
    return url.includes("/_dash-") ? needed(address, options) : plain(address, options);
  };
})();
