import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, startBench } from "../testing/server.ts";

let bench: Bench;
let olga: string;
let alice: string;
before(async () => {
  bench = await startBench();
  olga = await bench.signIn(bench.organisation.olga);
  alice = await bench.signIn(bench.organisation.alice);
});
after(() => bench.stop());

const phones = [newId(), newId()];
interface Envelope {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}
const open = (document: { envelope: unknown }) => document.envelope as Envelope;
const wipe = (...signers: Parameters<Bench["organisation"]["order"]>[2]) =>
  bench.organisation.order("wipe", phones, signers);

test("a draft collects signatures of distinct people and is submitted", async () => {
  const { organisation } = bench;
  const order = await wipe(organisation.alice);
  const created = await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, olga);
  assert.deepEqual([created.status, created.body], [201, { hash: order.hash }]);
  const path = `/api/v1/drafts/${order.hash}`;

  const { pae } = order;
  const sign = async (member: typeof organisation.bob) => {
    const { keyid, sig } = await member.key.sign(pae);
    return { signature: { keyid, sig: Buffer.from(sig).toString("base64") } };
  };
  assert.deepEqual((await bench.post(`${path}/signatures`, await sign(organisation.bob), alice)).body, {
    signatures: 2,
  });
  // The same person again adds nothing.
  assert.deepEqual((await bench.post(`${path}/signatures`, await sign(organisation.bob), alice)).body, {
    signatures: 2,
  });

  bench.gatekeeper.answer = { status: 403, body: { error: "freeze", where: "wipe", message: "Frozen." } };
  const refused = await bench.post(`${path}/submit`, undefined, alice);
  assert.deepEqual([refused.status, refused.body.error], [403, "freeze"]);
  const kept = (await bench.get(path, alice)).body;
  assert.equal(kept.state, "refused");
  assert.deepEqual(kept.refusal, { error: "freeze", where: "wipe", message: "Frozen." });

  bench.gatekeeper.answer = { status: 200, body: { index: 7, hash: order.hash, state: "held" } };
  const accepted = await bench.post(`${path}/submit`, undefined, alice);
  assert.deepEqual(accepted.body, { index: 7, hash: order.hash, state: "held" });
  const sent = bench.gatekeeper.submitted.at(-1) as { envelope: Envelope; targets: string[] };
  assert.deepEqual([...sent.targets].sort(), [...phones].sort());
  assert.deepEqual(
    sent.envelope.signatures.map(({ keyid }) => keyid),
    [organisation.alice.key.kid, organisation.bob.key.kid],
  );
  const { body } = await bench.get("/api/v1/drafts?state=accepted", alice);
  assert.equal(body.drafts[0].hash, order.hash);
  assert.equal(body.drafts[0].refusal, undefined);

  bench.gatekeeper.answer = { status: 409, body: { error: "replay" } };
  assert.equal((await bench.post(`${path}/submit`, undefined, alice)).status, 409);
  assert.equal((await bench.get(path, alice)).body.state, "accepted");
});

test("forged signatures are refused: other bytes, other key, unknown key", async () => {
  const { organisation } = bench;
  const order = await wipe(organisation.alice);
  const other = await wipe(organisation.bob);
  const forged = open(other).signatures[0]!;
  const unknown = { ...forged, keyid: organisation.genesis.slice(0, 44) };
  const swapped = { ...forged, keyid: organisation.alice.key.kid };
  for (const signature of [forged, unknown, swapped]) {
    const envelope = { ...open(order), signatures: [signature] };
    const { status, body } = await bench.post("/api/v1/drafts", { envelope, targets: phones }, olga);
    assert.deepEqual([status, body.error], [403, "signature.invalid"]);
  }
  await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, olga);
  const added = await bench.post(`/api/v1/drafts/${order.hash}/signatures`, { signature: forged }, olga);
  assert.deepEqual([added.status, added.body.error], [403, "signature.invalid"]);
  assert.equal((await bench.get(`/api/v1/drafts/${order.hash}`, olga)).body.envelope.signatures.length, 1);
});

test("refuses another list, another charter, another type, what is no document", async () => {
  const { organisation } = bench;
  const post = async (envelope: unknown, targets?: string[]) => {
    const { status, body } = await bench.post("/api/v1/drafts", { envelope, targets }, olga);
    return `${status} ${body.error}`;
  };
  const order = await wipe(organisation.alice);
  assert.equal(await post(order.envelope, [phones[0]!]), "403 targets.list");
  assert.equal(await post(order.envelope), "403 targets.list");
  assert.equal(await post(order.envelope, [...phones, newId()]), "403 targets.list");
  const old = await organisation.order("lock", phones, [], { charter: "0".repeat(64) });
  assert.equal(await post(old.envelope, phones), "403 charter.current");
  const foreign = await organisation.order("lock", phones, [], { org: "0".repeat(64) });
  assert.equal(await post(foreign.envelope, phones), "403 org");
  assert.equal(await post((await organisation.signin(organisation.alice, "A".repeat(43))).envelope), "400 type");
  assert.equal(await post({ ...open(order), extra: 1 }, phones), "400 schema");
  assert.equal(await post({ ...open(order), payload: "e30" }, phones), "400 encoding");
  assert.equal(await post("nothing"), "400 schema");
});

test("tickets and charters wait here too, signed by people and by roots", async () => {
  const { organisation } = bench;
  const ticket = await organisation.ticket([organisation.olga]);
  assert.equal((await bench.post("/api/v1/drafts", { envelope: ticket.envelope }, olga)).status, 201);
  const charter = await organisation.successor();
  assert.equal((await bench.post("/api/v1/drafts", { envelope: charter.envelope }, alice)).status, 201);
  const foreign = await organisation.successor({ prev: "0".repeat(64) });
  assert.equal((await bench.post("/api/v1/drafts", { envelope: foreign.envelope }, alice)).body.error, "charter.chain");
});

test("an auditor reads and leaves nothing", async () => {
  const ada = await bench.signIn(bench.organisation.ada);
  const order = await wipe();
  const { status, body } = await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, ada);
  assert.deepEqual([status, body.error], [403, "role"]);
  assert.equal((await bench.get("/api/v1/drafts", ada)).status, 200);
});

test("a gatekeeper that is away, broken or busy has judged nothing", async () => {
  const order = await wipe(bench.organisation.alice);
  await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, olga);
  const path = `/api/v1/drafts/${order.hash}`;
  const answers = [
    { status: 503, body: { error: "unavailable" } },
    { status: 429, body: { error: "busy" } },
    { status: 200, body: { surprise: true } },
    { status: 403, body: "no" },
    { status: 200, body: { index: 1, padding: "x".repeat(100_000) } },
  ];
  for (const answer of answers) {
    bench.gatekeeper.answer = answer;
    assert.ok([429, 502].includes((await bench.post(`${path}/submit`, undefined, olga)).status));
    assert.equal((await bench.get(path, olga)).body.state, "waiting");
  }
});

test("one person leaves at most a hundred drafts waiting", async () => {
  const bob = await bench.signIn(bench.organisation.bob);
  const post = async () => {
    const { envelope } = await bench.organisation.order("ring", phones, [], { params: { seconds: 5 } });
    return (await bench.post("/api/v1/drafts", { envelope, targets: phones }, bob)).status;
  };
  for (let i = 0; i < 100; i++) assert.equal(await post(), 201);
  assert.equal(await post(), 429);
});

test("a list of 50,000 phones is taken, and left out of lists of drafts", async () => {
  const many = Array.from({ length: 50_000 }, () => newId());
  const order = await bench.organisation.order("lock", many, [bench.organisation.olga]);
  const { status } = await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: many }, olga);
  assert.equal(status, 201);
  assert.equal((await bench.get("/api/v1/drafts?limit=1", olga)).body.drafts[0].targets, undefined);
  assert.equal((await bench.get(`/api/v1/drafts/${order.hash}`, olga)).body.targets.length, 50_000);
});
