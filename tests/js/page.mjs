// Runs scripts of the product without a browser: just as much of a page as they touch, and a clock that tests move.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const ROOT = new URL("../../", import.meta.url);

class Node {
  constructor() {
    this.childNodes = [];
    this.parent = null;
  }

  get firstChild() {
    return this.childNodes[0] || null;
  }

  get nextSibling() {
    const siblings = this.parent ? this.parent.childNodes : [];
    return siblings[siblings.indexOf(this) + 1] || null;
  }

  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }

  insertBefore(node, place) {
    node.remove();
    this.childNodes.splice(place ? this.childNodes.indexOf(place) : this.childNodes.length, 0, node);
    node.parent = this;
  }

  remove() {
    if (this.parent) {
      this.parent.childNodes = this.parent.childNodes.filter((child) => child !== this);
      this.parent = null;
    }
  }

  contains(node) {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }
}

class Text extends Node {
  data = "";

  get textContent() {
    return this.data;
  }
}

class Element extends Node {
  attributes = new Map();
  listeners = new Map();
  isConnected = true;

  constructor(type) {
    super();
    this.type = type;
    const set = new Map();
    this.style = {
      setProperty: (name, value) => set.set(name, value),
      removeProperty: (name) => set.delete(name),
      written: set,
    };
  }

  get children() {
    return this.childNodes;
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  addEventListener(name, listener) {
    this.listeners.set(name, [...(this.listeners.get(name) || []), listener]);
  }

  removeEventListener(name, listener) {
    this.listeners.set(
      name,
      (this.listeners.get(name) || []).filter((each) => each !== listener),
    );
  }

  send(name, event = {}) {
    (this.listeners.get(name) || []).forEach((listener) => {
      listener(event);
    });
  }

  querySelector() {
    return null;
  }
}

// A page with these scripts, whose time stands until `pass` is called. `extras` are more of its globals.
export function page(scripts, extras = {}) {
  let now = 1_000_000;
  let timers = [];
  let number = 0;
  const plan = (every) => (act, after) => {
    number += 1;
    timers.push({ number, act, due: now + after, every: every ? after : null });
    return number;
  };
  const forget = (which) => {
    timers = timers.filter((each) => each.number !== which);
  };
  const document = new Element("document");
  Object.assign(document, {
    createElement: (type) => new Element(type),
    createTextNode: () => new Text(),
    getElementById: () => null,
    activeElement: null,
  });
  class Clock extends Date {
    static now = () => now;
  }
  const clock = { setTimeout: plan(false), setInterval: plan(true), clearTimeout: forget, clearInterval: forget };
  const world = {
    document,
    console,
    AbortController,
    Response,
    Date: Clock,
    performance: { now: () => now },
    callerid: { lists: {}, selections: {} },
    dash_clientside: { callerid: {} },
    ...clock,
    ...extras,
  };
  world.window = world;
  world.addEventListener = () => {};
  vm.createContext(world);
  for (const script of scripts) {
    vm.runInContext(readFileSync(new URL(script, ROOT), "utf8"), world, { filename: script });
  }
  // Lets promises go on that wait for nothing but each other.
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((done) => setImmediate(done));
    }
  };
  async function pass(milliseconds) {
    const end = now + milliseconds;
    await settled();
    for (;;) {
      const next = timers.filter((each) => each.due <= end).sort((a, b) => a.due - b.due || a.number - b.number)[0];
      if (!next) {
        break;
      }
      now = Math.max(now, next.due);
      if (next.every === null) {
        forget(next.number);
      } else {
        next.due += next.every;
      }
      next.act();
      await settled();
    }
    now = end;
  }
  return { world, ours: world.callerid, document, pass, now: () => now };
}

// A component tree as Dash sends it.
export const tree = (type, props = {}, ...children) => ({ type, props: { ...props, children } });
