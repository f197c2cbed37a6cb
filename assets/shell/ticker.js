// Keeps time for a hidden page: browsers slow a hidden page's own timers down to once a minute, but not a worker's.
// Loaded as a worker by polling.js.
self.setInterval(() => self.postMessage("tick"), 2500);
