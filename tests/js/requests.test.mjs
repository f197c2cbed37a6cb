import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const CALLBACK = ["/_dash-update-component", { body: "{}" }];
const PAGE = ["/_dash-update-component", { body: '{"output":"..page.children...arrival.data.."}' }];
const answer = (status, body = "{}") => new Response(body, { status });

// A page whose server gives these answers in turn; an error is a line that is down.
function asking(...answers) {
  const sent = [];
  const fetch = async (address, options) => {
    sent.push({ address, signal: options?.signal });
    const next = answers.shift();
    if (next instanceof Error) {
      throw next;
    }
    return next === undefined
      ? new Promise((_done, fail) => {
          options.signal.addEventListener("abort", () => fail(new Error("aborted")));
        })
      : next;
  };
  const shell = { unanswered: "No answer", unansweredTyped: "Kept", forbidden: "Not allowed", failed: "Failed" };
  const run = page(["assets/shell/requests.js"], { fetch });
  const said = [];
  let signIns = 0;
  run.document.querySelector = () => ({ dataset: shell });
  run.document.querySelectorAll = () => [];
  Object.assign(run.ours, {
    isLost: () => false,
    holdsTyped: () => false,
    toast: (message) => said.push(message.words),
    signIn: async () => {
      signIns += 1;
    },
  });
  return { ...run, ask: (request) => run.world.fetch(...request), said, sent, signIns: () => signIns };
}

test("an answer is handed on whole", async () => {
  const { ask, said } = asking(answer(200, '{"response":1}'));
  assert.equal(await (await ask(CALLBACK)).text(), '{"response":1}');
  assert.deepEqual(said, []);
});

test("what is no callback of Dash's goes by untouched", async () => {
  const { ask, sent } = asking(answer(500));
  assert.equal((await ask(["/login", {}])).status, 500);
  assert.equal(sent[0].signal, undefined);
});

for (const [what, reply, words] of [
  ["a refusal", answer(403), "Not allowed"],
  ["a failure", answer(500), "Failed"],
  ["a server that is away", answer(502), "No answer"],
  ["a line that is down", new Error("down"), "No answer"],
]) {
  test(`${what} is said and changes nothing on the page`, async () => {
    const { ask, said } = asking(reply);
    const got = await ask(CALLBACK);
    assert.equal(got.status, 200);
    assert.deepEqual(await got.json(), { multi: true, response: {} });
    assert.deepEqual(said, [words]);
  });
}

test("a page is asked for until it comes", async () => {
  const { ask, said, sent, pass } = asking(new Error("down"), answer(503), answer(200, "page"));
  const got = ask(PAGE);
  await pass(4000);
  assert.equal(await (await got).text(), "page");
  assert.equal(sent.length, 3);
  assert.deepEqual(said, []);
});

test("a session that has ended is renewed once, and the question put again", async () => {
  const { ask, signIns, pass } = asking(answer(401), answer(401), answer(200, "mine"));
  const got = ask(CALLBACK);
  await pass(700);
  assert.equal(await (await got).text(), "mine");
  assert.equal(signIns(), 1);
});

test("an answer that does not come is given up after a minute", async () => {
  const { ask, said, pass } = asking(undefined);
  const got = ask(CALLBACK);
  await pass(59_000);
  assert.deepEqual(said, []);
  await pass(1000);
  assert.equal((await got).status, 200);
  assert.deepEqual(said, ["No answer"]);
});
