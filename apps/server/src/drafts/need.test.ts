import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId, toBase64 } from "@rempart/trust";
import { type Bench, startBench } from "../testing/server.ts";

let bench: Bench;
const tokens: Record<string, string> = {};
before(async () => {
  bench = await startBench();
  const { alice, bob, olga, ada } = bench.organisation;
  for (const [name, member] of Object.entries({ alice, bob, olga, ada })) tokens[name] = await bench.signIn(member);
});
after(() => bench.stop());

type Draft = { hash: string; need?: { role: string; count: number; missing: number }; signedBy: string[] };
const waiting = async (name: string): Promise<string[]> => {
  const { body } = await bench.get("/api/v1/drafts?for=me", tokens[name]);
  return body.drafts.map(({ hash }: Draft) => hash);
};
const leave = async (document: { envelope: unknown; hash: string }, targets: string[] = []): Promise<string> => {
  const { status, body } = await bench.post("/api/v1/drafts", { envelope: document.envelope, targets }, tokens.olga);
  assert.equal(status, 201, JSON.stringify(body));
  return document.hash;
};

test("a draft waits for those whose signature it lacks, by the rule that decides", async () => {
  const { alice, bob, olga } = bench.organisation;
  const phones = [newId(), newId()].sort();
  const wipe = await bench.organisation.order("wipe", phones, [alice]);
  const lock = await bench.organisation.order("lock", phones, []);
  const many = Array.from({ length: 11 }, () => newId()).sort();
  const large = await bench.organisation.order("wipe", many, [alice, bob]);
  const forbidden = await bench.organisation.order("unenrol", phones, [], { params: {} });
  const ticket = await bench.organisation.ticket([]);
  const charter = await bench.organisation.successor();
  await leave(wipe, phones);
  await leave(lock, phones);
  await leave(large, many);
  await leave(forbidden, phones);
  await leave(ticket);
  await leave(charter);

  // Alice signed both wipes; eleven phones need three approvers, of whom only two exist.
  assert.deepEqual(await waiting("alice"), [ticket.hash, lock.hash]);
  assert.deepEqual(await waiting("bob"), [ticket.hash, lock.hash, wipe.hash]);
  assert.deepEqual(await waiting("olga"), [ticket.hash, lock.hash]);
  assert.deepEqual(await waiting("ada"), []);

  const shown = async (hash: string): Promise<Draft> => (await bench.get(`/api/v1/drafts/${hash}`, tokens.ada)).body;
  assert.deepEqual((await shown(wipe.hash)).need, { role: "approver", count: 2, missing: 1 });
  assert.deepEqual((await shown(wipe.hash)).signedBy, [alice.id]);
  assert.deepEqual((await shown(large.hash)).need, { role: "approver", count: 3, missing: 1 });
  assert.deepEqual((await shown(charter.hash)).need, { role: "root", count: 1, missing: 0 });
  assert.equal((await shown(forbidden.hash)).need, undefined);

  const { keyid, sig } = await olga.key.sign(lock.pae);
  const signature = { keyid, sig: toBase64(sig) };
  assert.equal((await bench.post(`/api/v1/drafts/${lock.hash}/signatures`, { signature }, tokens.olga)).status, 200);
  // One operator was enough: it waits to be handed over, for nobody's signature.
  for (const name of ["alice", "bob", "olga"]) assert.ok(!(await waiting(name)).includes(lock.hash));
  const { history } = (await bench.get(`/api/v1/history?object=${lock.hash}`, tokens.ada)).body;
  assert.deepEqual(
    history.map(({ kind, person }: { kind: string; person: string }) => [kind, person]),
    [
      ["draft.signed", olga.id],
      ["draft.created", olga.id],
    ],
  );
});

test("while frozen, and under another charter, drafts wait for nobody whose signature would be in vain", async () => {
  await bench.tell({ type: "freeze", freezes: ["0".repeat(64)] });
  assert.deepEqual(await waiting("bob"), []);
  await bench.tell({ type: "freeze", freezes: [] });
  assert.ok((await waiting("bob")).length > 0);
  const next = await bench.organisation.successor();
  await bench.tell({ type: "charter", envelope: next.envelope });
  const { body } = await bench.get("/api/v1/drafts?for=me", tokens.bob);
  assert.deepEqual(
    body.drafts.map(({ action }: { action: string }) => action),
    ["ticket"],
  );
});

test("history is cut into pages and filtered", async () => {
  const all = (await bench.get("/api/v1/history?limit=500", tokens.ada)).body.history as {
    entry: number;
    kind: string;
    at: number;
  }[];
  assert.ok(all.length > 10);
  const seen: number[] = [];
  let next: number | undefined;
  do {
    const { body } = await bench.get(`/api/v1/history?limit=4${next ? `&before=${next}` : ""}`, tokens.ada);
    seen.push(...body.history.map(({ entry }: { entry: number }) => entry));
    next = body.next;
  } while (next !== undefined);
  assert.deepEqual(
    seen,
    all.map(({ entry }) => entry),
  );
  const of = async (query: string) => (await bench.get(`/api/v1/history?limit=500&${query}`, tokens.ada)).body.history;
  assert.equal((await of("kind=draft")).length, all.filter(({ kind }) => kind.startsWith("draft.")).length);
  assert.equal(
    (await of("kind=frozen,charter")).length,
    all.filter(({ kind }) => /^(frozen$|charter\.)/.test(kind)).length,
  );
  assert.equal((await of(`until=${all[0]!.at}`)).length, 0);
  assert.equal((await of(`since=${all[0]!.at}`)).length, all.length);
  assert.equal((await bench.get("/api/v1/history?kind=a%27b", tokens.ada)).status, 400);
});
