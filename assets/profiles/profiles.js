// The list of profiles: writes the search and the filters into the address, draws the server's answers, and keeps the
// selected profiles. See ui/profiles/page.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const STILL = 200; // milliseconds without a key before the search begins
  const MERGED_AT_ONCE = 10;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let total = 0; // number of matching profiles
  let typing = 0;
  let typed = false;
  let returning = false; // with the browser's own buttons

  // Text that is typed without a pause is one step back.
  function search(words) {
    ours.travel(ours.addressWith({ q: words.trim() }), typed);
    typed = true;
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "profiles-query") {
      const input = event.target;
      window.clearTimeout(typing);
      typing = window.setTimeout(() => input.isConnected && search(input.value), STILL);
    }
  });
  document.addEventListener("focusout", (event) => {
    typed = typed && event.target.id !== "profiles-query";
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset && event.target.dataset.query) {
      ours.travel(ours.addressWith({ [event.target.dataset.query]: event.target.value }));
    }
  });

  const list = {
    key: (row) => row.props.id,
    returning: () => returning,
    listed(data, left) {
      if (!left) {
        chosen.clear();
        selection.every = 0;
      }
      total = data.total;
      selection.every = selection.every && most();
      document.querySelector('[data-query="owner"]').value = data.owner;
      const input = document.getElementById("profiles-query");
      if (input !== document.activeElement && input.value !== data.words) {
        set("profiles-query", { value: data.words });
      }
    },
    drawn(left) {
      ours.markSelected("profiles");
      if (left && left.place !== list.shown.place) {
        window.scrollTo({ top: left.scrolled, behavior: "instant" });
      }
    },
  };
  ours.lists.profiles = list;

  const most = () => Math.min(total, Number(document.querySelector(".selected-bar").dataset.most));
  const chosen = new Set();
  const selection = {
    chosen: chosen,
    every: 0,
    keys: () => list.shown.rows.map((row) => row.props["data-profile"]).filter(Boolean),
    marked(count, whole, place) {
      const { every } = selection;
      const shown = selection.keys().length;
      const all = place.querySelector('[data-selected="all"]');
      all.hidden = every > 0 || !whole || total <= shown;
      all.textContent = ours.filled(place.querySelector(".selected-bar").dataset.every, { count: ours.count(most()) });
      place.querySelector('[data-selected="merge"]').hidden = every > 0 || count < 2 || count > MERGED_AT_ONCE;
      place.querySelector('[data-selected="page"]').disabled = shown === 0;
    },
    doing: {
      all() {
        selection.every = most();
      },
      change() {
        const some = { profiles: [...chosen].join(",") };
        ours.openDialog("profiles-change", selection.every ? { all: list.shown.search } : some);
      },
      merge: () => ours.openDialog("merge", { profiles: [...chosen].join(",") }),
    },
  };
  ours.selections.profiles = selection;

  // A user who opens one profile after the other finds the list as it was left.
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest("a[data-nav]")) {
        returning = false;
        if (list.shown && event.target.closest(".profile-row")) {
          list.shown.scrolled = window.scrollY;
        }
      }
    },
    true,
  );
  window.addEventListener("popstate", () => {
    returning = true;
  });

  // Arrow keys in the category tree: up and down between nodes, along the line to open and close one.
  document.addEventListener("keydown", (event) => {
    const node = event.target instanceof Element && event.target.closest(".tree-node");
    if (!node || !/^Arrow/.test(event.key)) {
      return;
    }
    event.preventDefault();
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const links = [...document.querySelectorAll(".tree-node .facet-link")].filter(
        (link) => link.offsetParent !== null,
      );
      const next = links.indexOf(node.querySelector(".facet-link")) + (event.key === "ArrowDown" ? 1 : -1);
      (links[next] || event.target).focus();
    } else {
      const opens = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
      const fold = node.querySelector(".tree-fold");
      if (fold) {
        fold.setAttribute("aria-expanded", String(opens));
      }
    }
  });
})();
