// What one phone was told, with the documents to prove it by; orders by whom they concern and who signed them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Document,
  everyPhone,
  fromBase64,
  fromHex,
  newId,
  openEnvelope,
  orderType,
  releaseType,
  signDocument,
  targetLeaf,
  toHex,
  verifyInclusion,
} from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, start, startBench } from "../testing/server.ts";

let bench: Bench;
let token: string;
const group = newId();
const [device, other] = [newId(), newId()];
let index = 0;
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.ada);
  await bench.tell(phoneEvent(device, { groups: [group] }), phoneEvent(other));
});
after(() => bench.stop());

/** A release of `order`, as the gatekeeper tells it. */
async function releaseEvent(order: Document<unknown>, reach: object, at = start) {
  const { genesis, olga } = bench.organisation;
  const body = { v: 1, org: genesis, order: order.hash, accepted: start, at, phones: 2, reach, by: [olga.id] };
  const { envelope } = await signDocument(releaseType, body as never, []);
  return { type: "release", order: order.hash, index: index++, envelope };
}
async function resultEvent(of: string, seq: number, order: Document<unknown>, outcome: string) {
  const { envelope } = await bench.organisation.result(of, seq, order, { outcome });
  return { type: "result", device: of, kind: "order", order: order.hash, outcome, envelope };
}
const read = async (path: string) => {
  const { status, body } = await bench.get(path, token);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};

test("a phone's timeline has its list's, its group's and its answered orders, each with its proofs", async () => {
  const { organisation } = bench;
  const { alice, bob, olga } = organisation;
  const lock = await organisation.order("lock", [device, other], [olga]);
  const elsewhere = await organisation.order("lock", [other], [olga]);
  const grouped = await organisation.standing(1, undefined, [alice, bob], { targets: { group } });
  const foreign = await organisation.standing(2, grouped.hash, [alice, bob], { targets: { group: newId() } });
  const answered = await organisation.standing(3, foreign.hash, [alice, bob], { targets: { group: newId() } });
  const { id } = openEnvelope(orderType, lock.envelope).body;
  const leaf = toHex(targetLeaf(id, device));
  const theirs = toHex(targetLeaf(id, other));
  const releases = [
    await releaseEvent(lock, { none: true }),
    await releaseEvent(lock, { phones: [theirs] }),
    await releaseEvent(lock, { phones: [leaf] }),
    await releaseEvent(lock, { phones: [theirs] }),
    await releaseEvent(lock, { phones: [theirs] }),
  ];
  await bench.tell(
    orderEvent(lock, [device, other].sort(), [olga]),
    orderEvent(elsewhere, [other], [olga]),
    orderEvent(grouped, [], [alice, bob]),
    orderEvent(foreign, [], [alice, bob]),
    orderEvent(answered, [], [alice, bob]),
    ...releases,
    await resultEvent(device, 1, answered, "done"),
    // Of one second: the phone's own numbering says which is the newest.
    await resultEvent(device, 3, lock, "done"),
    await resultEvent(device, 2, lock, "started"),
    await resultEvent(other, 1, lock, "failed"),
  );
  const path = `/api/v1/phones/${device}/orders`;
  const { orders } = await read(path);
  assert.deepEqual(
    orders.map(({ hash }: { hash: string }) => hash),
    [answered.hash, grouped.hash, lock.hash],
  );
  const shown = orders[2];
  assert.deepEqual([shown.envelope, shown.action, shown.state, shown.phones], [lock.envelope, "lock", "released", 2]);
  // The first, the one that names this phone, the newest: not those of others between them.
  assert.deepEqual(
    shown.releases,
    [releases[0]!, releases[2]!, releases[4]!].map(({ index: at, envelope }) => ({ index: at, envelope })),
  );
  assert.deepEqual([shown.result.outcome, orders[0].result.outcome, orders[1].result], ["done", "done", undefined]);
  const { targets } = openEnvelope(orderType, lock.envelope).body;
  assert.ok("count" in targets);
  const proof = fromBase64(shown.target.proof)!;
  const nodes = Array.from({ length: proof.length / 32 }, (_, at) => proof.subarray(32 * at, 32 * at + 32));
  const claim = { index: shown.target.index, size: targets.count, root: fromHex(targets.root), path: nodes };
  assert.ok(verifyInclusion({ ...claim, leaf: targetLeaf(id, device) }));
  assert.ok(!verifyInclusion({ ...claim, leaf: targetLeaf(id, other) }));
  assert.deepEqual([orders[1].target, orders[1].stream, orders[1].n], [undefined, "os/android", 1]);

  const first = await read(`${path}?limit=2`);
  assert.equal(first.orders.length, 2);
  const rest = await read(`${path}?limit=2&before=${first.next}`);
  assert.deepEqual([rest.orders.map(({ hash }: { hash: string }) => hash), rest.next], [[lock.hash], undefined]);
  assert.equal((await bench.get(`/api/v1/phones/${newId()}/orders`, token)).status, 404);

  const of = async (query: string) =>
    (await read(`/api/v1/orders?${query}`)).orders.map(({ hash }: { hash: string }) => hash);
  assert.deepEqual(await of(`device=${device}`), [answered.hash, grouped.hash, lock.hash]);
  assert.deepEqual(await of(`device=${other}&action=lock`), [elsewhere.hash, lock.hash]);
  assert.deepEqual(await of(`device=${newId()}`), []);
});

test("a phone to which nothing applies has an empty list, not an error", async () => {
  const { documents } = await read(`/api/v1/phones/${other}/standing`);
  assert.deepEqual(documents, []);
});

test("what applies to a phone now: the newest of each stream for its groups, and its assignment", async () => {
  const { organisation } = bench;
  const { alice, bob } = organisation;
  const policy = (n: number, prev: string | undefined, to: string) => {
    const id = "AAAAAAAAAAAAAAAAAAAAAw";
    const params = { id, rules: [{ kind: "camera", disabled: true }] };
    return organisation.standing(n, prev, [alice, bob], {
      action: "policy",
      params,
      stream: `policy/${id}`,
      targets: { group: to },
    });
  };
  const first = await policy(1, undefined, everyPhone);
  const second = await policy(2, first.hash, group);
  const held = await policy(3, second.hash, group);
  const older = await organisation.assign([device], [], [alice, bob], start - 60);
  const newer = await organisation.assign([device, other], [group], [alice, bob]);
  const policies = [orderEvent(first, [], [alice, bob]), orderEvent(second, [], [alice, bob])];
  await bench.tell(
    ...policies,
    orderEvent(held, [], [alice, bob], "held"),
    await resultEvent(device, 9, second, "failed"),
  );
  // Told late, it is still the older one.
  await bench.tell(orderEvent(newer, [device, other], [alice, bob]), orderEvent(older, [device], [alice, bob]));
  const { groups, documents } = await read(`/api/v1/phones/${device}/standing`);
  assert.deepEqual(groups, [group, everyPhone]);
  assert.deepEqual(
    documents.map(({ stream, hash, newest, result }: { [field: string]: { n?: number; outcome?: string } }) => [
      stream,
      hash,
      newest?.n,
      result?.outcome,
    ]),
    [
      // The stream went on for other groups, so this phone keeps an older document; a held one is on no phone.
      ["os/android", (await read(`/api/v1/streams/history?name=os/android`)).documents.at(-1).hash, 3, undefined],
      ["policy/AAAAAAAAAAAAAAAAAAAAAw", second.hash, 2, "failed"],
      ["assign", newer.hash, undefined, undefined],
    ],
  );
  const outside = await read(`/api/v1/phones/${other}/standing`);
  assert.deepEqual(
    outside.documents.map(({ hash }: { hash: string }) => hash),
    [first.hash, newer.hash],
  );
});

test("a list that no order signed proves no place, and takes nothing else along", async () => {
  const { olga } = bench.organisation;
  const order = await bench.organisation.order("ring", [device], [olga], { params: { seconds: 5 } });
  await bench.tell(orderEvent(order, [device, `${"x".repeat(21)}9`], [olga]));
  const { orders } = await read(`/api/v1/phones/${device}/orders?limit=1`);
  assert.deepEqual([orders[0].hash, orders[0].target], [order.hash, undefined]);
});

test("orders are found by state, action, stream and who signed, and counted so", async () => {
  const { alice, olga } = bench.organisation;
  const of = async (query: string) => (await read(`/api/v1/orders?${query}`)).orders;
  for (const one of await of(`by=${alice.id}`)) assert.ok(one.by.includes(alice.id));
  assert.equal((await of(`by=${olga.id}&action=lock`)).length, 2);
  assert.equal((await of("state=held"))[0].action, "policy");
  assert.equal((await of("state=held,released&action=policy")).length, 3);
  assert.equal((await of("stream=os/android")).length, 3);
  assert.deepEqual((await of("limit=1&results=0&action=lock"))[0].results, []);
  const { facets } = await read("/api/v1/orders/facets");
  assert.deepEqual(facets, {
    state: { held: 1, released: 10 },
    action: { lock: 2, "os-update": 3, policy: 3, assign: 2, ring: 1 },
  });
  assert.deepEqual((await read("/api/v1/orders/facets?state=held&action=lock")).facets, {
    state: { released: 2 },
    action: { policy: 1 },
  });
  for (const query of ["state=lost", "action=A", "by=x", "device=x", "stream=*"])
    assert.equal((await bench.get(`/api/v1/orders?${query}`, token)).body.error, "schema", query);
});

test("an order says how many phones said nothing, and comes without its lists where asked", async () => {
  const { orders } = await read("/api/v1/orders?action=lock&limit=1&before=1000000");
  const [{ hash }] = orders;
  const whole = await read(`/api/v1/orders/${hash}`);
  assert.deepEqual([whole.silent, whole.outcomes, whole.targets], [1, {}, [other]]);
  const slim = await read(`/api/v1/orders/${hash}?results=0&targets=false`);
  assert.deepEqual([slim.silent, slim.targets, slim.results], [1, undefined, []]);
  // Of a group: its members as they are now, less those that answered.
  const [grouped] = (await read(`/api/v1/phones/${device}/orders`)).orders.filter(({ n }: { n?: number }) => n === 2);
  const { silent, outcomes } = await read(`/api/v1/orders/${grouped.hash}`);
  assert.deepEqual([silent, outcomes], [0, { failed: 1 }]);
});

test("streams are listed with their newest, and read back document by document", async () => {
  const { streams } = await read("/api/v1/streams");
  assert.deepEqual(
    streams.map(({ name, n, action, state }: { [field: string]: string }) => [name, n, action, state]),
    [
      ["assign", undefined, "assign", "released"],
      ["os/android", 3, "os-update", "released"],
      ["policy/AAAAAAAAAAAAAAAAAAAAAw", 3, "policy", "held"],
    ],
  );
  assert.deepEqual((await read("/api/v1/streams?prefix=policy/")).streams, [streams[2]]);
  assert.deepEqual([streams[2].group, streams[0].group, streams[2].acceptedAt], [group, undefined, start]);
  const first = await read("/api/v1/streams?limit=2");
  assert.deepEqual([first.streams, first.next], [streams.slice(0, 2), "os/android"]);
  assert.deepEqual(await read(`/api/v1/streams?limit=2&after=${first.next}`), { streams: streams.slice(2) });
  assert.deepEqual(await read("/api/v1/streams?name=os/android"), { n: 3, hash: streams[1].hash });

  const name = "policy/AAAAAAAAAAAAAAAAAAAAAw";
  const { documents, next } = await read(`/api/v1/streams/history?name=${name}`);
  assert.deepEqual(
    documents.map(({ n, state, hash }: { [field: string]: string }) => [n, state, hash === streams[2].hash]),
    [
      [3, "held", true],
      [2, "released", false],
      [1, "released", false],
    ],
  );
  const { alice, bob } = bench.organisation;
  assert.deepEqual([next, documents[0].by, documents[2].group], [undefined, [alice.id, bob.id], everyPhone]);
  const opened = openEnvelope(orderType, documents[1].envelope);
  assert.deepEqual([opened.hash, opened.body.prev], [documents[1].hash, documents[2].hash]);
  const page = await read(`/api/v1/streams/history?name=${name}&limit=2`);
  const rest = await read(`/api/v1/streams/history?name=${name}&limit=2&before=${page.next}`);
  assert.deepEqual([...page.documents, ...rest.documents], documents);
  assert.deepEqual((await read("/api/v1/streams/history?name=none")).documents, []);
});
