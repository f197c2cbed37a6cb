// Changes the address without a reload. Callbacks that depend on the address get it from dcc.Location.
(function () {
  "use strict";
  const ours = window.callerid;

  // `replacing`: replaces the history entry, so that "back" leads to the page before.
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

  // The present address with these parameters changed; a parameter without a value is removed.
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
