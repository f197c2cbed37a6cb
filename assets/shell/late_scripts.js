// Scripts that Dash would fetch when a component is first drawn, and only once: where that fails the component is broken
// until the page is loaded again. They are fetched beforehand, when the page is at rest, and again until they are there.
(function () {
  "use strict";
  const ours = window.callerid;
  const RETRY = 2000;
  const loads = new Map(); // address -> promise
  // Next to Dash's own components, under the same fingerprint.
  const part = (name) => () =>
    document
      .querySelector('script[src*="/dash_core_components."]')
      .src.replace("/dash_core_components.", "/" + name + ".");
  const SHARED = part("dash_core_components-shared");
  const CHARTS = [SHARED, part("async-graph"), () => window._dashPlotlyJSURL];
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
        // The network or the server is away, or the session is over.
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

  // Promises that charts can be drawn.
  ours.chartsLoaded = () => all(CHARTS);
  ours.formsLoaded = () => all(FORMS);
})();
