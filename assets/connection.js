// Keeps the poll going: says calmly when the server cannot be reached, sends to the login page when the session has
// ended, rests while nobody sees the page, and starts again a poll whose answer got lost.
(function () {
  "use strict";
  const PATIENCE = 15000; // milliseconds that one poll may take
  const RETRY = 2000;
  let begun = 0; // when the poll that is under way was sent; 0 when none is
  let lost = false;

  const set = (id, props) => window.dash_clientside.set_props(id, props);

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
    if (!document.hidden) {
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

  const fetchForReal = window.fetch.bind(window);
  window.fetch = async function (address, options) {
    const url = String(address && address.url ? address.url : address);
    if (!url.includes("/_dash-")) {
      return fetchForReal(address, options);
    }
    const poll = options !== undefined && isPoll(options);
    if (poll) {
      begun = Date.now();
      options = Object.assign({}, options, { signal: AbortSignal.timeout(PATIENCE) });
    }
    try {
      const answer = await fetchForReal(address, options);
      if (answer.status === 401) {
        signIn();
        return new Promise(() => {}); // the page is on its way out; nobody needs an error any more
      }
      show(answer.status >= 502);
      return answer;
    } catch (error) {
      show(true);
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
    if (!document.hidden && (lost || (begun && Date.now() - begun > PATIENCE))) {
      begun = 0;
      again();
    }
  }, PATIENCE);

  document.addEventListener("visibilitychange", () => {
    set("poll", { max_intervals: document.hidden ? 0 : -1 });
    again();
  });
  window.addEventListener("online", again);
})();
