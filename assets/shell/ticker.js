// Keeps time for a hidden page: browsers slow a hidden page's own timers down to once a minute, but not a worker's.
// Loaded as a worker by polling.js; on a page itself it does nothing.
if (typeof document === "undefined") {
  self.setInterval(() => self.postMessage("tick"), 2500);
}
