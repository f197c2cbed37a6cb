// Tells scripts what has come onto the page and what has left it. The only observer of the whole document: it looks at what
// has come or gone, never at the rest. Loaded in the head (ui/shell/document.py), so that scripts in any order may ask.
(function () {
  "use strict";
  const ours = window.callerid;
  const coming = [];
  const going = [];

  // `act` is called with every element of this selector that comes; with one that changes its place, it is called again.
  ours.whenComes = (selector, act) => coming.push({ selector, act });
  // The same with every element that goes.
  ours.whenGoes = (selector, act) => going.push({ selector, act });

  function tell(whom, node) {
    if (!(node instanceof Element) || !whom.length) {
      return;
    }
    const any = whom.map((each) => each.selector).join();
    if (!node.matches(any) && !node.querySelector(any)) {
      return;
    }
    for (const { selector, act } of whom) {
      const inside = [...node.querySelectorAll(selector)];
      (node.matches(selector) ? [node, ...inside] : inside).forEach((element) => {
        act(element);
      });
    }
  }

  new MutationObserver((changes) => {
    for (const { addedNodes, removedNodes } of changes) {
      removedNodes.forEach((node) => {
        tell(going, node);
      });
      addedNodes.forEach((node) => {
        if (node.isConnected) {
          tell(coming, node);
        }
      });
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
