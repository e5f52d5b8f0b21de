// Which orders the log holds releases of. The log is read once: what was verified is kept in the profile, and the next
// time only what came after it is downloaded and shown to continue it.

import { join } from "node:path";
import { part } from "@rempart/client";
import { CompactRange } from "@rempart/log";
import {
  forms,
  fromHex,
  type Head,
  leafHash,
  openEnvelope,
  readJson,
  releaseType,
  schema,
  toHex,
  verifyInclusion,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { erasedHashes } from "../log/download.ts";
import { type Entry, readEntry } from "../log/entry.ts";
import { Problem } from "../problem.ts";
import { readIfThere, writePrivate } from "../profile/files.ts";
import type { Client } from "../remote/http.ts";

const { integer, list, literal, object } = schema;
const limit = 256 * 1024 * 1024;
const pageSize = 1000;

const stored = object({
  v: literal(1),
  epoch: integer(1),
  size: forms.size,
  peaks: list(forms.hash, 0, 64),
  orders: list(object({ order: forms.hash, index: forms.size }), 0, 10_000_000),
});

/** Orders by hash, with the index of their first release. */
export type Released = ReadonlyMap<string, number>;

interface Kept {
  range: CompactRange;
  orders: Map<string, number>;
}

const fileOf = (context: Context): string => join(context.folder, "released.json");

async function readKept(context: Context, epoch: number): Promise<Kept> {
  const bytes = await readIfThere(fileOf(context));
  if (!bytes) return { range: new CompactRange(), orders: new Map() };
  const kept = stored(readJson(bytes, limit, "released.json"), "released");
  if (kept.epoch !== epoch) return { range: new CompactRange(), orders: new Map() };
  return {
    range: new CompactRange(kept.size, kept.peaks.map(fromHex)),
    orders: new Map(kept.orders.map(({ order, index }) => [order, index])),
  };
}

async function writeKept(context: Context, epoch: number, { range, orders }: Kept): Promise<void> {
  const rows = [...orders].map(([order, index]) => ({ order, index }));
  const body = { v: 1, epoch, size: range.size, peaks: range.peaks().map(toHex), orders: rows };
  await writePrivate(fileOf(context), `${JSON.stringify(body)}\n`);
}

/** The hash that stands at an erased place: one that its erasure names and the head proves. */
async function erasedHash(gatekeeper: Client, head: Head, entries: readonly Entry[], index: number, erasure: number) {
  const answer = await gatekeeper.ask(`/log/v1/inclusion/${index}?size=${head.size}`);
  const path = part("inclusion", answer, "path", forms.path);
  const claim = { index, size: head.size, root: fromHex(head.root), path };
  const hash = erasedHashes(entries, erasure, index).find((one) =>
    verifyInclusion({ ...claim, leaf: leafHash(fromHex(one)) }),
  );
  if (hash === undefined)
    throw new Problem("log.inclusion", `log.${index}`, t`None of the hashes that its erasure names stood here.`);
  return hash;
}

/** Entries from `from` to the head's size. What lies before stays empty, so that indexes are the log's. */
async function download(gatekeeper: Client, head: Head, genesis: string, from: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let next = from; next < head.size; ) {
    const answer = await gatekeeper.ask(`/log/v1/entries?from=${next}&limit=${pageSize}`);
    const page = part("entries", answer, "entries", (value) => value);
    if (!Array.isArray(page) || page.length === 0)
      throw new Problem(
        "log.consistency",
        `log.${next}`,
        t`The log was cut: its head is signed for ${head.size} entries, and ${next} are given.`,
      );
    for (const row of page.slice(0, head.size - next)) entries[next] = readEntry(next++, row, genesis);
  }
  return entries;
}

/** Extends what was kept by the entries up to `head`, and refuses with `log.consistency` what does not give its root. */
async function extend(context: Context, kept: Kept, head: Head, genesis: string): Promise<void> {
  const gatekeeper = await context.gatekeeper();
  const from = kept.range.size;
  const entries = await download(gatekeeper, head, genesis, from);
  for (let index = from; index < head.size; index++) {
    const entry = entries[index]!;
    const hash = "erasure" in entry ? await erasedHash(gatekeeper, head, entries, index, entry.erasure) : entry.hash;
    kept.range.push(leafHash(fromHex(hash!)));
    if (entry.type !== releaseType.name || !("envelope" in entry)) continue;
    const { order } = openEnvelope(releaseType, entry.envelope).body;
    if (!kept.orders.has(order)) kept.orders.set(order, index);
  }
  if (kept.range.size !== head.size || toHex(kept.range.root()) !== head.root)
    throw new Problem(
      "log.consistency",
      `log.${head.size}`,
      t`The entries do not give the root that the log's key signed.`,
    );
}

/** Every order that the log of `head` released, recomputed down to its signed root. */
export async function releasedOrders(context: Context, head: Head, genesis: string): Promise<Released> {
  let kept = await readKept(context, head.epoch);
  // A kept file that is damaged, or of a log that was cut since, must not stand in the way: the whole log is read again.
  if (kept.range.size > head.size) kept = { range: new CompactRange(), orders: new Map() };
  const before = kept.range.size;
  try {
    await extend(context, kept, head, genesis);
  } catch (error) {
    if (before === 0 || !(error instanceof Problem) || error.code !== "log.consistency") throw error;
    kept = { range: new CompactRange(), orders: new Map() };
    await extend(context, kept, head, genesis);
  }
  if (kept.range.size !== before) await writeKept(context, head.epoch, kept);
  return kept.orders;
}
