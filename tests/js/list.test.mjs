import assert from "node:assert/strict";
import { test } from "node:test";
import { page, tree } from "./page.mjs";

// A page that shows the list `people`: what it told the server, and what its script was told.
function shown({ returning = () => false } = {}) {
  const asked = [];
  const dash = { callerid: {}, set_props: (id, { data }) => asked.push([id, data.cursor]), no_update: "nothing" };
  const location = { search: "?q=a" };
  const run = page(["assets/kit/tree.js", "assets/kit/list.js"], {
    dash_clientside: dash,
    location,
  });
  const { ours, document } = run;
  const element = (type) => Object.assign(document.createElement(type), { dataset: {} });
  const parts = { people: element("ul"), head: element("div"), new: element("button") };
  const more = Object.assign(element("button"), { hidden: true, dataset: { more: "people" } });
  const words = { textContent: "" };
  Object.assign(parts.new, { dataset: { one: "1 new", many: "{count} new: {name}" }, querySelector: () => words });
  document.getElementById = (id) => parts[id] || null;
  document.querySelector = (selector) => (selector === '[data-more="people"]' ? more : null);
  Object.assign(ours, { tick() {}, exportsOf() {}, digits: String });
  const calls = [];
  const list = {
    key: (row) => row.props.id,
    returning,
    listed: (data, left) => calls.push(["listed", data.list, Boolean(left)]),
    drawn: (left) => calls.push(["drawn", Boolean(left)]),
  };
  ours.lists.people = list;
  const first = (ids, next, search = "?q=a") =>
    dash.callerid.listed({
      list: "people",
      search,
      rows: ids.map(row),
      next,
      parts: { head: [tree("p", {}, "head")] },
    });
  const following = (ids, next, search = "?q=a") =>
    dash.callerid.listedMore({ list: "people", search, rows: ids.map(row), next });
  const rows = () => parts.people.children.map((each) => each.textContent).join(" ");
  const press = () => document.send("click", { target: { closest: (what) => (what === "[data-more]" ? more : null) } });
  const remount = () => {
    parts.people.isConnected = false;
    parts.people = element("ul");
  };
  return { ours, list, parts, more, words, asked, calls, location, first, following, rows, press, remount };
}

const row = (id) => tree("li", { id }, id);

test("the first page is drawn with what stands around it, and its script is told", () => {
  const { first, rows, parts, more, calls } = shown();
  parts.people.setAttribute("aria-busy", "true");
  first(["a", "b"], "after b");
  assert.equal(rows(), "a b");
  assert.equal(parts.head.textContent, "head");
  assert.equal(parts.people.attributes.has("aria-busy"), false);
  assert.equal(more.hidden, false);
  assert.deepEqual(calls, [
    ["listed", "people", false],
    ["drawn", false],
  ]);
});

test("an answer about another address is left", () => {
  const { first, following, rows, calls } = shown();
  first(["a"], null, "?q=other");
  assert.equal(rows(), "");
  first(["a"], "after a");
  following(["b"], null, "?q=other");
  assert.equal(rows(), "a");
  assert.equal(calls.length, 2);
});

test("the button asks for what follows, and goes with the last page", () => {
  const { first, following, rows, press, asked, more } = shown();
  first(["a", "b"], "after b");
  press();
  following(["b", "c"], null);
  press();
  assert.deepEqual(asked, [["people-asked", "after b"]]);
  assert.equal(rows(), "a b c");
  assert.equal(more.hidden, true);
});

test("news leaves what was shown behind the first page", () => {
  const { first, following, rows, list } = shown();
  first(["a", "b"], "after b");
  following(["c", "d"], "after d");
  first(["new", "a"], "after a");
  assert.equal(rows(), "new a c d");
  assert.equal(list.shown.next, "after d");
  first(["a", "c"], null);
  assert.equal(rows(), "a c");
});

test("a page that comes back begins anew, unless the list says that it is returned to", () => {
  for (const [returns, found] of [
    [false, "a b"],
    [true, "a b c"],
  ]) {
    const { first, following, rows, remount } = shown({ returning: () => returns });
    first(["a", "b"], "after b");
    following(["c"], null);
    remount();
    first(["a", "b"], "after b");
    assert.equal(rows(), found);
  }
});

test("rows that have changed take the places of their own", () => {
  const { ours, first, rows, list } = shown();
  first(["a", "b"], null);
  assert.deepEqual(ours.shownRows("people", "?q=a").map(list.key), ["a", "b"]);
  ours.replaceRows("people", [tree("li", { id: "b" }, "changed")]);
  assert.equal(rows(), "a changed");
  assert.equal(ours.shownRows("people", "?q=other"), null);
});

test("what is new is said in words for one, for many, and for none", () => {
  const { ours, parts, words } = shown();
  ours.sayNew("new", 2, { name: "$& Sara" });
  assert.equal(words.textContent, "2 new: $& Sara");
  ours.sayNew("new", 1);
  assert.deepEqual([words.textContent, parts.new.hidden], ["1 new", false]);
  ours.sayNew("new", 0);
  assert.deepEqual([words.textContent, parts.new.hidden], ["", true]);
});
