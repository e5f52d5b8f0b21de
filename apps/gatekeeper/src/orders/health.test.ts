// The canary: a standing document that fails on the first phones reaches no others, until people say so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { addSignatures, newId, signatureJson } from "@rempart/trust";
import type { TestPhone } from "../testing/phone.ts";
import { startTestGatekeeper } from "../testing/start.ts";
import { isFailing } from "./health.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let phones: TestPhone[];
before(async () => {
  gate = await startTestGatekeeper({
    charter: {
      brake: {
        destructive: [{ phones: 3, seconds: 86_400 }],
        hold: { above: 2, seconds: 2 },
        reach: { least: 4, permille: 10, seconds: 3 },
      },
    },
  });
  await gate.found();
  phones = await gate.enrolMany(6);
});
after(() => gate.stop());

async function release() {
  const { organisation } = gate;
  const rules = [{ kind: "camera", disabled: true }];
  const policy = await organisation.policy(newId(), rules, undefined, organisation.approvers.slice(0, 2));
  assert.equal((await gate.submit(policy.envelope)).status, 200);
  return policy;
}
/** Phones that are handed the document now. */
async function reached(hash: string): Promise<TestPhone[]> {
  const got: TestPhone[] = [];
  for (const phone of phones)
    if ((await phone.poll()).some(({ order, code }) => order === hash && code === undefined)) got.push(phone);
  return got;
}
const entryOf = (hash: string) => gate.context.book.byHash.get(hash)!;
async function events() {
  const { rows } = await gate.context.pool.query<{ body: string }>("select body from outbox where type = 'halted'");
  return rows.map(({ body }) => JSON.parse(body) as { order: string; failed: number; reported: number });
}

test("three failures and more than a fifth of those that reported", () => {
  const failing = (reported: number, failed: number): boolean => {
    const failures = new Map(Array.from({ length: reported }, (_, index) => [String(index), index < failed]));
    return isFailing({ failures } as never);
  };
  assert.deepEqual(
    [failing(2, 2), failing(3, 3), failing(15, 3), failing(14, 3), failing(100, 20), failing(100, 21)],
    [false, true, false, true, false, true],
  );
});

test("two failures of four: it goes on by the clock", async () => {
  const policy = await release();
  const first = await reached(policy.hash);
  assert.equal(first.length, 4);
  for (const [index, phone] of first.entries())
    await phone.report([{ order: policy.hash }], index < 2 ? "failed" : "done");
  await sleep(4500);
  assert.equal((await reached(policy.hash)).length, 2);
  assert.deepEqual(await events(), []);
});

test("three failures: halted at once, told once, also over a restart; one more approver lets it go on", async () => {
  const policy = await release();
  const first = await reached(policy.hash);
  for (const [index, phone] of first.entries())
    await phone.report([{ order: policy.hash }], index < 3 ? "failed" : "done");
  for (let waited = 0; !entryOf(policy.hash).halted && waited < 5000; waited += 50) await sleep(50);
  await gate.restart();
  for (const phone of phones) await phone.hello();
  assert.equal(entryOf(policy.hash).halted, true);
  await sleep(4500);
  const rest = phones.filter((phone) => !first.includes(phone));
  for (const phone of rest) assert.ok(!(await phone.poll()).some(({ order }) => order === policy.hash));
  assert.equal(entryOf(policy.hash).releases.length, 1);
  assert.deepEqual(await events(), [{ order: policy.hash, failed: 3, reported: 4 }]);

  const more = addSignatures(policy.envelope, [
    signatureJson(await gate.organisation.approvers[2].signer.sign(policy.pae)),
  ]);
  assert.equal((await gate.submit(more)).status, 200);
  for (const phone of rest) assert.ok((await phone.poll()).some(({ order }) => order === policy.hash));
});

test("what phones said before a restart counts after it", async () => {
  const policy = await release();
  const first = await reached(policy.hash);
  for (const phone of first.slice(0, 2)) await phone.report([{ order: policy.hash }], "failed");
  await gate.restart();
  for (const phone of phones) await phone.hello();
  await first[2]!.report([{ order: policy.hash }], "failed");
  for (let waited = 0; !entryOf(policy.hash).halted && waited < 5000; waited += 50) await sleep(50);
  assert.deepEqual((await events()).at(-1), { order: policy.hash, failed: 3, reported: 3 });
});
