// Who follows the log: witnesses, and any stranger who reaches the address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readJson } from "@rempart/trust";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
});
after(() => gate.stop());

test("strangers who follow in hundreds keep no witness out, and are answered themselves", async () => {
  const size = gate.context.log.size();
  const ending = new AbortController();
  let answered = 0;
  const strangers = Array.from({ length: 256 }, async () => {
    await gate.context.witnesses.rounds.next(size, 60, ending.signal);
    answered++;
  });
  // All of them wait by now.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const ask = async (wait: number) => {
    const response = await fetch(`${gate.url}/log/v1/head?size=${size}&wait=${wait}`);
    return { status: response.status, body: readJson(new Uint8Array(await response.arrayBuffer()), 1 << 20, "head") };
  };
  const first = await ask(0);
  assert.deepEqual([first.status, answered], [200, 0]);
  const following = ask(60);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // One made room, and the witness hears of what comes.
  assert.equal(answered, 1);
  await gate.enrolMany(1);
  const { status, body } = await following;
  assert.equal(status, 200, JSON.stringify(body));
  ending.abort();
  await Promise.all(strangers);
});
