// The log read by somebody who knows C2SP alone; and what its entries refer to, read by those who may.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appendLeaves, ecdsaKeyId, emptyState, readBundleEntries, readCheckpoint, readNote } from "@rempart/log";
import {
  importVerifyKey,
  type JsonValue,
  leafHash,
  newNonce,
  signDocument,
  signinType,
  toHex,
  utf8,
  verifyKeySignature,
} from "@rempart/trust";
import { newSigner } from "../testing/organisation.ts";
import { startTestGatekeeper } from "../testing/start.ts";
import { readEntries } from "./entries.ts";
import { Readers } from "./readers.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
});
after(() => gate.stop());

const bytes = async (path: string): Promise<{ status: number; bytes: Uint8Array; type: string | null }> => {
  const response = await fetch(gate.url + path);
  return {
    status: response.status,
    bytes: new Uint8Array(await response.arrayBuffer()),
    type: response.headers.get("content-type"),
  };
};

test("checkpoint, entry bundle and tile agree, and the log's key signed them", async () => {
  await gate.enrolMany(3);
  const answer = await bytes("/log/v1/checkpoint");
  assert.equal(answer.type, "text/plain; charset=utf-8");
  const note = readNote(new TextDecoder().decode(answer.bytes));
  const checkpoint = readCheckpoint(note.text);
  const log = gate.context.keys.log(gate.context.charters.newest.body);
  assert.equal(checkpoint.origin, "test.example/log/1");
  assert.deepEqual(note.signatures[0]!.keyId, ecdsaKeyId(log.spki));
  assert.equal(note.signatures[0]!.name, checkpoint.origin);
  const key = await importVerifyKey(log.spki);
  const signature = { keyid: log.kid, sig: note.signatures[0]!.signature };
  assert.ok(await verifyKeySignature(key, utf8(note.text), signature as never));
  assert.ok(!(await verifyKeySignature(key, utf8(`${note.text}x`), signature as never)));
  const bundle = await bytes(`/log/v1/tile/entries/000.p/${checkpoint.size}`);
  const leaves = readBundleEntries(bundle.bytes).map(leafHash);
  assert.equal(leaves.length, checkpoint.size);
  assert.equal(toHex(appendLeaves(emptyState(), leaves).root), toHex(checkpoint.root));
  const tile = await bytes(`/log/v1/tile/0/000.p/${checkpoint.size}`);
  assert.deepEqual(Buffer.from(tile.bytes), Buffer.concat(leaves));
  for (const path of ["tile/entries/000", "tile/entries/001.p/1", `tile/0/000.p/${checkpoint.size + 1}`])
    assert.equal((await bytes(`/log/v1/${path}`)).status, 404, path);
  for (const path of ["tile/entries/0", "tile/entries/000.p/256", "tile/entries/000.p/0"])
    assert.equal((await bytes(`/log/v1/${path}`)).status, 400, path);
});

test("a page of long entries is cut, so that no stranger has them all read at once", async () => {
  const client = await gate.context.pool.connect();
  try {
    // Hides the real one from this connection.
    await client.query("create temp table log_entry (index bigint, hash text, envelope text, erased bigint)");
    await client.query(
      `insert into log_entry select n, n::text, case when n % 2 = 0 then '"' || repeat('x', $1) || '"' end, n
       from generate_series(0, 19) as n`,
      [1024 * 1024],
    );
    const lengths: number[] = [];
    for (let from = 0; from < 20; from += lengths.at(-1)!) lengths.push((await readEntries(client, from, 1000)).length);
    assert.deepEqual(lengths, [14, 6]);
    await client.query("update log_entry set envelope = '\"' || repeat('x', $1) || '\"' where index = 3", [9_000_000]);
    assert.equal((await readEntries(client, 3, 1000)).length, 1, "a longer one goes alone");
    assert.equal((await readEntries(client, 20, 1000)).length, 0);
  } finally {
    client.release(true);
  }
});

test("what entries refer to is for people and witnesses of the charter, each proof once", async () => {
  const { organisation } = gate;
  const [phone] = await gate.enrolMany(1);
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  await gate.submit(lock.envelope, [phone!.id]);
  const now = Math.floor(Date.now() / 1000);
  const proof = async (changes: Record<string, JsonValue> = {}, signer = organisation.operator.signer) => {
    const body = { v: 1, org: organisation.genesis.hash, audience: "gatekeeper", nonce: newNonce(), issuedAt: now };
    return (await signDocument(signinType, { ...body, ...changes }, [signer])).envelope;
  };
  const ask = (signin: JsonValue) => gate.post("/log/v1/documents", { signin, from: 0, limit: 1000 });
  const good = await proof();
  const answer = await ask(good);
  assert.equal(answer.status, 200);
  const entries = answer.json.entries as unknown as {
    documents?: { order: { envelope: JsonValue }; targets: string[] };
  }[];
  const found = entries.find(({ documents }) => documents?.order)!.documents!;
  assert.deepEqual([found.order.envelope, found.targets], [lock.envelope, [phone!.id]]);
  assert.equal((await ask(good)).json.error, "reader", "a second time");
  const readers = new Readers(gate.context);
  const overheard = await proof();
  const together = await Promise.allSettled(Array.from({ length: 20 }, () => readers.check(overheard)));
  assert.equal(together.filter(({ status }) => status === "fulfilled").length, 1, "many at once");
  assert.equal((await ask(await proof({}, (await newSigner()).signer))).json.error, "reader", "a stranger");
  assert.equal((await ask(await proof({ audience: "server" }))).json.error, "reader", "for another");
  assert.equal((await ask(await proof({ issuedAt: now - 400 }))).json.error, "reader", "too old");
  assert.equal((await ask(await proof({ org: "00".repeat(32) }))).json.error, "org");
  assert.equal((await ask(lock.envelope)).json.error, "type");
  assert.ok((await gate.post("/log/v1/documents", {})).status >= 400);
});
