import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addSignatures, type JsonValue, newId, signatureJson } from "@rempart/trust";
import { newSigner } from "./testing/organisation.ts";
import type { TestPhone } from "./testing/phone.ts";
import { startTestGatekeeper } from "./testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
});
after(() => gate.stop());

test("founding needs the code that the terminal printed, and happens once", async () => {
  const wrong = await gate.post("/gate/v1/found", { envelope: gate.organisation.genesis.envelope, mac: "AAAA" });
  assert.deepEqual([wrong.status, wrong.json.error], [403, "founding.code"]);
  assert.deepEqual((await gate.found()).json.index, 0);
  assert.deepEqual((await gate.found()).json.error, "founded");
});

test("a phone enrols by a signed ticket, is locked once, and reports", async () => {
  const [phone] = await gate.enrolMany(1);
  const { organisation } = gate;
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  const waiting = phone!.poll(30);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const accepted = await gate.submit(lock.envelope, [phone!.id]);
  assert.equal(accepted.json.state, "released");
  const seen = await waiting;
  assert.deepEqual(seen, [{ action: "lock", order: lock.hash }]);
  assert.deepEqual((await phone!.report(seen)).json, { seq: 1 });
  assert.deepEqual(await phone!.poll(), []);
  assert.deepEqual((await gate.submit(lock.envelope, [phone!.id])).json.error, "replay");
});

test("under-signed, expired, wrong list, altered: each is refused by its code", async () => {
  const { organisation } = gate;
  const [phone] = await gate.enrolMany(1);
  const wipe = await organisation.order("wipe", [phone!.id], [organisation.approvers[0]], {
    storage: true,
    esim: false,
    keepProtection: false,
  });
  assert.equal((await gate.submit(wipe.envelope, [phone!.id])).json.error, "signature.quorum");
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  assert.equal((await gate.submit(lock.envelope, [newId()])).json.error, "targets.list");
  const old = await organisation.order(
    "lock",
    [phone!.id],
    [organisation.operator],
    {},
    { createdAt: 1000, expiresAt: 2000 },
  );
  assert.equal((await gate.submit(old.envelope, [phone!.id])).json.error, "release.late");
  // Made on a machine whose clock is days off, either way.
  const now = Math.floor(Date.now() / 1000);
  for (const days of [-3, 3]) {
    const createdAt = now + days * 86_400;
    const times = { createdAt, expiresAt: createdAt + 30 * 86_400 };
    const skewed = await organisation.order("lock", [phone!.id], [organisation.operator], {}, times);
    const before = await gate.counts();
    const { status, json } = await gate.submit(skewed.envelope, [phone!.id]);
    assert.deepEqual([status, json.error], [403, "release.late"], String(json.message));
    assert.deepEqual(await gate.counts(), before);
  }
  const altered = {
    ...(lock.envelope as object),
    payload: (wipe.envelope as { payload: string }).payload,
  } as JsonValue;
  assert.equal((await gate.submit(altered, [phone!.id])).json.error, "signature.quorum");
});

test("a policy reaches 10 phones of 12 first; one more approver lifts it", async () => {
  const { organisation } = gate;
  const phones = await gate.enrolMany(12);
  const [a, b, c] = organisation.approvers;
  const policy = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b]);
  const all = await gate.enrolMany(1);
  const answer = await gate.submit(policy.envelope);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  const reached = async () => {
    let count = 0;
    for (const phone of [...phones, ...all]) {
      const seen = await phone.poll();
      await phone.report(seen.filter((one) => one.action === "policy")).catch(() => {});
      if (phone.state.streams[policy.body.stream!]) count++;
    }
    return count;
  };
  // Two earlier phones of this file are among the 15 that the policy concerns.
  assert.ok((await reached()) <= 10);
  const again = await gate.submit(policy.envelope);
  assert.equal(again.json.error, "signature.quorum");
  const lifted = addSignatures(policy.envelope, [signatureJson(await c.signer.sign(policy.pae))]);
  assert.equal((await gate.submit(lifted)).status, 200);
  assert.equal(await reached(), 13);

  const second = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b, c]);
  const { index } = (await gate.submit(second.envelope)).json as { index: number };
  const { envelope } = (await gate.get(`/log/v1/entry/${index}`)).json as { envelope: { payload: string } };
  const release = JSON.parse(Buffer.from(envelope.payload, "base64").toString()) as { reach: unknown };
  assert.deepEqual(release.reach, { all: true }, "signed by one more at once, it reaches all at once");
});

test("wipes go through the brake: ten in ten minutes over all orders, then they wait", async () => {
  const { organisation } = gate;
  const phones = await gate.enrolMany(12);
  const [a, b] = organisation.approvers;
  const params = { storage: false, esim: false, keepProtection: true };
  for (const part of [phones.slice(0, 8), phones.slice(8)]) {
    const ids = part.map((phone) => phone.id);
    const order = await organisation.order("wipe", ids, [a, b], params);
    assert.equal((await gate.submit(order.envelope, ids)).json.state, "released");
  }
  let wiped = 0;
  for (const phone of phones) {
    const seen = await phone.poll();
    const orders = seen.filter((one) => one.action === "wipe");
    wiped += orders.length;
    if (orders.length > 0) assert.equal((await phone.report(orders, "started")).status, 200);
  }
  assert.equal(wiped, 10);
  const gone = await phones[0]!.hello();
  assert.equal(gone.json.error, "device.gone");
});

test("a bulk wipe is held, and one approver cancels it", async () => {
  const { organisation } = gate;
  const phones = await gate.enrolMany(11);
  const ids = phones.map((phone) => phone.id);
  const order = await organisation.order("wipe", ids, organisation.approvers, {
    storage: false,
    esim: false,
    keepProtection: true,
  });
  assert.equal((await gate.submit(order.envelope, ids)).json.state, "held");
  const cancel = await organisation.orderAll("cancel", [organisation.approvers[2]], { order: order.hash });
  assert.equal((await gate.submit(cancel.envelope)).status, 200);
  assert.equal(gate.context.book.byHash.get(order.hash)!.state, "cancelled");
  // The phones that it was for remember that it is cancelled, whoever hands it to them; others need not know.
  const [first, second] = phones as [TestPhone, TestPhone];
  const heard = async (phone: TestPhone) => (await phone.poll()).filter((one) => one.order === cancel.hash);
  assert.deepEqual(await heard(first), [{ action: "cancel", order: cancel.hash }]);
  assert.deepEqual(first.state.cancelled, [order.hash]);
  await first.report([{ action: "cancel", order: cancel.hash }]);
  const [stranger] = (await gate.enrolMany(1)) as [TestPhone];
  assert.deepEqual(await heard(stranger), []);
  await gate.restart();
  for (const phone of [first, second, stranger]) await phone.hello();
  assert.deepEqual(await heard(second), [{ action: "cancel", order: cancel.hash }]);
  assert.deepEqual(await heard(first), [{ order: cancel.hash, code: "replay" }]);
  assert.deepEqual(await heard(stranger), []);
});

test("a policy that may erase reaches the phones of its first hour alone, each by name in the log", async () => {
  const { organisation } = gate;
  const group = newId();
  const phones = await gate.enrolMany(14, { groups: [group] });
  const [a, b] = organisation.approvers;
  const rules = [{ kind: "failedUnlocksBeforeWipe", attempts: 10 }];
  const policy = await organisation.policy(newId(), rules, undefined, [a, b], { targets: { group } });
  assert.equal((await gate.submit(policy.envelope)).status, 200);
  let reached = 0;
  for (const phone of phones) {
    const seen = await phone.poll();
    if (seen.some((one) => one.order === policy.hash && one.action === "policy")) reached++;
  }
  // Freshly enrolled, so the brake does not count them: the first hour's reach alone holds it at ten.
  assert.equal(reached, 10);
  const slots = gate.context.book.byHash.get(policy.hash)!.releases.slice(1);
  assert.ok(slots.every(({ document }) => "phones" in document.body.reach));
});

test("documents of another platform are not offered", async () => {
  const { organisation } = gate;
  const [phone] = await gate.enrolMany(1);
  const update = { action: "os-update", params: { platform: "ios", minimum: "26.1" }, stream: "os/ios", n: 1 };
  const order = await organisation.policy(newId(), [], undefined, organisation.approvers.slice(0, 2), update);
  assert.equal((await gate.submit(order.envelope)).status, 200);
  assert.ok(!(await phone!.poll()).some((one) => one.order === order.hash));
});

test("freeze stops everything until a quorum lifts it; phones follow", async () => {
  const { organisation } = gate;
  const [a, b] = organisation.approvers;
  const [phone] = await gate.enrolMany(1);
  await phone!.poll();
  const freeze = await organisation.orderAll("freeze", [a]);
  assert.equal((await gate.submit(freeze.envelope)).status, 200);
  await phone!.poll(30);
  assert.deepEqual(phone!.state.freezes, [freeze.hash]);
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).json.error, "signature.quorum");
  const policy = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b]);
  assert.equal((await gate.submit(policy.envelope)).json.error, "freeze");
  const unfreeze = await organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [a.id] });
  assert.equal((await gate.submit(unfreeze.envelope)).status, 200);
  await phone!.poll(30);
  assert.deepEqual(phone!.state.freezes, []);
  const second = await organisation.orderAll("freeze", [a]);
  assert.equal((await gate.submit(second.envelope)).json.error, "signature.quorum");
});

test("a freeze that only a phone knows is lifted by a quorum that names it", async () => {
  const { organisation } = gate;
  const [a, , c] = organisation.approvers;
  const [phone] = await gate.enrolMany(1);
  await phone!.poll();
  // As if a gatekeeper in other hands had shown it in a head.
  const strange = "5".repeat(64);
  phone!.state = { ...phone!.state, freezes: [strange] };
  const early = await organisation.orderAll("unfreeze", [a, c], { freezes: [strange], mute: [] });
  assert.equal((await gate.submit(early.envelope)).json.error, "schema");
  await phone!.poll();
  assert.deepEqual((await gate.get("/gate/v1/status")).json.strange, [strange]);
  const unfreeze = await organisation.orderAll("unfreeze", [a, c], { freezes: [strange], mute: [] });
  assert.equal((await gate.submit(unfreeze.envelope)).status, 200);
  await phone!.poll();
  assert.deepEqual(phone!.state.freezes, []);
  await gate.restart();
  assert.equal(gate.context.freezes.lifted.get(strange), unfreeze.hash);
});

test("a restart finds everything again", async () => {
  const [phone] = await gate.enrolMany(1);
  const { organisation } = gate;
  const lock = await organisation.order("lock", [phone!.id], [organisation.approvers[1]]);
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).status, 200);
  const size = gate.context.log.size();
  await gate.restart();
  assert.equal(gate.context.log.size(), size);
  await phone!.hello();
  const seen = await phone!.poll();
  assert.ok(
    seen.some((one) => one.order === lock.hash && one.action === "lock"),
    JSON.stringify(seen),
  );
});

test("a new charter ends what was pending and voids what names the old one", async () => {
  const [phone] = await gate.enrolMany(1);
  const { organisation } = gate;
  const lock = await organisation.order("lock", [phone!.id], [organisation.approvers[1]]);
  await gate.submit(lock.envelope, [phone!.id]);
  const next = await organisation.nextCharter({ from: gate.context.log.size() });
  const answer = await gate.submit(next.envelope);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  assert.ok(!(await phone!.poll()).some((one) => one.order === lock.hash));
  assert.equal(phone!.state.charters.length, 2);
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).json.error, "replay");
});

test("a charter that names another gatekeeper's keys is refused", async () => {
  const { organisation } = gate;
  const other = await newSigner();
  const size = gate.context.log.size();
  const next = await organisation.nextCharter({ sealKey: { kid: other.kid, spki: other.spki } });
  const answer = await gate.submit(next.envelope);
  assert.deepEqual([answer.status, answer.json.error, gate.context.log.size()], [400, "request", size]);
});
