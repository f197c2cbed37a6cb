// The screen of the wallboard: stays awake, shifts the picture against burn-in, and shows the full-screen button when
// touched.
(function () {
  "use strict";
  const { at } = window.callerid.wall;
  const body = document.body;
  const MOVES = 60000; // milliseconds between two shifts
  const PLACES = [
    [0, 0],
    [3, 2],
    [5, -1],
    [2, -4],
    [-2, -3],
    [-5, 0],
    [-3, 4],
    [1, 5],
  ]; // pixels
  const TOUCHED = 4000;
  let place = 0;
  let idle = 0;

  async function stayAwake() {
    try {
      if (navigator.wakeLock && document.visibilityState === "visible") {
        await navigator.wakeLock.request("screen");
      }
    } catch {
      // Not over plain http, and not with a low battery: then the screen's own settings apply.
    }
  }

  function shift() {
    place = (place + 1) % PLACES.length;
    at("wall").style.translate = `${PLACES[place][0]}px ${PLACES[place][1]}px`;
  }

  function touched() {
    clearTimeout(idle);
    body.classList.add("is-touched");
    at("full").hidden = !document.fullscreenEnabled || Boolean(document.fullscreenElement);
    idle = setTimeout(() => {
      if (document.activeElement !== at("full")) {
        body.classList.remove("is-touched");
        at("full").hidden = true;
      }
    }, TOUCHED);
  }

  for (const kind of ["pointermove", "pointerdown", "keydown", "fullscreenchange"]) {
    document.addEventListener(kind, touched);
  }
  document.addEventListener("visibilitychange", stayAwake);
  at("full").addEventListener("click", () => {
    at("full").blur();
    document.documentElement.requestFullscreen().catch(() => {});
    stayAwake();
  });
  stayAwake();
  touched();
  setInterval(shift, MOVES);
})();
