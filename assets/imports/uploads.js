// Sends files in pieces, each a small request, so that neither end holds gigabytes in memory; a lost piece is sent
// again. `[data-upload]` is the upload field (ui/imports/form.py) and names the kind of job. After the last piece, the
// file's id goes into the store that the field names. Also handles the button that cancels a job, and files that are
// read into text fields.
(function () {
  "use strict";
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const LONGEST_WAIT = 15000; // milliseconds between attempts while the connection is down
  let sending = null; // the running upload: its field and how to stop it

  const part = (place, name) => place.querySelector("[data-upload-" + name + "]");
  const language = () => document.documentElement.lang;

  function megabytes(words, bytes) {
    return words.size.replace(
      "{n}",
      new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(bytes / 1e6),
    );
  }

  function show(place, done, total) {
    const share = total ? done / total : 0;
    const words = JSON.parse(place.dataset.uploadWords);
    const percent = new Intl.NumberFormat(language(), { style: "percent" }).format(share);
    part(place, "bar").style.inlineSize = share * 100 + "%";
    const bar = part(place, "bar").parentElement;
    bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    bar.setAttribute("aria-valuetext", percent);
    part(place, "share").textContent = percent;
    part(place, "figures").textContent = words.of
      .replace("{done}", megabytes(words, done))
      .replace("{total}", megabytes(words, total));
  }

  function reveal(place, going, error) {
    place.querySelector(".upload-ask").hidden = going;
    place.querySelector(".upload-going").hidden = !going;
    place.querySelector(".upload-error").textContent = error || "";
    part(place, "says").textContent = "";
    part(place, going ? "stop" : "choose").focus({ preventScroll: true });
  }

  // The server's reason for refusing the file; null if the request may be repeated.
  async function refusal(answer) {
    if (answer.status >= 500 || answer.status === 429) {
      return null;
    }
    const told = await answer.json().catch(() => ({}));
    return (told.error && told.error.message) || "";
  }

  const pause = (time) => new Promise((resolve) => window.setTimeout(resolve, time));

  // Repeats the request until there is an answer, however long the connection is down. Throws the server's reason for a
  // refusal.
  async function ask(going, address, options) {
    for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const answer = await fetch(address, { ...options, signal: going.stop.signal });
        if (answer.ok) {
          part(going.place, "says").textContent = "";
          return answer.json();
        }
        const words = await refusal(answer);
        if (words !== null) {
          throw new Refused(words);
        }
      } catch (error) {
        if (error instanceof Refused || going.stop.signal.aborted) {
          throw error;
        }
      }
      part(going.place, "says").textContent = going.words.waiting;
      await pause(wait);
    }
  }

  class Refused extends Error {}

  // A file that was changed or moved meanwhile must not look like a lost connection.
  async function piece(going, from, size) {
    try {
      return await going.file.slice(from, from + size).arrayBuffer();
    } catch {
      throw new Refused(going.words.changed);
    }
  }

  async function send(going) {
    const file = going.file;
    const about = JSON.stringify({ name: file.name, size: file.size });
    const json = { "Content-Type": "application/json" };
    const begun = await ask(going, "/_upload/" + going.place.dataset.upload, {
      method: "POST",
      headers: json,
      body: about,
    });
    going.id = begun.id;
    let done = 0;
    while (done < file.size) {
      if (!going.place.isConnected) {
        going.stop.abort();
      }
      const body = await piece(going, done, begun.piece);
      const bytes = { "Content-Type": "application/octet-stream" };
      const sent = await ask(going, "/_upload/" + going.id + "?offset=" + done, {
        method: "PUT",
        headers: bytes,
        body: body,
      });
      done = sent.received;
      show(going.place, done, file.size);
    }
  }

  function forget(going) {
    if (going.id) {
      fetch("/_upload/" + going.id, { method: "DELETE" }).catch(() => {});
    }
  }

  async function start(place, file) {
    if (sending) {
      return;
    }
    const going = {
      place: place,
      file: file,
      stop: new AbortController(),
      words: JSON.parse(place.dataset.uploadWords),
      id: null,
    };
    sending = going;
    part(place, "name").textContent = file.name;
    reveal(place, true, "");
    show(place, 0, file.size);
    try {
      await send(going);
      set(place.dataset.uploadStore, { data: going.id });
      window.setTimeout(focusNext, 50, 60);
    } catch (error) {
      forget(going);
      if (place.isConnected) {
        reveal(place, false, going.stop.signal.aborted ? "" : error.message || going.words.failed);
      }
    } finally {
      sending = null;
    }
  }

  // Moves the focus to the next step as soon as it exists.
  function focusNext(tries) {
    const next = document.querySelector("[data-upload-next]");
    if (next) {
      next.focus();
    } else if (tries) {
      window.setTimeout(focusNext, 50, tries - 1);
    }
  }

  function choose(then) {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("change", () => input.files.length && then(input.files[0]));
    input.click();
  }

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-upload]");
    if (event.target.closest("[data-upload-choose]")) {
      choose((file) => start(place, file));
    } else if (event.target.closest("[data-upload-stop]") && sending) {
      sending.stop.abort();
    }
    const into = event.target.closest("[data-file-into]");
    if (into) {
      choose((file) => file.text().then((text) => set(JSON.parse(into.dataset.fileInto), { value: text })));
    }
    const cancel = event.target.closest("[data-job-cancel]");
    if (cancel) {
      set("job-cancel", { data: { job: cancel.dataset.jobCancel, key: Date.now() } });
    }
  });

  // A file that is dropped beside the field must not replace the page.
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) {
      event.preventDefault();
      const place = event.target.closest("[data-upload]");
      document.querySelectorAll("[data-upload]").forEach((each) => each.classList.toggle("is-over", each === place));
    }
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) {
      document.querySelectorAll("[data-upload].is-over").forEach((each) => each.classList.remove("is-over"));
    }
  });
  document.addEventListener("drop", (event) => {
    if (event.dataTransfer && event.dataTransfer.files.length && document.querySelector("[data-upload]")) {
      event.preventDefault();
      const place = event.target.closest("[data-upload]");
      document.querySelectorAll("[data-upload]").forEach((each) => each.classList.remove("is-over"));
      if (place) {
        start(place, event.dataTransfer.files[0]);
      }
    }
  });
})();
