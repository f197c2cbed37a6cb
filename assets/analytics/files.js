// Saves a chart as a picture with title and note, and its table as CSV. See ui/charts/card.py.
(function () {
  "use strict";
  const ours = window.callerid;
  const SCALE = 2;
  const EDGE = 14;
  const LINE = 19;
  const TITLE = 26;

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A cell that a spreadsheet would run as a formula gets an apostrophe in front.
  function field(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  function csv(table) {
    const lines = [...table.rows].map((row) =>
      [...row.cells]
        .map((cell) => field(cell.dataset.csv === undefined ? cell.textContent : cell.dataset.csv))
        .join(","),
    );
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }

  // Wraps the text into lines that fit.
  function wrapped(pen, text, room) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line ? line + " " + word : word;
      if (line && pen.measureText(longer).width > room) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    return line ? [...lines, line] : lines;
  }

  async function drawing(plot) {
    const size = { width: plot.clientWidth, height: plot.clientHeight, scale: SCALE, format: "png" };
    const url = await window.Plotly.toImage({ data: plot.data, layout: plot.layout }, size);
    const bytes = Uint8Array.from(window.atob(url.split(",")[1]), (each) => each.charCodeAt(0));
    return window.createImageBitmap(new Blob([bytes], { type: "image/png" }));
  }

  // A picture of the card's title, the filters, the chart and its note, on the page's background color.
  async function picture(id, name) {
    const card = document.getElementById(id).closest(".chart-card");
    const plot = card.querySelector(".js-plotly-plot");
    const chart = await drawing(plot);
    const style = window.getComputedStyle(document.documentElement);
    const color = (variable) => style.getPropertyValue(variable).trim();
    const family = window.getComputedStyle(document.body).fontFamily;
    const rtl = document.documentElement.dir === "rtl";
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const room = plot.clientWidth - 2 * EDGE;
    const font = (weight, pixels) => weight + " " + pixels + "px " + family;
    pen.font = font(400, 13);
    const split = (lines) => lines.flatMap((each) => wrapped(pen, each, room));
    const about = split(ours.captions.get(id) || []);
    const note = split([...card.querySelectorAll(".chart-note")].map((each) => each.textContent));
    pen.font = font(600, 16);
    const title = wrapped(pen, card.querySelector("h2").textContent, room);
    const top = EDGE + title.length * TITLE + about.length * LINE + EDGE / 2;
    const below = note.length ? note.length * LINE + EDGE : EDGE / 2;
    canvas.width = plot.clientWidth * SCALE;
    canvas.height = (top + plot.clientHeight + below) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = color("--surface");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.textBaseline = "top";
    pen.direction = rtl ? "rtl" : "ltr";
    pen.textAlign = "start";
    let y = EDGE;
    const write = (lines, height, look, ink) => {
      pen.font = look;
      pen.fillStyle = color(ink);
      for (const line of lines) {
        pen.fillText(line, rtl ? plot.clientWidth - EDGE : EDGE, y);
        y += height;
      }
    };
    write(title, TITLE, font(600, 16), "--ink");
    write(about, LINE, font(400, 13), "--muted");
    pen.drawImage(chart, 0, top, plot.clientWidth, plot.clientHeight);
    y = top + plot.clientHeight + EDGE / 3;
    write(note, LINE, font(400, 13), "--muted");
    canvas.toBlob((blob) => save(blob, name + ".png"), "image/png");
  }

  document.addEventListener("click", (event) => {
    const table = event.target.closest("[data-csv-of]");
    const drawn = event.target.closest("[data-picture]");
    if (table) {
      const text = csv(document.getElementById(table.dataset.csvOf));
      save(new Blob([text], { type: "text/csv;charset=utf-8" }), table.dataset.file + ".csv");
    } else if (drawn) {
      picture(drawn.dataset.picture, drawn.dataset.file);
    }
  });
})();
