// The one place that wraps fetch, for Dash's own requests. An answer counts when its whole body has arrived. When the
// session has ended, a sign-in is requested and then the request is repeated. A refused or failed callback shows a
// message and changes nothing on the page.
(function () {
  "use strict";
  const ours = window.callerid;
  const TIMEOUT = 60; // seconds for one answer
  const DEAD = 10; // while the connection is lost: no answer will come, and browsers open only few connections
  const RETRY = 2000;
  const SOON = 700; // milliseconds in which a new session would have arrived
  const AWAY = new Set([502, 504]); // not one of our messages
  const plain = window.fetch.bind(window);
  const waiting = new Set();

  // Seconds are counted, not read from the clock: none pass while a page is busy or asleep.
  window.setInterval(() => {
    for (const request of waiting) {
      request.seconds += 1;
      if (request.seconds >= (ours.isLost() ? DEAD : TIMEOUT)) {
        request.timeout.abort();
      }
    }
  }, 1000);

  const pause = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

  async function whole(address, options) {
    const request = { seconds: 0, timeout: new AbortController() };
    waiting.add(request);
    try {
      const answer = await plain(address, Object.assign({}, options, { signal: request.timeout.signal }));
      const body = await answer.arrayBuffer();
      return new Response(body.byteLength ? body : null, { status: answer.status, headers: answer.headers });
    } finally {
      waiting.delete(request);
    }
  }

  async function signedIn(address, options) {
    let answer = await whole(address, options);
    if (answer.status === 401) {
      // A user who has just changed the password is about to get a new session.
      await pause(SOON);
      answer = await whole(address, options);
    }
    while (answer.status === 401) {
      await ours.signIn();
      answer = await whole(address, options);
    }
    return answer;
  }

  // Once for any number of failed callbacks.
  function say(what) {
    const shell = document.querySelector(".shell").dataset;
    const words = shell[what === "unanswered" && ours.holdsTyped() ? "unansweredTyped" : what];
    const said = [...document.querySelectorAll(".toast-line > span")].some((line) => line.textContent === words);
    if (!said) {
      ours.toast({ words: words, wrong: true, close: shell.close });
    }
  }

  // The answer that Dash understands as "no change".
  const nothing = () =>
    new Response('{"multi":true,"response":{}}', { headers: { "Content-Type": "application/json" } });

  // Requests that a page cannot do without are repeated until they succeed.
  async function needed(address, options) {
    for (;;) {
      try {
        const answer = await signedIn(address, options);
        if (answer.status < 500) {
          return answer;
        }
      } catch {
        // The network or the server is down.
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
      say("unanswered"); // Dash would leave the pressed button disabled
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
