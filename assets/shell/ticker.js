// Keeps time for a page that nobody sees: browsers slow a hidden page's own timers down to once a minute, a worker's not.
// Loaded as a worker by polling.js; on a page itself it does nothing.
if (typeof document === "undefined") {
  self.setInterval(() => self.postMessage("tick"), 2500);
}
