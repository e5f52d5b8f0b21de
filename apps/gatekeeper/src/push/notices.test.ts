// Browsers subscribe, drafts are announced, the gatekeeper raises its own alarms: with a push service on this machine.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonValue, newId } from "@rempart/trust";
import { newSigner, type TestPerson } from "../testing/organisation.ts";
import { startPushService } from "../testing/push-service.ts";
import { startTestGatekeeper } from "../testing/start.ts";

let service: Awaited<ReturnType<typeof startPushService>>;
let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  service = await startPushService();
  gate = await startTestGatekeeper({
    push: { hosts: [service.host] },
    charter: {
      brake: {
        destructive: [{ phones: 10, seconds: 600 }],
        hold: { above: 1, seconds: 1 },
        reach: { least: 4, permille: 10, seconds: 3600 },
      },
    },
  });
  assert.equal((await gate.found()).status, 201);
});
after(async () => {
  await gate.stop();
  service.stop();
});
beforeEach(async () => {
  await gate.context.pool.query("delete from push_subscription");
  service.pushed.length = 0;
});

const codeOf = ({ status, json }: { status: number; json: Record<string, JsonValue> }): string =>
  `${status} ${json.error ?? ""}`;
async function call(what: "subscribe" | "unsubscribe", person: { signer: TestPerson["signer"] }, endpoint: string) {
  const path = `/gate/v1/push/${what}`;
  return gate.post(path, await gate.organisation.proven(path, [person], { endpoint }));
}
const subscribe = async (person: TestPerson, name: string): Promise<void> => {
  const { status, json } = await call("subscribe", person, service.endpoint(name));
  assert.equal(status, 201, JSON.stringify(json));
};
/** One browser of each approver and of the operator. */
async function subscribeAll(): Promise<void> {
  const [a, b, c] = gate.organisation.approvers;
  for (const [person, name] of [
    [a, "a"],
    [b, "b"],
    [c, "c"],
    [gate.organisation.operator, "o"],
  ] as const)
    await subscribe(person, name);
}
const announce = (envelope: JsonValue) => gate.post("/gate/v1/announce", { envelope });
const wipe = (phones: readonly string[], signers: readonly TestPerson[]) =>
  gate.organisation.order("wipe", phones, signers, { storage: false, esim: false, keepProtection: true });
const paths = (pushed: readonly { path: string }[]): string[] => pushed.map(({ path }) => path);

test("browsers ask for the key, subscribe and unsubscribe, at push services only", async () => {
  const [a, b] = gate.organisation.approvers;
  const { json } = await gate.get("/gate/v1/push");
  assert.equal(Buffer.from(json.key as string, "base64url").length, 65);
  assert.deepEqual((await call("subscribe", a, service.endpoint("a"))).json, { subscriptions: 1 });
  assert.deepEqual((await call("subscribe", a, service.endpoint("a"))).json, { subscriptions: 1 }, "again");
  assert.deepEqual((await call("subscribe", a, "https://fcm.googleapis.com/fcm/send/x")).json, { subscriptions: 2 });
  for (const endpoint of ["http://localhost:1/", "https://127.0.0.1/", "https://10.0.0.1/", "https://evil.example/x"])
    assert.equal(codeOf(await call("subscribe", a, endpoint)), "400 push.endpoint", endpoint);
  assert.equal(codeOf(await call("subscribe", await newSigner(), service.endpoint("x"))), "403 reader");
  assert.deepEqual((await call("unsubscribe", b, service.endpoint("a"))).json, { subscriptions: 0 });
  assert.deepEqual((await call("unsubscribe", a, service.endpoint("a"))).json, { subscriptions: 1 });
  // The same browser, now another's.
  assert.deepEqual((await call("subscribe", b, "https://fcm.googleapis.com/fcm/send/x")).json, { subscriptions: 1 });
  const { rows } = await gate.context.pool.query("select person from push_subscription");
  assert.deepEqual(rows, [{ person: b.id }]);
});

test("ten browsers of one person: the eleventh takes the place of the oldest", async () => {
  const [a] = gate.organisation.approvers;
  for (let n = 0; n < 12; n++) {
    await subscribe(a, `browser-${n}`);
    await gate.context.pool.query("update push_subscription set created_at = $1 where endpoint like $2", [
      n,
      `%browser-${n}`,
    ]);
  }
  const { rows } = await gate.context.pool.query<{ endpoint: string }>(
    "select endpoint from push_subscription order by created_at",
  );
  const names = rows.map(({ endpoint }) => endpoint.split("/").at(-1));
  assert.deepEqual(names, ["browser-2", "browser-3", ...[4, 5, 6, 7, 8, 9, 10, 11].map((n) => `browser-${n}`)]);
});

test("a draft wakes who could still sign it, once, with nothing in it", async () => {
  const { organisation } = gate;
  const [a, b] = organisation.approvers;
  await subscribeAll();
  const draft = await wipe([newId()], [a]);
  assert.deepEqual((await announce(draft.envelope)).json, { told: 2 });
  const pushed = await service.take(2);
  assert.deepEqual(paths(pushed), ["/b", "/c"]);
  for (const { body, urgency, topic } of pushed) {
    assert.deepEqual([body, urgency], ["", "normal"]);
    assert.match(topic, /^[\w-]{22}$/);
  }
  assert.deepEqual((await announce(draft.envelope)).json, { told: 0 }, "announced before");
  // Drafted by an operator, all approvers are asked.
  assert.deepEqual((await announce((await wipe([newId()], [organisation.operator])).envelope)).json, { told: 3 });
  assert.deepEqual(paths(await service.take(3)), ["/a", "/b", "/c"]);
  const lock = await organisation.order("lock", [newId()], [organisation.operator]);
  assert.deepEqual((await announce(lock.envelope)).json, { told: 0 }, "nobody is needed any more");
  const { ticket } = await organisation.ticket(5, [b]);
  assert.deepEqual((await announce(ticket.envelope)).json, { told: 2 });
  assert.deepEqual(paths(await service.take(2)), ["/a", "/c"]);
  assert.equal((await service.take(0)).length, 0);
});

test("what nobody of the charter signed, or is not of now, wakes nobody", async () => {
  const { organisation } = gate;
  const [a, b] = organisation.approvers;
  await subscribeAll();
  const draft = await wipe([newId()], [a]);
  const other = await wipe([newId()], [b]);
  type Envelope = { payload: string; signatures: { keyid: string; sig: string }[] };
  const [own, foreign] = [draft.envelope, other.envelope] as unknown as [Envelope, Envelope];
  const forged = [
    { ...own, signatures: [] },
    { ...own, signatures: foreign.signatures },
    { ...own, signatures: [{ ...own.signatures[0]!, keyid: organisation.operator.kid }] },
    { ...own, payload: foreign.payload },
    (await organisation.order("unenrol", [newId()], [{ ...a, signer: (await newSigner()).signer }])).envelope,
  ] as unknown as JsonValue[];
  for (const envelope of forged) {
    const answer = await announce(envelope);
    assert.equal(codeOf(answer), "403 signature.quorum", JSON.stringify(answer.json));
  }
  const now = Math.floor(Date.now() / 1000);
  const at = (createdAt: number, expiresAt = createdAt + 7 * 86_400) =>
    organisation.order("lock", [newId()], [a], {}, { createdAt, expiresAt });
  assert.equal(codeOf(await announce((await at(now - 86_500)).envelope)), "403 release.late");
  assert.equal(codeOf(await announce((await at(now - 100, now - 1)).envelope)), "403 window.expired");
  const strange = await organisation.order("lock", [newId()], [a], {}, { charter: "0".repeat(64) });
  assert.equal(codeOf(await announce(strange.envelope)), "403 charter.current");
  const old = await organisation.ticket(5, [a], { createdAt: now - 90_000, expiresAt: now + 1000 });
  assert.equal(codeOf(await announce(old.ticket.envelope)), "403 release.late");
  const floor = { version: 1, hash: "0".repeat(64) };
  const below = await organisation.ticket(5, [a], { floor });
  assert.equal(codeOf(await announce(below.ticket.envelope)), "403 charter.current");
  assert.equal(codeOf(await announce(organisation.genesis.envelope)), "400 type");
  assert.equal(codeOf(await announce(await organisation.signin([a]))), "400 type");
  await sleep(50);
  assert.deepEqual(service.pushed, []);
});

test("one key makes no storm: 30 drafts in an hour, and what waits for one browser is one message", async () => {
  const { organisation } = gate;
  // Of this test alone: drafts of the others are counted too.
  const [, , c] = organisation.approvers;
  await subscribe(organisation.approvers[0], "busy");
  await subscribe(c, "c");
  service.answers.set("/busy", 503);
  for (let n = 0; n < 30; n++) {
    const { status, json } = await announce((await wipe([newId()], [c])).envelope);
    assert.deepEqual([status, json.told], [200, 1], JSON.stringify(json));
    if (n === 0) assert.deepEqual(paths(await service.take(1)), ["/busy"]);
  }
  const tooMany = await announce((await wipe([newId()], [c])).envelope);
  assert.equal(codeOf(tooMany), "429 rate");
  await sleep(50);
  assert.deepEqual(service.pushed, [], "one message waits until its push service wants it");
});

test("a wipe that is released wakes every approver at once, who signed it as well", async () => {
  const { organisation } = gate;
  const [phone] = await gate.enrolMany(1);
  await subscribeAll();
  const order = await wipe([phone!.id], organisation.approvers.slice(0, 2));
  assert.equal((await gate.submit(order.envelope, [phone!.id])).json.state, "released");
  const pushed = await service.take(3);
  assert.deepEqual(paths(pushed), ["/a", "/b", "/c"]);
  assert.ok(pushed.every(({ body, urgency }) => body === "" && urgency === "high"));
  assert.deepEqual((await announce(order.envelope)).json, { told: 0 }, "accepted already");
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).status, 200);
  await sleep(50);
  assert.deepEqual(service.pushed, [], "a lock is none");
});

test("a hold wakes them, its end again; so do a freeze and a rollout that halts", async () => {
  const { organisation } = gate;
  const [a, b] = organisation.approvers;
  const phones = await gate.enrolMany(4);
  await subscribe(a, "a");
  const ids = phones.slice(0, 2).map(({ id }) => id);
  const bulk = await wipe(ids, organisation.approvers);
  assert.equal((await gate.submit(bulk.envelope, ids)).json.state, "held");
  assert.deepEqual(paths(await service.take(1)), ["/a"]);
  assert.deepEqual(paths(await service.take(1)), ["/a"], "the hold of a second is over");

  const rules = [{ kind: "camera", disabled: true }];
  const policy = await organisation.policy(newId(), rules, undefined, [a, b]);
  assert.equal((await gate.submit(policy.envelope)).status, 200);
  for (const phone of phones) {
    const seen = (await phone.poll()).filter(({ action }) => action === "policy");
    await phone.report(seen, "failed");
  }
  assert.deepEqual(paths(await service.take(1)), ["/a"], "halted");
  assert.ok([...gate.context.book.byHash.values()].some(({ halted }) => halted));

  const freeze = await organisation.orderAll("freeze", [a]);
  assert.equal((await gate.submit(freeze.envelope)).status, 200);
  const [pushed] = await service.take(1);
  assert.deepEqual([pushed!.path, pushed!.urgency], ["/a", "high"]);
  assert.equal(codeOf(await announce((await wipe([newId(), newId()], [b])).envelope)), "403 freeze");
  const lift = await organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [] });
  assert.equal((await gate.submit(lift.envelope)).status, 200);
});

test("a browser that is gone is forgotten; a push service that is away or moves holds nothing up", async () => {
  const { organisation } = gate;
  const [a, b, c] = organisation.approvers;
  await subscribeAll();
  service.answers.set("/a", 410).set("/b", 307).set("/c", 503);
  const [phone] = await gate.enrolMany(1);
  const order = await wipe([phone!.id], [a, b]);
  assert.equal((await gate.submit(order.envelope, [phone!.id])).status, 200);
  assert.deepEqual(paths(await service.take(3)), ["/a", "/b", "/c"]);
  for (let n = 0; n < 100 && (await gate.counts()).push_subscription !== 3; n++) await sleep(10);
  const { rows } = await gate.context.pool.query<{ person: string }>("select person from push_subscription");
  const left = [b.id, c.id, organisation.operator.id];
  assert.deepEqual(rows.map(({ person }) => person).sort(), left.sort());
  service.answers.clear();
});

test("who leaves the charter is woken no more", async () => {
  const { organisation } = gate;
  const [a, b] = organisation.approvers;
  await subscribeAll();
  const people = [a, b].map(({ id, role, kid, spki }) => ({
    id,
    roles: [role],
    credentials: [{ kid, kind: "key", alg: "ES256", spki }],
  }));
  const next = await organisation.nextCharter({ from: gate.context.log.size(), people });
  assert.equal((await gate.submit(next.envelope)).status, 200);
  const { rows } = await gate.context.pool.query<{ endpoint: string }>("select endpoint from push_subscription");
  assert.deepEqual(rows.map(({ endpoint }) => endpoint.at(-1)).sort(), ["a", "b"]);
  const key = (await gate.get("/gate/v1/push")).json.key;
  await gate.restart();
  assert.equal((await gate.get("/gate/v1/push")).json.key, key);
  assert.equal((await gate.counts()).push_subscription, 2);
});
