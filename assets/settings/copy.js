// Copies the text of the element that a button names in data-copy.
(function () {
  "use strict";

  // Without https there is no clipboard API, so the text is selected and the browser is asked to copy it.
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
