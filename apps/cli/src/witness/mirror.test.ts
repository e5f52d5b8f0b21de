import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { CompactRange } from "@rempart/log";
import {
  charterType,
  erasureType,
  fromHex,
  type JsonValue,
  leafHash,
  makeEnvelope,
  merkleRoot,
  openEnvelope,
  payloadBytes,
  resultsType,
  resultType,
  signDocument,
  toHex,
} from "@rempart/trust";
import fc from "fast-check";
import { Mirror } from "./mirror.ts";

const genesis = "ab".repeat(32);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rempart-mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function result(seq: number) {
  const device = "AAAAAAAAAAAAAAAAAAAAAA";
  const body = { v: 1, org: genesis, device, seq, kind: "alert", outcome: "observed", at: 1_790_000_000 };
  return signDocument(resultType, body, []);
}

/** A record of these results, as the gatekeeper gives it. */
async function batch(results: readonly { hash: string; envelope: JsonValue }[]) {
  const root = toHex(merkleRoot(results.map(({ hash }) => leafHash(fromHex(hash)))));
  const record = await signDocument(
    resultsType,
    { v: 1, org: genesis, count: results.length, root, at: 1_790_000_000 },
    [],
  );
  return {
    hash: record.hash,
    row: { envelope: record.envelope, documents: { results: results.map(({ envelope }) => ({ envelope })) } },
  };
}

async function erasure(hashes: readonly string[]) {
  const record = await signDocument(erasureType, { v: 1, org: genesis, at: 1_790_000_001, hashes: [...hashes] }, []);
  return { hash: record.hash, row: { envelope: record.envelope } };
}

function rootOf(hashes: readonly string[]): Uint8Array {
  const range = new CompactRange();
  for (const hash of hashes) range.push(leafHash(fromHex(hash)));
  return range.root();
}

const text = (): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");

test("an erasure takes the bodies from the mirror too, and the tree stays", async () => {
  const mirror = await Mirror.open(folder, genesis);
  const [one, two] = [await result(1), await result(2)];
  const first = await batch([one, two]);
  mirror.append([first.row]);
  assert.ok(await mirror.confirm(rootOf([first.hash])));
  const payload = (one.envelope as { payload: string }).payload;
  assert.ok(text().includes(payload));
  const gone = await erasure([one.hash]);
  mirror.append([gone.row]);
  assert.ok(await mirror.confirm(rootOf([first.hash, gone.hash])));
  assert.ok(!text().includes(payload));
  assert.ok(text().includes((two.envelope as { payload: string }).payload));
  const again = await Mirror.open(folder, genesis);
  const [kept] = [...again.rows(0, 2)];
  assert.deepEqual(kept!.row.json.documents!.results![0], { erased: 1, hash: one.hash });
  assert.equal(kept!.row.hash, first.hash);
});

test("entries that do not give the signed root are forgotten; so is what a crash left behind", async () => {
  const mirror = await Mirror.open(folder, genesis);
  const first = await batch([await result(1)]);
  const second = await batch([await result(2)]);
  mirror.append([first.row]);
  assert.ok(await mirror.confirm(rootOf([first.hash])));
  mirror.append([second.row]);
  assert.equal(await mirror.confirm(rootOf([first.hash, first.hash])), false);
  assert.deepEqual([mirror.size, mirror.verified], [1, 1]);
  mirror.append([second.row]);
  appendFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith(".jsonl"))!), '{"half');
  const again = await Mirror.open(folder, genesis);
  assert.equal(again.size, 1);
  again.append([second.row]);
  assert.ok(await again.confirm(rootOf([first.hash, second.hash])));
  assert.equal([...again.rows(0, 9)].length, 2);
});

test("rows that are no entries, or whose documents are others, are refused", async () => {
  const mirror = await Mirror.open(folder, genesis);
  const first = await batch([await result(1)]);
  const swapped = { ...first.row, documents: { results: [{ envelope: (await result(2)).envelope }] } };
  assert.throws(() => mirror.append([swapped]), { code: "log.document" });
  assert.throws(() => mirror.append([{ ...first.row, documents: { order: { erased: 1, hash: genesis } } }]), {
    code: "log.document",
  });
  const { envelope } = await result(1);
  assert.throws(() => mirror.append([{ envelope }]), { code: "log.entry" });
  const foreign = makeEnvelope(
    "results",
    payloadBytes({ ...openEnvelope(resultsType, first.row.envelope).body, org: "cd".repeat(32) }),
    [],
  );
  assert.throws(() => mirror.append([{ envelope: foreign }]), { code: "log.entry" });
  assert.throws(() => mirror.append([{ erased: 1 }]), { code: "log.entry" });
  assert.throws(() => mirror.append([{ envelope: makeEnvelope(charterType.name, payloadBytes({}), []) }]), Error);
});

test("any sizes of pages and any bound keep a verified suffix of the log", async () => {
  const batches = await Promise.all(Array.from({ length: 600 }, async (_, i) => batch([await result(i + 1)])));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 10_000, max: 1_000_000 }),
      async (pages, bound) => {
        rmSync(folder, { recursive: true, force: true });
        let mirror = await Mirror.open(folder, genesis, bound);
        let at = 0;
        for (const page of pages) {
          const rows = batches.slice(at, at + page);
          at += rows.length;
          mirror.append(rows.map(({ row }) => row));
          assert.ok(await mirror.confirm(rootOf(batches.slice(0, at).map(({ hash }) => hash))));
          mirror = await Mirror.open(folder, genesis, bound);
        }
        const kept = [...mirror.rows(0, at)];
        assert.equal(kept.length, at - mirror.first);
        for (const { index, row } of kept) assert.equal(row.hash, batches[index]!.hash);
        assert.equal(mirror.first % 256, 0);
      },
    ),
    { numRuns: 8 },
  );
});
