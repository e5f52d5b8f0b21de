import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, linkToken, orderEvent, phoneEvent, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench({ founded: false });
});
after(() => bench.stop());

function send(events: object[], token: string | undefined = linkToken) {
  return bench.post("/link/v1/events", { events }, token);
}
const numbered = (seq: number, event: object) => ({ at: 1, ...event, seq });
const phones = Array.from({ length: 3 }, () => newId());

test("without the link token nothing is taken, a session's token included", async () => {
  for (const token of ["", `${linkToken}x`, linkToken.slice(0, -1)]) {
    const { status, body } = await send([numbered(1, phoneEvent(phones[0]!))], token);
    assert.deepEqual([status, body.error], [401, "link"]);
  }
  assert.equal((await bench.post("/link/v1/events", { events: [] })).status, 401);
});

test("before founding, sign-in says what is missing", async () => {
  const { envelope } = await bench.organisation.signin(bench.organisation.alice, "A".repeat(43));
  const { status, body } = await bench.post("/api/v1/signin", { envelope });
  assert.deepEqual([status, body.error], [409, "not-founded"]);
});

test("a genesis that its roots did not sign is refused and reported", async () => {
  const forged = { ...(bench.organisation.charter.envelope as object), signatures: [] };
  const { status, body } = await send([numbered(1, { type: "charter", envelope: forged })]);
  assert.deepEqual([status, body.error], [403, "charter.chain"]);
  assert.equal(bench.reports.at(-1)?.event, "charter-refused");
});

test("events come in order, without holes; repeats must be equal", async () => {
  const { charter } = bench.organisation;
  const first = numbered(1, { type: "charter", envelope: charter.envelope });
  assert.deepEqual((await send([first])).body, { seq: 1 });
  const second = numbered(2, phoneEvent(phones[0]!));
  assert.deepEqual((await send([first, second])).body, { seq: 2 });
  assert.deepEqual((await send([first, second])).body, { seq: 2 });
  assert.deepEqual((await send([])).body, { seq: 2 });

  const gap = await send([numbered(4, phoneEvent(phones[1]!))]);
  assert.deepEqual([gap.status, gap.body.error, gap.body.seq], [409, "link.gap", 2]);
  assert.match(gap.body.message, /3 is the next/);
  const other = await send([numbered(2, phoneEvent(phones[0]!, { model: "other" }))]);
  assert.deepEqual([other.status, other.body.error], [409, "link.conflict"]);
});

test("a batch is taken in whole or not at all; unknown types are refused", async () => {
  const good = numbered(3, phoneEvent(phones[1]!));
  assert.equal((await send([good, numbered(4, { type: "surprise" })])).status, 400);
  const forged = { ...(await bench.organisation.order("lock", phones, [])), hash: "0".repeat(64) };
  const bad = await send([good, numbered(4, orderEvent(forged, phones, []))]);
  assert.deepEqual([bad.status, bad.body.error], [400, "link.hash"]);
  assert.deepEqual((await send([])).body, { seq: 2 });
});

test("batches sent at once do not interleave", async () => {
  const batch = [numbered(3, phoneEvent(phones[1]!)), numbered(4, phoneEvent(phones[2]!))];
  const answers = await Promise.all([send(batch), send(batch), send(batch)]);
  assert.deepEqual(
    answers.map(({ body }) => body),
    [{ seq: 4 }, { seq: 4 }, { seq: 4 }],
  );
});

test("a successor the roots did not sign is refused, also to the holder of the link token", async () => {
  const { organisation } = bench;
  const forged = await organisation.successor({}, [organisation.alice.key]);
  const skipped = await organisation.successor({ version: 3 });
  for (const { envelope } of [forged, skipped]) {
    const { status, body } = await send([numbered(5, { type: "charter", envelope })]);
    assert.deepEqual([status, body.error], [403, "charter.chain"]);
  }
  const another = await (await import("../testing/organisation.ts")).foundOrganisation(1);
  const { body } = await send([numbered(5, { type: "charter", envelope: another.charter.envelope })]);
  assert.equal(body.error, "org");
});

test("phones, orders, releases, results and the freeze are shown as told", async () => {
  const { organisation } = bench;
  const token = await bench.signIn(organisation.ada);
  const order = await organisation.order("lock", phones, [organisation.olga]);
  const release = await organisation.release(order, 3, [organisation.olga]);
  const [phone] = phones as [string];
  const done = await organisation.result(phone, 1, order);
  const standing = await organisation.standing(1, undefined, [organisation.alice, organisation.bob]);
  const { status } = await send([
    numbered(5, orderEvent(order, phones, [organisation.olga], "held")),
    numbered(6, orderEvent(order, phones, [organisation.olga])),
    numbered(7, { type: "release", order: order.hash, index: 1, envelope: release.envelope }),
    numbered(8, {
      type: "result",
      device: phone,
      order: order.hash,
      kind: "order",
      outcome: "done",
      envelope: done.envelope,
    }),
    numbered(9, {
      type: "seen",
      phones: [
        [phone, 50],
        [newId(), 60],
      ],
    }),
    numbered(10, { type: "seen", phones: [[phone, 40]] }),
    numbered(11, { type: "freeze", freezes: [order.hash] }),
    numbered(12, orderEvent(standing, [], [organisation.alice, organisation.bob])),
    numbered(13, phoneEvent(phones[1]!, { state: "gone" })),
  ]);
  assert.equal(status, 200);

  const shown = (await bench.get(`/api/v1/orders/${order.hash}`, token)).body;
  assert.equal(shown.state, "released");
  assert.deepEqual(shown.targets, phones);
  assert.deepEqual(shown.by, [organisation.olga.id]);
  assert.deepEqual(shown.releases, [{ index: 1, envelope: release.envelope }]);
  assert.deepEqual(shown.outcomes, { done: 1 });
  assert.deepEqual(shown.results, [{ device: phone, outcome: "done", at: done.body.at, envelope: done.envelope }]);
  const one = (await bench.get(`/api/v1/phones/${phone}`, token)).body;
  assert.equal(one.seenAt, 50);
  assert.equal(one.results[0].order, order.hash);
  assert.deepEqual((await bench.get("/api/v1/streams?name=os/android", token)).body, { n: 1, hash: standing.hash });
  assert.equal((await bench.get("/api/v1/streams?name=agent", token)).status, 404);

  const state = (await bench.get("/api/v1/status", token)).body;
  assert.deepEqual(state.phones, { ready: 2, gone: 1 });
  assert.deepEqual(state.orders, { released: 2 });
  assert.deepEqual([state.frozen, state.behind, state.version], [true, 0, 1]);
});

test("pages meet without holes or repeats", async () => {
  const token = await bench.signIn(bench.organisation.ada);
  const seen: string[] = [];
  let next: string | undefined = "";
  while (next !== undefined) {
    const { body } = await bench.get(`/api/v1/phones?limit=2${next && `&after=${next}`}`, token);
    seen.push(...body.phones.map((phone: { id: string }) => phone.id));
    next = body.next;
  }
  assert.deepEqual(seen, [...phones].sort());
  const { body } = await bench.get("/api/v1/orders?limit=1", token);
  const rest = await bench.get(`/api/v1/orders?limit=1&before=${body.next}`, token);
  assert.deepEqual([body.orders[0].action, rest.body.orders[0].action], ["os-update", "lock"]);
  assert.equal(rest.body.next, undefined);
});

test("a draft that was submitted past this server waits no longer", async () => {
  const { organisation } = bench;
  const token = await bench.signIn(organisation.olga);
  const order = await organisation.order("lock", phones, [organisation.olga]);
  const draft = { envelope: order.envelope, targets: phones };
  assert.equal((await bench.post("/api/v1/drafts", draft, token)).status, 201);
  assert.equal((await send([numbered(14, orderEvent(order, phones, [organisation.olga]))])).status, 200);
  assert.equal((await bench.get(`/api/v1/drafts/${order.hash}`, token)).body.state, "accepted");
});
