// Search while typing: arrow keys between the box and its results, Enter for the best one, and the box of the top bar,
// which opens over the page and folds away. A box with its results is an element with data-search.
(function () {
  "use strict";
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const boxOf = (target) => (target instanceof Element ? target.closest("[data-search]") : null);
  const top = () => document.querySelector(".search");
  const hitsOf = (box) => [...box.querySelectorAll("[data-hit]")].filter((hit) => hit.offsetParent !== null);

  // The best result for the present text; its answer may still be on the way.
  function choose(box, input) {
    const wanted = input.value.trim();
    const take = () => {
      const answer = box.querySelector("[data-for]");
      if (!wanted || input.value.trim() !== wanted) {
        return true;
      }
      if (!answer || answer.dataset.for !== wanted) {
        return false;
      }
      const hit = answer.querySelector("[data-hit]");
      if (hit) {
        hit.click();
      }
      return true;
    };
    if (!take()) {
      const waiting = new MutationObserver(() => take() && waiting.disconnect());
      waiting.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-for"] });
      input.addEventListener("blur", () => waiting.disconnect(), { once: true });
    }
  }

  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.isComposing) {
      return;
    }
    const input = box.querySelector("input");
    const hits = hitsOf(box);
    const place = hits.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && hits.length) {
      event.preventDefault();
      hits[Math.min(place + 1, hits.length - 1)].focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      event.preventDefault();
      (hits[place - 1] || input).focus();
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      choose(box, input);
    } else if (event.key === "Escape" && box === top()) {
      fold();
      input.blur();
    } else if (
      place >= 0 &&
      event.key.length === 1 &&
      event.key !== " " &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      input.focus(); // typing continues in the box
    }
  });

  function unfold() {
    top().closest(".top-bar").classList.add("is-searching");
    top().classList.add("is-open");
    top().querySelector("input").focus();
  }

  function fold() {
    if (top()) {
      top().classList.remove("is-open");
      top().closest(".top-bar").classList.remove("is-searching");
    }
  }

  document.addEventListener("keydown", (event) => {
    const writing =
      event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const busy = writing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".modal.show");
    if (event.key === "/" && !busy && top() && top().closest(".top-bar").offsetParent !== null) {
      event.preventDefault();
      unfold();
      top().querySelector("input").select();
    }
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.id === "add-number-query" && event.target.dataset.met === undefined) {
      event.target.dataset.met = "";
      event.target.select(); // the network's name for the caller is a suggestion
    }
    if (top() && top().contains(event.target)) {
      top().classList.add("is-open");
    } else {
      fold();
    }
  });
  document.addEventListener("input", (event) => {
    if (top() && top().contains(event.target)) {
      top().classList.add("is-open");
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (top() && !top().contains(event.target) && !event.target.closest(".search-unfold")) {
      fold();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest(".search-unfold")) {
      unfold();
    } else if (top() && top().contains(event.target) && event.target.closest("[data-hit], [data-dialog]")) {
      fold();
      set("search", { value: "" });
      set("search-hits", { children: [] });
    } else if (event.target.closest("[data-search-again]")) {
      // Back from the confirmation to the results, which were only hidden.
      set("add-number-confirm", { children: [] });
      set("add-number-foot", { children: [] });
      window.requestAnimationFrame(() =>
        window.requestAnimationFrame(() => document.getElementById("add-number-query")?.focus()),
      );
    }
  });
})();
