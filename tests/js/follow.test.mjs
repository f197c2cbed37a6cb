import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

// Follows a server that tests play: `asked` are its questions, each with `answer` and `fail`.
function followed(rests = () => false) {
  const run = page(["assets/shell/follow.js"]);
  const asked = [];
  const applied = [];
  const states = [];
  const ask = (signal) =>
    new Promise((answer, fail) => {
      asked.push({ answer, fail, signal });
    });
  const apply = (told) => applied.push(told);
  const show = (state) => states.at(-1) === state || states.push(state);
  const control = run.ours.follow({ ask, apply, show, rests });
  return { ...run, asked, applied, states, control };
}

test("it waits until the first answer has come, and asks again a second later", async () => {
  const { asked, applied, states, pass } = followed();
  assert.deepEqual(states, ["waiting"]);
  assert.equal(asked.length, 1);
  asked[0].answer("first");
  await pass(500);
  assert.deepEqual(applied, ["first"]);
  assert.deepEqual(states, ["waiting", "live"]);
  assert.equal(asked.length, 1);
  await pass(500);
  assert.equal(asked.length, 2);
});

test("a page without answers is lost, and two quick answers make it live again", async () => {
  const { asked, states, pass } = followed();
  asked[0].answer("first");
  await pass(1000);
  asked[1].fail(new Error("no line"));
  await pass(5000);
  assert.equal(states.at(-1), "lost");
  asked.at(-1).answer("one may be luck");
  await pass(0);
  assert.equal(states.at(-1), "lost");
  await pass(250);
  asked.at(-1).answer("two are not");
  await pass(250);
  assert.equal(states.at(-1), "live");
});

test("an unanswered question is joined by another, and the older may still come in", async () => {
  const { asked, applied, pass } = followed();
  await pass(3000);
  assert.equal(asked.length, 2);
  asked[0].answer("late");
  await pass(0);
  assert.deepEqual(applied, ["late"]);
  asked[1].answer("newer");
  await pass(0);
  assert.deepEqual(applied, ["late", "newer"]);
});

test("an older answer is dropped once a newer one has been applied", async () => {
  const { asked, applied, pass } = followed();
  await pass(3000);
  asked[1].answer("newer");
  await pass(0);
  assert.equal(asked[0].signal.aborted, true);
  asked[0].answer("late");
  await pass(0);
  assert.deepEqual(applied, ["newer"]);
});

test("an error says how long to wait", async () => {
  const { asked, pass } = followed();
  asked[0].fail(Object.assign(new Error("signed out"), { pause: 10_000 }));
  await pass(9000);
  assert.equal(asked.length, 1);
  await pass(1000);
  assert.equal(asked.length, 2);
});

test("nobody is asked while nobody looks, and at once when somebody does", async () => {
  let hidden = true;
  const { asked, states, control, pass } = followed(() => hidden);
  await pass(60_000);
  assert.equal(asked.length, 0);
  hidden = false;
  control.soon(true);
  assert.equal(asked.length, 1);
  assert.deepEqual(states, ["waiting"]);
});
