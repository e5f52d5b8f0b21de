// What happens by the clock, with seconds in place of hours: hold, reach, expiry, pace; and what a cancel does to them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { addSignatures, newId, signatureJson } from "@rempart/trust";
import type { TestPhone } from "../testing/phone.ts";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let phones: TestPhone[];
before(async () => {
  gate = await startTestGatekeeper({
    charter: {
      brake: {
        destructive: [{ phones: 3, seconds: 86_400 }],
        hold: { above: 2, seconds: 2 },
        reach: { least: 2, permille: 10, seconds: 2 },
      },
    },
  });
  await gate.found();
  phones = await gate.enrolMany(6);
});
after(() => gate.stop());

const now = (): number => Math.floor(Date.now() / 1000);
const keep = { storage: false, esim: false, keepProtection: true };
const stateOf = (hash: string) => gate.context.book.byHash.get(hash)!.state;

async function reachesState(hash: string, state: string): Promise<void> {
  for (let waited = 0; stateOf(hash) !== state && waited < 8000; waited += 50) await sleep(50);
  assert.equal(stateOf(hash), state);
  const { rows } = await gate.context.pool.query<{ state: string }>(
    "select state from accepted_order where hash = $1",
    [hash],
  );
  assert.equal(rows[0]!.state, state);
}

async function wipe(count: number) {
  const ids = phones.slice(0, count).map((phone) => phone.id);
  const order = await gate.organisation.order("wipe", ids, gate.organisation.approvers, keep);
  return { order, answer: await gate.submit(order.envelope, ids) };
}

test("a policy reaches some phones, and all when its first hour is over", async () => {
  const { organisation } = gate;
  const policy = await organisation.policy(
    newId(),
    [{ kind: "camera", disabled: true }],
    undefined,
    organisation.approvers.slice(0, 2),
  );
  assert.equal((await gate.submit(policy.envelope)).status, 200);
  const reached = async () => {
    const seen = await Promise.all(phones.map((phone) => phone.poll()));
    return seen.filter((one) => one.some(({ order, code }) => order === policy.hash && code === undefined)).length;
  };
  assert.equal(await reached(), 2);
  for (let waited = 0; gate.context.book.byHash.get(policy.hash)!.releases.length < 2 && waited < 6000; waited += 50)
    await sleep(50);
  assert.equal(await reached(), 4);
  // Once all are reached there is nothing to lift.
  const { signer } = organisation.approvers[2];
  const lifted = addSignatures(policy.envelope, [signatureJson(await signer.sign(policy.pae))]);
  assert.equal((await gate.submit(lifted)).json.error, "replay");
});

test("a lift needs somebody new: the same person twice, or a stranger, lifts nothing", async () => {
  const { organisation } = gate;
  const [a, b, c] = organisation.approvers;
  const policy = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b]);
  assert.equal((await gate.submit(policy.envelope)).status, 200);
  const before = await gate.counts();
  for (const again of [
    policy.envelope,
    addSignatures(policy.envelope, [signatureJson(await b.signer.sign(policy.pae))]),
    addSignatures(policy.envelope, [signatureJson(await organisation.operator.signer.sign(policy.pae))]),
  ])
    assert.equal((await gate.submit(again)).json.error, "signature.quorum");
  assert.deepEqual(await gate.counts(), before);
  const lifted = addSignatures(policy.envelope, [signatureJson(await c.signer.sign(policy.pae))]);
  assert.equal((await gate.submit(lifted)).status, 200);
  assert.equal((await gate.submit(lifted)).json.error, "replay");
});

test("an order that nobody fetched in time ends, and is handed to nobody after", async () => {
  const { organisation } = gate;
  const ring = await organisation.order(
    "ring",
    [phones[5]!.id],
    [organisation.operator],
    { seconds: 5 },
    { expiresAt: now() + 1 },
  );
  assert.equal((await gate.submit(ring.envelope, [phones[5]!.id])).json.state, "released");
  await reachesState(ring.hash, "ended");
  assert.ok(!(await phones[5]!.poll()).some(({ order }) => order === ring.hash));
  const cancel = await organisation.orderAll("cancel", [organisation.approvers[0]], { order: ring.hash });
  assert.deepEqual((await gate.submit(cancel.envelope)).json.where, "order.params.order");
});

test("a held wipe that is cancelled as its hold ends stays cancelled, whoever comes first", async () => {
  const { organisation } = gate;
  for (const wait of [1700, 2000, 2300]) {
    const { order, answer } = await wipe(4);
    assert.equal(answer.json.state, "held");
    const cancel = await organisation.orderAll("cancel", [organisation.approvers[1]], { order: order.hash });
    await sleep(wait);
    assert.equal((await gate.submit(cancel.envelope)).status, 200);
    await sleep(300);
    await reachesState(order.hash, "cancelled");
    for (const phone of phones.slice(0, 4)) assert.ok(!(await phone.poll()).some((one) => one.order === order.hash));
  }
});

test("a held wipe is released when nobody cancelled it; the brake lets three through; a pace of the roots goes on", async () => {
  const { organisation } = gate;
  const { order, answer } = await wipe(5);
  assert.equal(answer.json.state, "held");
  assert.ok(!(await phones[0]!.poll()).some((one) => one.order === order.hash));
  await reachesState(order.hash, "released");
  const poll = async () => {
    const seen = await Promise.all(phones.slice(0, 5).map((phone) => phone.poll()));
    return seen.filter((one) => one.some(({ action }) => action === "wipe")).length;
  };
  assert.equal(await poll(), 3);
  assert.equal(await poll(), 0);
  const { rows } = await gate.context.pool.query("select 1 from slot where order_hash = $1", [order.hash]);
  assert.equal(rows.length, 3);
  const params = { order: order.hash, phones: 4, seconds: 60, until: now() + 60 };
  const people = await organisation.orderAll("pace", organisation.approvers, params);
  assert.equal((await gate.submit(people.envelope)).json.error, "signature.quorum");
  const pace = await organisation.orderAll("pace", organisation.roots.slice(0, 2), params);
  assert.equal((await gate.submit(pace.envelope)).status, 200);
  assert.equal(await poll(), 1);
  // A restart forgets neither slots nor pace.
  await gate.restart();
  for (const phone of phones) await phone.hello();
  assert.equal(gate.context.book.slots.length, 4);
});
