import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

// An element that finds itself and what it is given by their attributes.
function element(dataset, within = {}) {
  const classes = new Set();
  const attributes = {};
  const own = (selector) => Object.keys(dataset).some((name) => selector === `[data-${name}]`);
  return {
    dataset,
    attributes,
    classes,
    textContent: "",
    classList: { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)) },
    setAttribute: (name, value) => {
      attributes[name] = value;
    },
    closest(selector) {
      return own(selector) ? this : within[selector] || null;
    },
  };
}

// Four callers, their boxes, and the bar.
function callers() {
  const { ours, document } = page(["assets/kit/list.js", "assets/kit/selection.js"]);
  ours.count = String;
  const place = element({ selection: "callers" });
  const rows = ["a", "b", "c", "d"].map((key) => {
    const row = element({});
    return { row, box: element({ select: key }, { li: row, "[data-selection]": place }) };
  });
  const button = (name) => element({ selected: name }, { "[data-selection]": place });
  const buttons = { page: button("page"), none: button("none"), close: button("close"), all: button("all") };
  const words = element({ words: "{count} selected" });
  place.querySelectorAll = () => rows.map(({ box }) => box);
  place.querySelector = (selector) => (selector === ".selected-count" ? words : buttons.page);
  document.querySelector = () => place;
  const closed = [];
  const selection = {
    chosen: new Set(),
    every: 0,
    there: ["a", "b", "c", "d"],
    keys: () => selection.there,
    marked() {},
    doing: {
      close: () => closed.push([...selection.chosen].join("")),
      all: () => {
        selection.every = 900;
      },
    },
  };
  ours.selections.callers = selection;
  const click = (target, shiftKey = false) => document.send("click", { target, shiftKey });
  const pick = (key, shift) => click(rows["abcd".indexOf(key)].box, shift);
  const press = (name) => click(buttons[name]);
  const chosen = () => [...selection.chosen].sort().join("");
  return { ours, selection, rows, place, words, buttons, closed, pick, press, chosen };
}

test("a row is selected and let go, which its box, its line and the count show", () => {
  const { pick, rows, place, words, buttons, chosen } = callers();
  pick("b");
  assert.equal(chosen(), "b");
  assert.equal(rows[1].box.attributes["aria-checked"], "true");
  assert.deepEqual([...rows[1].row.classes, ...place.classes], ["is-selected", "has-selection"]);
  assert.deepEqual([words.textContent, buttons.page.attributes["aria-checked"]], ["1 selected", "mixed"]);
  pick("b");
  assert.deepEqual([chosen(), words.textContent, place.classes.size], ["", "", 0]);
});

test("with the shift key all in between become like this one", () => {
  const { pick, chosen } = callers();
  pick("d");
  pick("b", true);
  assert.equal(chosen(), "bcd");
  pick("d");
  pick("c", true);
  assert.equal(chosen(), "b");
});

test("the box of the page selects all that are shown, or none", () => {
  const { press, buttons, chosen } = callers();
  press("page");
  assert.deepEqual([chosen(), buttons.page.attributes["aria-checked"]], ["abcd", "true"]);
  press("page");
  assert.equal(chosen(), "");
});

test("what is not there any more is not selected", () => {
  const { ours, selection, press, chosen, words } = callers();
  press("page");
  selection.there = ["a", "d"];
  ours.markSelected("callers");
  assert.deepEqual([chosen(), words.textContent], ["ad", "2 selected"]);
});

test("letting one go of all that match leaves those that are shown", () => {
  const { selection, press, pick, chosen, words } = callers();
  press("all");
  assert.equal(words.textContent, "900 selected");
  pick("c");
  assert.deepEqual([chosen(), selection.every], ["abd", 0]);
  press("all");
  press("page");
  assert.deepEqual([chosen(), selection.every], ["", 0]);
});

test("what the page does with them is asked of its script", () => {
  const { pick, press, closed, chosen } = callers();
  pick("a");
  press("close");
  assert.deepEqual(closed, ["a"]);
  press("none");
  assert.equal(chosen(), "");
});
