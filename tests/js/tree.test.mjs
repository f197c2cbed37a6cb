import assert from "node:assert/strict";
import { test } from "node:test";
import { page, tree } from "./page.mjs";

function drawn(...trees) {
  const { ours, document } = page(["assets/kit/tree.js"]);
  const place = document.createElement("div");
  ours.draw(place, trees);
  return { ours, place };
}

test("elements get attributes under the names that HTML has for them", () => {
  const { place } = drawn(tree("time", { className: "when", dateTime: "2026-01-01", hidden: true, title: null }));
  assert.deepEqual(
    [...place.firstChild.attributes],
    [
      ["class", "when"],
      ["datetime", "2026-01-01"],
      ["hidden", ""],
    ],
  );
});

test("text is text, and what is empty is not drawn", () => {
  const { place } = drawn(tree("p", {}, "<b>", null, "", undefined, 0));
  assert.equal(place.textContent, "<b>0");
  assert.equal(place.firstChild.childNodes.length, 2);
});

test("links lead only to pages of ours, to numbers and to addresses", () => {
  for (const href of ["/calls", "#more", "tel:+98211", "mailto:a@b.ir"]) {
    assert.equal(drawn(tree("a", { href })).place.firstChild.attributes.get("href"), href);
  }
  for (const href of ["javascript:alert(1)", "//elsewhere.example", "ftp://x", "calls"]) {
    assert.equal(drawn(tree("a", { href })).place.firstChild.attributes.has("href"), false);
  }
});

test("an element that stays is the same one, with what has changed", () => {
  const { ours, place } = drawn(tree("p", { className: "line is-new", title: "old" }, "one"));
  const before = place.firstChild;
  const text = before.firstChild;
  ours.draw(place, [tree("p", { className: "line" }, "two")]);
  assert.equal(place.firstChild, before);
  assert.equal(before.firstChild, text);
  assert.equal(place.textContent, "two");
  assert.deepEqual([...before.attributes], [["class", "line"]]);
});

test("an element of another kind takes its place", () => {
  for (const other of [tree("div", { className: "line" }), tree("p", { className: "other" }), tree("p", { id: "x" })]) {
    const { ours, place } = drawn(tree("p", { className: "line" }));
    const before = place.firstChild;
    ours.draw(place, [other]);
    assert.notEqual(place.firstChild, before);
    assert.equal(place.childNodes.length, 1);
  }
});

test("styles that are no longer wanted go", () => {
  const { ours, place } = drawn(tree("p", { style: { "--edge": "red", color: "blue" } }));
  ours.draw(place, [tree("p", { style: { color: "green" } })]);
  assert.deepEqual([...place.firstChild.style.written], [["color", "green"]]);
});

test("what ticks keeps the words that the clock has written", () => {
  const { ours, place } = drawn(tree("time", { "data-tick": "ago" }));
  const words = tree("x", {}, "3 min ago").props.children;
  ours.draw(place.firstChild, words);
  ours.draw(place, [tree("time", { "data-tick": "ago" }, "now")]);
  assert.equal(place.textContent, "3 min ago");
});

test("nodes are put in order, and one that may not move is left where it is", () => {
  const { ours, place } = drawn(tree("i", { id: "a" }), tree("i", { id: "b" }), tree("i", { id: "c" }));
  const [a, b, c] = place.childNodes;
  let moved = 0;
  const insert = place.insertBefore.bind(place);
  place.insertBefore = (node, at) => {
    moved += node === b ? 1 : 0;
    insert(node, at);
  };
  ours.arrange(place, [c, b, a], b);
  assert.deepEqual(place.childNodes, [c, b, a]);
  assert.equal(moved, 0);
  ours.arrange(place, [b]);
  assert.deepEqual(place.childNodes, [b]);
});
