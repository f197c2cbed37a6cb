// Tells scripts which elements have been added to the page or removed. The only observer of the whole document: it
// looks at added and removed nodes, never at the rest. Loaded in the head (ui/shell/document.py), so that scripts in
// any order may use it.
(function () {
  "use strict";
  const ours = window.callerid;
  const coming = [];
  const going = [];

  // Calls `act` with every added element that matches the selector; again with one that moves.
  ours.whenComes = (selector, act) => coming.push({ selector, act });
  // The same for removed elements.
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
