import { part } from "@rempart/client";
import { checkRow, type Row, readRow } from "@rempart/log";
import {
  erasureType,
  forms,
  fromHex,
  type Head,
  type JsonValue,
  leafHash,
  openEnvelope,
  verifyInclusion,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import type { Client } from "../remote/http.ts";
import { readerProof } from "../witness/proof.ts";
import { type Entry, readEntry } from "./entry.ts";

const pageSize = 1000;
const rows = (value: JsonValue): JsonValue[] => {
  if (!Array.isArray(value)) throw new TypeError(t`must be a list`);
  return value;
};

/** All entries of the log of `head`, in order. Erased ones have no hash yet. */
export async function downloadEntries(
  gatekeeper: Client,
  head: Head,
  genesis: string,
  note: (text: string) => void,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  while (entries.length < head.size) {
    const answer = await gatekeeper.ask(`/log/v1/entries?from=${entries.length}&limit=${pageSize}`);
    const page = part("entries", answer, "entries", rows).slice(0, head.size - entries.length);
    if (page.length === 0)
      throw new Problem(
        "log.consistency",
        `log.${entries.length}`,
        t`The log was cut: its head is signed for ${head.size} entries, and ${entries.length} are given.`,
      );
    for (const row of page) entries.push(readEntry(entries.length, row, genesis));
    note(t`${entries.length} of ${head.size} entries`);
  }
  return entries;
}

/** The whole log with what its entries refer to, for whoever holds a key of the charter. */
export async function downloadRows(
  context: Context,
  gatekeeper: Client,
  head: Head,
  genesis: string,
  note: (text: string) => void,
): Promise<Row[]> {
  const { signer } = await context.key();
  const found: Row[] = [];
  while (found.length < head.size) {
    const signin = await readerProof(genesis, signer, context.now());
    const limit = Math.min(500, head.size - found.length);
    const answer = await gatekeeper.ask("/log/v1/documents", { body: { signin, from: found.length, limit } });
    const page = part("documents", answer, "entries", rows).slice(0, limit);
    if (page.length === 0)
      throw new Problem(
        "log.consistency",
        `log.${found.length}`,
        t`The log was cut: its head is signed for ${head.size} entries, and ${found.length} are given.`,
      );
    for (const value of page) found.push(checkedRow(value, genesis, found.length));
    note(t`${found.length} of ${head.size} entries`);
  }
  return found;
}

/** A row whose documents are those that it commits to. */
export function checkedRow(value: JsonValue, genesis: string, index: number): Row {
  const row = readRow(value, genesis);
  checkRow(row, index);
  return row;
}

/** The entries of rows. */
export function entriesOf(rowsRead: readonly Row[], genesis: string): Entry[] {
  return rowsRead.map(({ json }, index) => readEntry(index, json as JsonValue, genesis));
}

/** The hashes that the erasure at `index` names; refuses with `log.entry` when there is no erasure. */
export function erasedHashes(entries: readonly Entry[], index: number, at: number): string[] {
  const erasure = entries[index];
  if (erasure?.type !== "erasure" || !("envelope" in erasure))
    throw new Problem("log.entry", `log.${at}`, t`Erased, but no erasure stands at ${index}.`);
  return openEnvelope(erasureType, erasure.envelope).body.hashes;
}

/** Finds which of its erasure's hashes stood at an erased place, by the proof that it is in the log. */
export async function resolveErased(gatekeeper: Client, head: Head, entries: Entry[]): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    if (entry.type !== "erased" || !("erasure" in entry)) continue;
    const candidates = erasedHashes(entries, entry.erasure, index);
    if (entry.hash !== undefined) {
      if (!candidates.includes(entry.hash))
        throw new Problem("log.entry", `log.${index}`, t`Its erasure does not name this hash.`);
      continue;
    }
    const answer = await gatekeeper.ask(`/log/v1/inclusion/${index}?size=${head.size}`);
    const path = part("inclusion", answer, "path", forms.path);
    const claim = { index, size: head.size, root: fromHex(head.root), path };
    entry.hash = candidates.find((hash) => verifyInclusion({ ...claim, leaf: leafHash(fromHex(hash)) }));
    if (entry.hash === undefined)
      throw new Problem("log.inclusion", `log.${index}`, t`None of the hashes that its erasure names stood here.`);
  }
}
