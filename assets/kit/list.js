// Lists with pages (ui/kit/lists.py: PagedList). A page's script describes its list as `ours.lists[name]`:
//   key(row)                      the identity of a row
//   returning()                   optional: is the page being restored as it was left?
//   listed(data, left, focused)   the first page has arrived and the parts around it are drawn: `left` is what was shown
//                                 for the same address before, `focused` the element that had the focus
//   drawn(left)                   the rows are drawn
// This script adds `shown` to the description: the element `place`, `search`, all `rows`, the number of rows on the
// `first` page, and `next`, the cursor of the following page.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const set = (id, data) => window.dash_clientside.set_props(id, { data: data });

  function draw(name, left = null) {
    const list = ours.lists[name];
    const { place, rows, next } = list.shown;
    ours.draw(place, rows);
    place.removeAttribute("aria-busy");
    document.querySelector('[data-more="' + name + '"]').hidden = !next;
    ours.tick(place);
    list.drawn(left);
  }

  // The rows whose keys are not in `there`.
  function others(list, rows, there) {
    const keys = new Set(there.map(list.key));
    return rows.filter((row) => !keys.has(list.key(row)));
  }

  // Is this list still on the page, for the address of the answer?
  const current = (list, search) => Boolean(list.shown) && list.shown.search === search && list.shown.place.isConnected;

  // The first page of an address. After an update or on return, rows behind the first page stay.
  functions.listed = function (data) {
    const list = data && ours.lists[data.list];
    const place = list && document.getElementById(data.list);
    if (!place || data.search !== window.location.search) {
      return window.dash_clientside.no_update;
    }
    const before = list.shown;
    const back = before && (before.place === place || (list.returning && list.returning()));
    const left = back && before.search === data.search ? before : null;
    const behind = left && data.next ? others(list, left.rows.slice(left.first), data.rows) : [];
    list.shown = {
      place: place,
      search: data.search,
      rows: data.rows.concat(behind),
      first: data.rows.length,
      next: behind.length ? left.next : data.next,
    };
    const focused = document.activeElement;
    functions.drawn(data.parts);
    ours.exportsOf(data.export);
    list.listed(data, left, focused);
    draw(data.list, left);
    return window.dash_clientside.no_update;
  };

  functions.listedMore = function (data) {
    const list = data && ours.lists[data.list];
    if (list && current(list, data.search)) {
      list.shown.rows = list.shown.rows.concat(others(list, data.rows, list.shown.rows));
      list.shown.next = data.next;
      draw(data.list);
    }
    return window.dash_clientside.no_update;
  };

  // Replaces changed rows by key.
  ours.replaceRows = function (name, rows) {
    if (!rows.length) {
      return;
    }
    const list = ours.lists[name];
    const now = new Map(rows.map((row) => [list.key(row), row]));
    list.shown.rows = list.shown.rows.map((row) => now.get(list.key(row)) || row);
    draw(name);
  };

  // The shown rows of a list, if the answer is for its present address.
  ours.shownRows = (name, search) => (current(ours.lists[name], search) ? ours.lists[name].shown.rows : null);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    const list = button && ours.lists[button.dataset.more];
    if (list && list.shown && list.shown.next) {
      set(button.dataset.more + "-asked", { cursor: list.shown.next, key: Date.now() });
    }
  });

  // Fills in placeholders such as {count}.
  ours.filled = (words, values) => words.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

  // The button with the number of rows that are not shown yet; its attributes have the texts for each kind.
  ours.sayNew = function (id, count, values = {}, kind = count === 1 ? "one" : "many") {
    const button = document.getElementById(id);
    button.hidden = count === 0;
    button.querySelector(".new-calls-text").textContent = count
      ? ours.filled(button.dataset[kind], { count: ours.digits(count), ...values })
      : "";
  };
})();
