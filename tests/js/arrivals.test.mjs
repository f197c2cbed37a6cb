import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

class Element {
  isConnected = true;

  constructor(name, ...children) {
    this.name = name;
    this.children = children;
  }

  matches(selector) {
    return selector.split(",").includes(this.name);
  }

  querySelectorAll(selector) {
    return this.children.flatMap((child) => [
      ...(child.matches(selector) ? [child] : []),
      ...child.querySelectorAll(selector),
    ]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] || null;
  }
}

// A page, and a way to let elements come and go.
function observed() {
  let notice = null;
  class MutationObserver {
    constructor(act) {
      notice = act;
    }

    observe() {}
  }
  const run = page(["assets/arrivals.js"], { Element, MutationObserver });
  const change = (addedNodes, removedNodes = []) => notice([{ addedNodes, removedNodes }]);
  return { ...run, change };
}

test("what comes is told once, with what is inside it", () => {
  const { ours, change } = observed();
  const come = [];
  ours.whenComes("field", (element) => come.push(element));
  const inner = new Element("field");
  const outer = new Element("field", new Element("row", inner));
  change([outer, new Element("row")]);
  assert.deepEqual(come, [outer, inner]);
});

test("what is away again by then is not told", () => {
  const { ours, change } = observed();
  const come = [];
  ours.whenComes("field", (element) => come.push(element));
  change([Object.assign(new Element("field"), { isConnected: false }), { data: "text" }]);
  assert.deepEqual(come, []);
});

test("what goes is told to those who asked for that", () => {
  const { ours, change } = observed();
  const [come, gone] = [[], []];
  ours.whenComes("field", (element) => come.push(element));
  ours.whenGoes("modal", (element) => gone.push(element.name));
  change([], [new Element("page", new Element("modal"), new Element("field"))]);
  assert.deepEqual([come, gone], [[], ["modal"]]);
});
