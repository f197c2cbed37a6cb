import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

// A page at this address, what its history was told, and what dcc.Location was.
function at(address) {
  const location = { href: address };
  const history = [];
  const told = [];
  const go = (how) => (_state, _title, href) => {
    history.push(how);
    location.href = href;
  };
  const run = page(["assets/kit/page.js"], {
    URL,
    location,
    history: { pushState: go("push"), replaceState: go("replace") },
    dash_clientside: { set_props: (id, props) => told.push([id, { ...props }]) },
  });
  return { ...run, location, history, told };
}

test("a new path is told with what else has changed", () => {
  const { ours, location, history, told } = at("https://office.test/calls?q=1");
  ours.travel("/profiles");
  assert.equal(location.href, "https://office.test/profiles");
  assert.deepEqual(history, ["push"]);
  assert.deepEqual(told, [["location", { href: "https://office.test/profiles", pathname: "/profiles", search: "" }]]);
});

test("a page that stays is not asked for again", () => {
  const { ours, told } = at("https://office.test/calls");
  ours.travel("/calls?state=missed");
  assert.deepEqual(told, [["location", { href: "https://office.test/calls?state=missed", search: "?state=missed" }]]);
});

test("going where one is changes nothing", () => {
  const { ours, history, told } = at("https://office.test/calls?a=b");
  ours.travel("https://office.test/calls?a=b");
  assert.deepEqual([history, told], [[], []]);
});

test("what is typed in one go is one step back", () => {
  const { ours, history } = at("https://office.test/profiles");
  ours.travel("/profiles?q=a", false);
  ours.travel("/profiles?q=ab", true);
  assert.deepEqual(history, ["push", "replace"]);
});

test("an address with other conditions keeps the rest, and loses those without a value", () => {
  const { ours } = at("https://office.test/calls?range=today&line=1");
  assert.equal(ours.addressWith({ range: "", q: "a b" }), "https://office.test/calls?line=1&q=a+b");
});
