import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

// A list that may be held, and how often it was said that it may be free again.
function held() {
  const run = page(["assets/kit/hold.js"]);
  const list = run.document.createElement("ul");
  const told = { times: 0 };
  Object.assign(run.ours, { lastMoved: run.now(), menuButton: () => null, leaveMenu: () => {} });
  const hold = run.ours.holdOf(list, () => {
    told.times += 1;
  });
  return { ...run, list, hold, told };
}

const over = { pointerType: "mouse", target: { closest: () => null } };

test("a list that nobody touches is free", () => {
  assert.equal(held().hold.held(), false);
});

test("a mouse over its rows holds it until it leaves, and then it is said", async () => {
  const { list, hold, told, pass } = held();
  list.send("pointerover", over);
  assert.equal(hold.held(), true);
  list.send("pointerleave");
  assert.equal(hold.held(), false);
  assert.equal(told.times, 0);
  await pass(1000);
  assert.equal(told.times, 1);
});

test("a mouse that was left lying holds nothing", async () => {
  const { list, hold, pass } = held();
  list.send("pointerover", over);
  await pass(29_000);
  assert.equal(hold.held(), true);
  await pass(1000);
  assert.equal(hold.held(), false);
});

test("a finger passing over it is no mouse, but touching holds, and for a moment afterwards", async () => {
  const { list, hold, pass } = held();
  list.send("pointerover", { ...over, pointerType: "touch" });
  assert.equal(hold.held(), false);
  list.send("touchstart");
  assert.equal(hold.held(), true);
  list.send("touchend", { touches: [] });
  assert.equal(hold.held(), true);
  await pass(1000);
  assert.equal(hold.held(), false);
});

test("a key holds it for a while, as long as the focus is in it", async () => {
  const { list, hold, document, pass } = held();
  document.activeElement = list;
  list.send("keydown");
  assert.equal(hold.held(), true);
  document.activeElement = document.createElement("input");
  assert.equal(hold.held(), false);
  document.activeElement = list;
  await pass(8000);
  assert.equal(hold.held(), false);
});

test("whoever asks for what waits gets it", () => {
  const { list, hold } = held();
  list.send("pointerover", over);
  hold.letGo();
  assert.equal(hold.held(), false);
});

test("a list that has gone is not spoken of", async () => {
  const { list, told, pass } = held();
  list.send("pointerleave");
  list.isConnected = false;
  await pass(1000);
  assert.equal(told.times, 0);
});
