// Keeps the poll going: says calmly when the server cannot be reached, sends to the login page when the session has
// ended, rests while nobody sees the page (unless somebody wants to hear of calls), and starts again a poll whose answer
// got lost. What a callback was refused, or what failed, is said in a corner and changes nothing on the page.
(function () {
  "use strict";
  const ours = (window.callerid = window.callerid || {});
  const PATIENCE = 15000; // milliseconds that one poll may take
  const RETRY = 2000;
  const SOON = 700; // milliseconds after which a new session has come, if one is coming
  let begun = 0; // when the poll that is under way was sent; 0 when none is
  let lost = false;
  let ticker = null;

  // A page can be hidden and shown again before it is there; Dash has nothing to set then.
  const set = (id, props) => document.getElementById("page") && window.dash_clientside.set_props(id, props);

  function show(now) {
    if (lost !== now) {
      lost = now;
      document.documentElement.classList.toggle("is-offline", lost);
      const banner = document.getElementById("banner");
      if (banner) {
        banner.hidden = !lost;
      }
    }
  }

  function again() {
    if (!document.hidden || ours.watchful) {
      set("poll", { disabled: false, n_intervals: Date.now() });
    }
  }

  function signIn() {
    const here = window.location.pathname + window.location.search;
    window.location.assign("/login?next=" + encodeURIComponent(here));
  }

  function isPoll(options) {
    return typeof options.body === "string" && options.body.includes('"output":"delta.data"');
  }

  // Once, however many callbacks fare alike.
  function say(what) {
    const words = document.querySelector(".shell").dataset;
    const said = [...document.querySelectorAll(".toast-line > span")].some((line) => line.textContent === words[what]);
    if (!said) {
      ours.toast({ words: words[what], wrong: true, close: words.close });
    }
  }

  // What a page understands as "nothing changes".
  const nothing = () => new Response('{"multi":true,"response":{}}', { headers: { "Content-Type": "application/json" } });

  const fetchForReal = window.fetch.bind(window);
  window.fetch = async function (address, options) {
    const url = String(address && address.url ? address.url : address);
    if (!url.includes("/_dash-")) {
      return fetchForReal(address, options);
    }
    const poll = options !== undefined && isPoll(options);
    const callback = !poll && url.includes("/_dash-update-component");
    if (poll) {
      begun = Date.now();
      options = Object.assign({}, options, { signal: AbortSignal.timeout(PATIENCE) });
    }
    try {
      let answer = await fetchForReal(address, options);
      if (answer.status === 401) {
        // Whoever has just changed their password is about to get a new session.
        await new Promise((done) => window.setTimeout(done, SOON));
        answer = await fetchForReal(address, options);
      }
      if (answer.status === 401) {
        signIn();
        return new Promise(() => {}); // the page is on its way out; nobody needs an error any more
      }
      show(answer.status >= (poll ? 500 : 502));
      if (answer.status >= 400 && callback) {
        say(answer.status === 403 ? "forbidden" : "failed");
        return nothing();
      }
      return answer;
    } catch (error) {
      show(true);
      if (callback) {
        say("unanswered"); // Dash would leave the button off that was pressed
        return nothing();
      }
      throw error;
    } finally {
      if (poll) {
        begun = 0;
        if (lost) {
          window.setTimeout(again, RETRY);
        }
      }
    }
  };

  // Should a poll end in a way that nobody noticed, the interval would stay off for good.
  window.setInterval(() => {
    if ((!document.hidden || ours.watchful) && (lost || (begun && Date.now() - begun > PATIENCE))) {
      begun = 0;
      again();
    }
  }, PATIENCE);

  ours.settle = function () {
    const listens = document.hidden && ours.watchful;
    set("poll", { max_intervals: document.hidden ? 0 : -1 });
    if (listens && !ticker) {
      const beside = document.querySelector('script[src*="connection.js"]').src;
      ticker = new Worker(beside.replace("connection.js", "ticker.js"));
      ticker.onmessage = () => begun || again();
    } else if (!listens && ticker) {
      ticker.terminate();
      ticker = null;
    }
  };
  document.addEventListener("visibilitychange", () => {
    ours.settle();
    again();
  });
  window.addEventListener("online", again);
})();
