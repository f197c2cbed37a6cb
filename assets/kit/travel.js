// Changes the address without loading the page anew. Callbacks that follow the address hear of it from dcc.Location.
(function () {
  "use strict";
  const ours = window.callerid;

  // `replacing`: the browser's back button leads to what was before this address.
  ours.travel = function (address, replacing) {
    const before = new URL(window.location.href);
    const now = new URL(address, before);
    if (now.href === before.href) {
      return;
    }
    window.history[replacing ? "replaceState" : "pushState"]({}, "", now.href);
    const changed = ["href", "pathname", "search", "hash"].filter((part) => now[part] !== before[part]);
    window.dash_clientside.set_props("location", Object.fromEntries(changed.map((part) => [part, now[part]])));
  };

  // This address with these conditions instead of its own; one without a value is left out.
  ours.addressWith = function (changes) {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value) {
        url.searchParams.set(name, value);
      } else {
        url.searchParams.delete(name);
      }
    }
    return url.href;
  };
})();
