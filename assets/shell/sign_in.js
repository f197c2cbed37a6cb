// An ended session: shows the server's own login form over the page, so that typed text is kept. The next answer to a
// poll says who has signed in (polling.js).
(function () {
  "use strict";
  const ours = window.callerid;
  const RETRY = 2000;
  const TIMEOUT = 20000; // milliseconds for one answer
  let over = null; // { dialog, ended, end } while the form is shown

  const address = () => "/login?next=" + encodeURIComponent(window.location.pathname + window.location.search);

  // Resolves when somebody is signed in again.
  ours.signIn = function () {
    const dialog = document.getElementById("sign-in");
    if (!dialog) {
      window.location.assign(address()); // the page does not exist yet
      return new Promise(() => {});
    }
    if (!over) {
      over = { dialog: dialog };
      over.ended = new Promise((end) => (over.end = end));
      dialog.querySelector("[data-kept]").hidden = !ours.holdsTyped();
      dialog.showModal();
      load();
    }
    return over.ended;
  };

  ours.signedIn = function () {
    if (over) {
      const { dialog, end } = over;
      over = null;
      dialog.querySelector("[data-place]").replaceChildren();
      dialog.close();
      end();
    }
  };

  async function load() {
    try {
      const answer = await fetch(address(), { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
      const page = await answer.text();
      if (answer.redirected) {
        ours.askNow(); // signed in meanwhile, in another window
      } else if (over && !fill(page)) {
        window.location.assign(address()); // not our form: a proxy before the server has its own
      }
    } catch {
      window.setTimeout(() => over && load(), RETRY);
    }
  }

  // The form, with the server's message.
  function fill(page) {
    const sheet = new DOMParser().parseFromString(page, "text/html").querySelector(".sheet");
    const form = sheet && sheet.querySelector('form[action="/login"]');
    if (form) {
      const name = form.querySelector("[name=username]");
      name.value = name.value || document.querySelector(".shell").dataset.username;
      sheet.querySelector("h1").remove();
      over.dialog.querySelector("[data-place]").replaceChildren(...sheet.children);
      form.querySelector("[name=password]").focus();
    }
    return Boolean(form);
  }

  async function send(form) {
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const sent = new URLSearchParams(new FormData(form));
      const signal = AbortSignal.timeout(TIMEOUT);
      const answer = await fetch("/login", { method: "POST", body: sent, redirect: "manual", signal: signal });
      if (answer.type === "opaqueredirect") {
        form.querySelector("[name=password]").value = "";
        ours.askNow();
        return; // disabled until the server says who has signed in
      }
      if (fill(await answer.text())) {
        return;
      }
      unanswered(form);
    } catch {
      unanswered(form);
    }
    button.disabled = false;
  }

  function unanswered(form) {
    const place = over.dialog.querySelector("[data-place]");
    const words = place.querySelector(".alert") || document.createElement("p");
    words.className = "alert alert-danger";
    words.setAttribute("role", "alert");
    words.textContent = document.querySelector(".shell").dataset.unanswered;
    place.insertBefore(words, form);
  }

  document.addEventListener("submit", (event) => {
    if (over && over.dialog.contains(event.target)) {
      event.preventDefault();
      send(event.target);
    }
  });

  // The form cannot be closed, and no key reaches the page below.
  window.addEventListener(
    "keydown",
    (event) => {
      if (over && event.key === "Escape") {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  document.addEventListener("close", (event) => over && event.target === over.dialog && over.dialog.showModal(), true);
})();
