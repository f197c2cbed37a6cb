// Scripts that Dash fetches when a component is first drawn, and only once: if that fails, the component is broken
// until a reload. This script fetches them beforehand, when the page is idle, and tries again until it succeeds.
(function () {
  "use strict";
  const ours = window.callerid;
  const RETRY = 2000;
  const loads = new Map(); // address -> promise
  // In the folder of Dash's own components, with the same fingerprint.
  const part = (name) => () =>
    document
      .querySelector('script[src*="/dash_core_components."]')
      .src.replace("/dash_core_components.", "/" + name + ".");
  const SHARED = part("dash_core_components-shared");
  const CHARTS = [SHARED, part("async-graph"), () => document.documentElement.dataset.plotly];
  const FORMS = [SHARED, part("async-dropdown")];

  function once(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => {
        script.remove();
        failed();
      };
      document.head.append(script);
    });
  }

  async function fetched(address) {
    for (let first = true; ; first = false) {
      try {
        if (first || ours.isLive()) {
          return await once(address);
        }
      } catch {
        // The network or the server is down, or the session is over.
      }
      await new Promise((done) => window.setTimeout(done, RETRY));
    }
  }

  function all(addresses) {
    const each = addresses.map((address) => {
      if (!loads.has(address())) {
        loads.set(address(), fetched(address()));
      }
      return loads.get(address());
    });
    return Promise.all(each);
  }

  // Resolves when charts can be drawn.
  ours.chartsLoaded = () => all(CHARTS);
  ours.formsLoaded = () => all(FORMS);
})();
