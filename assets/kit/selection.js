// Selected rows of a list, for bulk actions (ui/kit/lists.py). A page's script registers a description as
// `ours.selections[name]`; the element whose `data-selection` is that name contains the rows and their bar:
//   chosen           the selected keys
//   every            if not 0: everything that matches is selected, this many, including rows that are not shown
//   keys()           the keys that can be selected, in the order of the rows
//   doing            the actions of the bar's buttons, by their `data-selected`; `page` and `none` are handled here
//   marked(count, whole, place)   updates other parts: the number selected, and whether all shown rows are
(function () {
  "use strict";
  const ours = window.callerid;

  // With the shift key, all rows from the last one to this one get the same state.
  function toggle(selection, key, range) {
    const { chosen, last } = selection;
    const keys = selection.keys();
    if (selection.every) {
      keys.forEach((each) => chosen.add(each));
      selection.every = 0;
    }
    const act = chosen.has(key) ? "delete" : "add";
    const to = keys.indexOf(key);
    const from = range && keys.includes(last) ? keys.indexOf(last) : to;
    keys.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => chosen[act](each));
    selection.last = key;
  }

  const isWhole = ({ chosen, every }, keys) => keys.length > 0 && (every > 0 || chosen.size === keys.length);

  const doing = {
    page(selection) {
      const keys = selection.keys();
      const whole = isWhole(selection, keys);
      doing.none(selection);
      if (!whole) {
        keys.forEach((each) => selection.chosen.add(each));
      }
    },
    none(selection) {
      selection.chosen.clear();
      selection.every = 0;
    },
  };

  // Shows the selection; keys that no longer exist are removed from it.
  ours.markSelected = function (name) {
    const selection = ours.selections[name];
    const place = document.querySelector('[data-selection="' + name + '"]');
    const keys = selection.keys();
    const there = new Set(keys);
    selection.chosen.forEach((key) => there.has(key) || selection.chosen.delete(key));
    for (const box of place.querySelectorAll("[data-select]")) {
      const on = selection.every > 0 || selection.chosen.has(box.dataset.select);
      box.setAttribute("aria-checked", String(on));
      box.closest("li").classList.toggle("is-selected", on);
    }
    const count = selection.every || selection.chosen.size;
    place.classList.toggle("has-selection", count > 0);
    const words = place.querySelector(".selected-count");
    words.textContent = count ? ours.filled(words.dataset.words, { count: ours.count(count) }) : "";
    const whole = isWhole(selection, keys);
    const box = place.querySelector('[data-selected="page"]');
    box.setAttribute("aria-checked", whole ? "true" : count ? "mixed" : "false");
    selection.marked(count, whole, place);
  };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-select]");
    const button = box ? null : event.target.closest("[data-selected]");
    const place = (box || button) && event.target.closest("[data-selection]");
    if (!place) {
      return;
    }
    const selection = ours.selections[place.dataset.selection];
    if (box) {
      toggle(selection, box.dataset.select, event.shiftKey);
    } else {
      (selection.doing[button.dataset.selected] || doing[button.dataset.selected])(selection);
    }
    ours.markSelected(place.dataset.selection);
  });
})();
