// Popovers, links and changes of the address without a reload, small windows and buttons of callbacks. Uses delegated
// events, so it works for elements of Dash and of tree.js. Callbacks that depend on the address get it from
// dcc.Location.
(function () {
  "use strict";
  const ours = window.callerid;
  const MARGIN = 8;

  // When the mouse last really moved: browsers also send events when something moves under it.
  let last = "";
  ours.lastMoved = 0;
  document.addEventListener(
    "pointermove",
    (event) => {
      const place = event.screenX + " " + event.screenY;
      if (place !== last) {
        last = place;
        ours.lastMoved = Date.now();
      }
    },
    { passive: true },
  );

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

  // A click that follows a link in this window, and that no other script has handled.
  ours.plainClick = (event) =>
    !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  // Dash's components cannot carry these attributes, so they are set just before they are needed.
  function ready(event) {
    const button = event.target instanceof Element && event.target.closest("[data-popover-target]");
    const target = button && document.getElementById(button.dataset.popoverTarget);
    if (target && button.popoverTargetElement !== target) {
      target.popover = target.dataset.popover;
      button.setAttribute("popovertarget", target.id);
    }
  }
  ["pointerover", "pointerdown", "focusin", "keydown"].forEach((name) => document.addEventListener(name, ready, true));

  // Below the button if there is room, else above; --x counts from the inline start.
  function place(target, button) {
    const from = button.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const rtl = document.documentElement.dir === "rtl";
    const start = rtl ? width - from.right : from.left;
    const end = rtl ? width - from.left : from.right;
    const x = start + box.width > width - MARGIN ? end - box.width : start;
    const below = from.bottom + MARGIN / 2;
    const fits = below + box.height <= window.innerHeight - MARGIN;
    const above = Math.max(MARGIN, from.top - box.height - MARGIN / 2);
    target.style.setProperty("--x", Math.max(MARGIN, x) + "px");
    target.style.setProperty("--y", (fits ? below : above) + "px");
  }

  function anchor(target) {
    return target._anchor || document.querySelector('[data-popover-target="' + CSS.escape(target.id) + '"]');
  }

  document.addEventListener(
    "beforetoggle",
    (event) => {
      const button = anchor(event.target);
      if (event.newState === "open" && button) {
        ours.tick(event.target);
        window.requestAnimationFrame(() => place(event.target, button)); // already open, but not painted yet
      }
    },
    true,
  );

  // New rows may scroll the page under an open menu: it stays open beside its button.
  function follow() {
    for (const open of document.querySelectorAll(":popover-open")) {
      const button = anchor(open);
      if (button && button.isConnected) {
        place(open, button);
      } else {
        open.hidePopover(); // the page of the popover no longer exists
      }
    }
  }
  window.addEventListener("scroll", follow, { passive: true });
  window.addEventListener("resize", follow);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !ours.plainClick(event)) {
      return;
    }
    if (link.dataset.next !== undefined) {
      const here = window.location.pathname + window.location.search;
      link.search = "?next=" + encodeURIComponent(here);
    } else if (link.dataset.window) {
      const [width, height] = link.dataset.window.split("x");
      if (window.open(link.href, link.target, "popup,width=" + width + ",height=" + height)) {
        event.preventDefault();
      }
    } else if (link.dataset.nav !== undefined && document.documentElement.dataset.page !== "window") {
      event.preventDefault();
      document.querySelectorAll(":popover-open").forEach((open) => open.hidePopover());
      ours.travelled = true;
      ours.travel(link.href);
      window.scrollTo({ top: 0, behavior: "instant" }); // Bootstrap would animate the new page
    } else if (link.dataset.nav !== undefined) {
      event.preventDefault();
      window.open(link.href, "callerid-main");
    }
  });

  // Buttons that call a callback (ui/kit/scripted.py), or fold the element beside them.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-asks]");
    if (button) {
      const open = button.closest(":popover-open");
      if (open) {
        open.hidePopover();
      }
      const data = Object.assign({ key: Date.now() }, JSON.parse(button.dataset.args));
      window.dash_clientside.set_props(button.dataset.asks, { data: data });
    }
    const fold = event.target.closest("[data-folds]");
    if (fold) {
      fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
    }
  });

  // Filters that are folded on a small screen.
  document.addEventListener("click", (event) => {
    const fold = event.target.closest(".filters-fold");
    if (fold) {
      const open = document.getElementById(fold.getAttribute("aria-controls")).classList.toggle("is-open");
      fold.setAttribute("aria-expanded", String(open));
    }
  });
})();
