// Lists that come page by page (ui/kit/lists.py: PagedList). The page's script describes its list as `ours.lists[name]`:
//   key(row)                      tells rows apart
//   returning()                   if there: does the page come back as it was left?
//   listed(data, left, focused)   the first page has come and what stands around it is drawn: `left` is what the same
//                                 address has shown so far, `focused` what had the focus before
//   drawn(left)                   the rows are drawn
// The description gets what is `shown`: the element `place`, `search`, all `rows`, how many of them are of the `first`
// page, and `next`, the cursor of what follows.
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

  // Those of the rows that are not among others.
  function others(list, rows, there) {
    const keys = new Set(there.map(list.key));
    return rows.filter((row) => !keys.has(list.key(row)));
  }

  // Is this list still on the page, for the address that the answer is about?
  const current = (list, search) => Boolean(list.shown) && list.shown.search === search && list.shown.place.isConnected;

  // The first page of an address. News, or coming back: what was shown behind the first page stays.
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

  // Some of the rows have changed: those of the same key take their place.
  ours.replaceRows = function (name, rows) {
    if (!rows.length) {
      return;
    }
    const list = ours.lists[name];
    const now = new Map(rows.map((row) => [list.key(row), row]));
    list.shown.rows = list.shown.rows.map((row) => now.get(list.key(row)) || row);
    draw(name);
  };

  // The shown rows of a list, if an answer about this address still concerns them.
  ours.shownRows = (name, search) => (current(ours.lists[name], search) ? ours.lists[name].shown.rows : null);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    const list = button && ours.lists[button.dataset.more];
    if (list && list.shown && list.shown.next) {
      set(button.dataset.more + "-asked", { cursor: list.shown.next, key: Date.now() });
    }
  });

  // Words with places such as {count} filled in.
  ours.filled = (words, values) => words.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

  // The button that says how many rows are not shown yet, in the words of the kind that its attributes name.
  ours.sayNew = function (id, count, values = {}, kind = count === 1 ? "one" : "many") {
    const button = document.getElementById(id);
    button.hidden = count === 0;
    button.querySelector(".new-calls-text").textContent = count
      ? ours.filled(button.dataset[kind], { count: ours.digits(count), ...values })
      : "";
  };
})();
