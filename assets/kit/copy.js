// Copies the text of the element that a button names in data-copy.
(function () {
  "use strict";

  // Where the page did not come over https there is no clipboard, so the text is selected and the browser asked to copy.
  function bySelection(place) {
    window.getSelection().selectAllChildren(place);
    return document.execCommand("copy");
  }

  async function copy(place) {
    try {
      await navigator.clipboard.writeText(place.textContent);
      return true;
    } catch {
      return bySelection(place);
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const place = button && document.getElementById(button.dataset.copy);
    if (place && (await copy(place))) {
      button.querySelector("span").textContent = button.dataset.copied;
    }
  });
})();
