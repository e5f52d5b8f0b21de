import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId, toBase64 } from "@rempart/trust";
import { type Bench, orderEvent, start, startBench } from "../testing/server.ts";

let bench: Bench;
const tokens: Record<string, string> = {};
before(async () => {
  bench = await startBench();
  const { alice, bob, olga, ada } = bench.organisation;
  for (const [name, member] of Object.entries({ alice, bob, olga, ada })) tokens[name] = await bench.signIn(member);
});
after(() => bench.stop());

const phones = [newId()];
const sealed = Buffer.alloc(120, 7).toString("base64");
type Draft = { hash: string; state: string };

async function leave(name: string, change: object = {}) {
  const order = await bench.organisation.order("wipe", phones, [], change as never);
  const { status } = await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, tokens[name]);
  assert.equal(status, 201);
  return { ...order, path: `/api/v1/drafts/${order.hash}` };
}
const listed = async (query: string, name = "ada"): Promise<string[]> =>
  (await bench.get(`/api/v1/drafts?${query}`, tokens[name])).body.drafts.map(({ hash }: Draft) => hash);
const refusalOf = async (answer: Promise<{ status: number; body: { error: string } }>) => {
  const { status, body } = await answer;
  return `${status} ${body.error}`;
};

test("a person refuses, says why, and takes it back", async () => {
  const { alice, bob } = bench.organisation;
  const { hash, path } = await leave("olga");
  assert.deepEqual((await bench.get(path, tokens.ada)).body.refusals, []);
  assert.ok((await listed("for=me", "alice")).includes(hash));
  const said = await bench.post(`${path}/refuse`, { code: "mistake", sealed }, tokens.alice);
  assert.deepEqual([said.status, said.body], [200, { done: true }]);
  bench.clock.now = start + 5;
  await bench.post(`${path}/refuse`, { code: "legal" }, tokens.bob);
  const both = [
    { person: alice.id, code: "mistake", sealed, at: start },
    { person: bob.id, code: "legal", at: start + 5 },
  ];
  assert.deepEqual((await bench.get(path, tokens.ada)).body.refusals, both);
  const inList = (await bench.get("/api/v1/drafts", tokens.ada)).body.drafts.find((one: Draft) => one.hash === hash);
  assert.deepEqual([inList.refusals, inList.state], [both, "waiting"]);
  assert.ok(!(await listed("for=me", "alice")).includes(hash));

  // Said again, it takes the place of what was said; words that are not sent again are gone.
  await bench.post(`${path}/refuse`, { code: "other" }, tokens.alice);
  assert.deepEqual(
    (await bench.get(path, tokens.ada)).body.refusals,
    [both[1], { person: alice.id, code: "other", at: start + 5 }].sort((a, b) => (a!.person < b!.person ? -1 : 1)),
  );
  assert.equal((await bench.call("DELETE", `${path}/refuse`, undefined, tokens.alice)).status, 200);
  assert.equal(await refusalOf(bench.call("DELETE", `${path}/refuse`, undefined, tokens.alice)), "404 not-found");
  assert.deepEqual((await bench.get(path, tokens.ada)).body.refusals, [both[1]]);
  assert.ok((await listed("for=me", "alice")).includes(hash));
  const { history } = (await bench.get(`/api/v1/history?object=${hash}`, tokens.ada)).body;
  assert.deepEqual(
    history.map(({ kind, detail }: { kind: string; detail: object }) => [kind, detail]),
    [
      ["draft.reconsidered", {}],
      ["draft.declined", { code: "other" }],
      ["draft.declined", { code: "legal" }],
      ["draft.declined", { code: "mistake" }],
      ["draft.created", { type: "order" }],
    ],
  );
  bench.clock.now = start;
});

test("what a refusal may say is bounded", async () => {
  const { path } = await leave("olga");
  for (const body of [
    { code: "because" },
    { code: "other", sealed: "no" },
    { code: "other", sealed: "!".repeat(120) },
    { code: "other", sealed: Buffer.alloc(8400).toString("base64") },
    { code: "other", more: 1 },
  ])
    assert.equal(await refusalOf(bench.post(`${path}/refuse`, body, tokens.alice)), "400 schema");
  const longest = { code: "other", sealed: toBase64(new Uint8Array(65 + 32 + 8192 + 16)) };
  assert.equal((await bench.post(`${path}/refuse`, longest, tokens.alice)).status, 200);
  const absent = `/api/v1/drafts/${"0".repeat(64)}`;
  assert.equal(await refusalOf(bench.post(`${absent}/refuse`, { code: "other" }, tokens.alice)), "404 not-found");
});

test("who made a draft withdraws it; nobody signs or submits it here then, and the gatekeeper's word stands above", async () => {
  const { alice, bob } = bench.organisation;
  const draft = await leave("olga");
  assert.equal(await refusalOf(bench.post(`${draft.path}/withdraw`, undefined, tokens.alice)), "403 draft.owner");
  assert.equal((await bench.post(`${draft.path}/withdraw`, undefined, tokens.olga)).status, 200);
  assert.equal((await bench.get(draft.path, tokens.ada)).body.state, "withdrawn");
  assert.ok(!(await listed("for=me", "alice")).includes(draft.hash));
  assert.deepEqual(await listed("state=withdrawn"), [draft.hash]);
  assert.ok((await listed("state=withdrawn,waiting")).length > 1);
  const { keyid, sig } = await alice.key.sign(draft.pae);
  const signature = { keyid, sig: toBase64(sig) };
  const submitted = bench.gatekeeper.submitted.length;
  for (const answer of [
    bench.post(`${draft.path}/withdraw`, undefined, tokens.olga),
    bench.post(`${draft.path}/refuse`, { code: "other" }, tokens.alice),
    bench.post(`${draft.path}/signatures`, { signature }, tokens.alice),
    bench.post(`${draft.path}/submit`, undefined, tokens.alice),
  ])
    assert.equal(await refusalOf(answer), "409 draft.state");
  assert.equal(bench.gatekeeper.submitted.length, submitted);
  const signed = await bench.organisation.order("wipe", phones, [alice, bob]);
  await bench.post("/api/v1/drafts", { envelope: signed.envelope, targets: phones }, tokens.olga);
  await bench.post(`/api/v1/drafts/${signed.hash}/withdraw`, undefined, tokens.olga);
  await bench.tell(orderEvent(signed, phones, [alice, bob]));
  assert.equal((await bench.get(`/api/v1/drafts/${signed.hash}`, tokens.ada)).body.state, "accepted");
});

test("drafts made and withdrawn for ever fill nothing: a hundred dead ones of a person are kept", async () => {
  for (let made = 0; made < 103; made++) {
    const { path } = await leave("bob", { action: "ring", params: { seconds: 5 } });
    assert.equal((await bench.post(`${path}/withdraw`, undefined, tokens.bob)).status, 200);
  }
  const of = async (before: string) =>
    (await bench.get(`/api/v1/drafts?state=withdrawn&limit=100${before}`, tokens.ada)).body;
  const first = await of("");
  const withdrawn = [...first.drafts, ...(await of(`&before=${first.next}`)).drafts];
  const { bob } = bench.organisation;
  assert.equal(withdrawn.filter(({ createdBy }: { createdBy: string }) => createdBy === bob.id).length, 101);
});

test("a draft expires by the clock, and with its charter", async () => {
  const { alice, successor } = bench.organisation;
  const draft = await leave("olga");
  const short = await leave("olga", { expiresAt: start + 3600 });
  const shown = async (path: string, name = "ada") => (await bench.get(path, tokens[name])).body;
  assert.equal((await shown(draft.path)).lapsesAt, start + 86_400);
  assert.equal((await shown(short.path)).lapsesAt, start + 3600);
  bench.clock.now = start + 3600;
  assert.equal((await shown(short.path)).state, "waiting");
  bench.clock.now = start + 3601;
  assert.deepEqual([(await shown(short.path)).state, (await shown(short.path)).need], ["expired", undefined]);
  assert.deepEqual(await listed("state=expired"), [short.hash]);
  assert.ok(!(await listed("for=me", "alice")).includes(short.hash));
  const { keyid, sig } = await alice.key.sign(short.pae);
  const late = bench.post(`${short.path}/signatures`, { signature: { keyid, sig: toBase64(sig) } }, tokens.alice);
  assert.equal(await refusalOf(late), "409 draft.state");
  bench.clock.now = start;
  assert.equal((await shown(draft.path)).state, "waiting");
  await bench.tell({ type: "charter", envelope: (await successor()).envelope });
  assert.equal((await shown(draft.path)).state, "expired");
  assert.deepEqual(await listed("state=waiting"), []);
});
