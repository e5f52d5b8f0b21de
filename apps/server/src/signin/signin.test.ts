import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Bench, start, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

async function nonce(): Promise<string> {
  return (await bench.post("/api/v1/nonce")).body.nonce;
}

async function attempt(change: Parameters<typeof bench.organisation.signin>[2], member = bench.organisation.alice) {
  const { envelope } = await bench.organisation.signin(member, await nonce(), change);
  return bench.post("/api/v1/signin", { envelope });
}

test("a signed nonce opens a session of eight hours, which then ends", async () => {
  const { status, body } = await attempt({});
  assert.equal(status, 200);
  assert.equal(body.person, bench.organisation.alice.id);
  assert.deepEqual(body.roles, ["approver"]);
  assert.equal(body.expiresIn, 28_800);
  assert.equal((await bench.get("/api/v1/status", body.token)).status, 200);
  bench.clock.now = start + 28_800;
  assert.equal((await bench.get("/api/v1/status", body.token)).status, 401);
  bench.clock.now = start;
});

test("a nonce serves once, also for two at the same moment", async () => {
  const { envelope } = await bench.organisation.signin(bench.organisation.alice, await nonce());
  const answers = await Promise.all([1, 2, 3].map(() => bench.post("/api/v1/signin", { envelope })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
  assert.equal(answers.find(({ status }) => status === 401)?.body.error, "signin.nonce");
});

test("refuses another's nonce, another audience, another time, another organisation", async () => {
  const refused = async (change: Parameters<typeof attempt>[0]) => (await attempt(change)).body.error;
  assert.equal(await refused({ nonce: "A".repeat(43) }), "signin.nonce");
  assert.equal(await refused({ audience: "gatekeeper" }), "signin.audience");
  assert.equal(await refused({ issuedAt: start - 301 }), "signin.expired");
  assert.equal(await refused({ issuedAt: start + 301 }), "signin.expired");
  assert.equal(await refused({ org: "0".repeat(64) }), "org");
});

test("refuses a nonce older than 300 s", async () => {
  const old = await nonce();
  bench.clock.now = start + 300;
  const { envelope } = await bench.organisation.signin(bench.organisation.alice, old, { issuedAt: start + 300 });
  assert.equal((await bench.post("/api/v1/signin", { envelope })).body.error, "signin.nonce");
  bench.clock.now = start;
});

test("refuses an unknown key, a foreign signature, no signature, two signatures", async () => {
  const { organisation } = bench;
  const stranger = { id: organisation.alice.id, roles: ["approver"], key: organisation.root };
  assert.equal((await attempt({}, stranger)).body.error, "signin.signature");
  const one = (await organisation.signin(organisation.alice, await nonce())).envelope as { signatures: object[] };
  const other = (await organisation.signin(organisation.bob, await nonce())).envelope as { signatures: object[] };
  for (const signatures of [other.signatures, [], [...one.signatures, ...other.signatures]]) {
    const { status, body } = await bench.post("/api/v1/signin", { envelope: { ...one, signatures } });
    assert.deepEqual([status, body.error], [401, "signin.signature"]);
  }
});

test("refuses another type of document", async () => {
  const order = await bench.organisation.order("lock", [bench.organisation.alice.id], [bench.organisation.alice]);
  const { status, body } = await bench.post("/api/v1/signin", { envelope: order.envelope });
  assert.deepEqual([status, body.error], [400, "type"]);
});

test("a read-only session reads for an hour and does nothing else", async () => {
  const token = await bench.signIn(bench.organisation.alice);
  const { body } = await bench.post("/api/v1/session/read-only", undefined, token);
  assert.equal(body.expiresIn, 3600);
  assert.equal((await bench.get("/api/v1/phones", body.token)).status, 200);
  for (const path of ["drafts", "session/read-only", `drafts/${"0".repeat(64)}/submit`]) {
    const answer = await bench.post(`/api/v1/${path}`, undefined, body.token);
    assert.deepEqual([answer.status, answer.body.error], [403, "read-only"]);
  }
  bench.clock.now = start + 3600;
  assert.equal((await bench.get("/api/v1/phones", body.token)).status, 401);
  bench.clock.now = start;
});

test("tokens are not in the database", async () => {
  const token = await bench.signIn(bench.organisation.alice);
  const { withClient } = await import("@rempart/postgres");
  const rows = await withClient(bench.config.database, (client) => client.query("select session::text from session"));
  assert.ok(rows.rows.length > 0);
  assert.ok(!JSON.stringify(rows.rows).includes(token));
});

test("a credential struck off by a new charter ends its session", async () => {
  const { organisation } = bench;
  const [alice, bob] = [await bench.signIn(organisation.alice), await bench.signIn(organisation.bob)];
  const people = (organisation.people as { id: string }[]).filter((one) => one.id !== organisation.bob.id);
  const next = await organisation.successor({ people } as never);
  assert.equal((await bench.tell({ type: "charter", envelope: next.envelope })).status, 200);
  assert.equal((await bench.get("/api/v1/status", bob)).status, 401);
  assert.equal((await bench.get("/api/v1/status", alice)).body.version, 2);
});
