// Log entries with the documents that they refer to: an order beside its release, results beside the record of their
// batch. A mirror that holds them can give a gatekeeper everything back; an auditor can check every quorum with them.
import type { JsonValue } from "@rempart/trust";
import type pg from "pg";
import { readEntries, type StoredEntry } from "./entries.ts";

/** A document, or the erasure that took its body away and the hash that others commit to. */
export type Kept = { envelope: JsonValue } | { erased: number; hash: string };

/** What an entry refers to. Sealed data is not part of it: another copy of it would have to be erased too. */
export interface Referred {
  /** Beside a release that does not name phones: the order with all its signatures so far. */
  order?: Kept;
  /** Beside the first release of an order on single phones: the signed list. */
  targets?: string[];
  /** Beside the record of a batch, in the order of its tree. */
  results?: Kept[];
}
export type WithDocuments = StoredEntry & { documents?: Referred };

/** Text of one answer; a single larger entry goes alone. */
const mostText = 8 * 1024 * 1024;

type Body = { envelope: string | null; hash: string; erased: string | null };

function kept({ envelope, hash, erased }: Body): Kept {
  return envelope === null ? { erased: Number(erased), hash } : { envelope: JSON.parse(envelope) as JsonValue };
}

async function orders(pool: pg.Pool, from: number, to: number): Promise<Map<number, Referred>> {
  const { rows } = await pool.query<Body & { index: string; first: boolean }>(
    `select release.log_index as index, envelope_of.envelope, envelope_of.hash, envelope_of.erased,
            not exists (select 1 from release earlier
                        where earlier.order_hash = release.order_hash and earlier.log_index < release.log_index) as first
     from release join accepted_order envelope_of on envelope_of.hash = release.order_hash
     where release.log_index >= $1 and release.log_index < $2
       and not exists (select 1 from slot where slot.release_hash = release.hash)`,
    [from, to],
  );
  const found = new Map<number, Referred>();
  for (const row of rows) {
    const referred: Referred = { order: kept(row) };
    if (row.first) {
      const targets = await pool.query<{ device: string }>(
        "select device from order_target where order_hash = $1 order by tree_index",
        [row.hash],
      );
      if (targets.rows.length > 0) referred.targets = targets.rows.map(({ device }) => device);
    }
    found.set(Number(row.index), referred);
  }
  return found;
}

async function results(pool: pg.Pool, from: number, to: number): Promise<Map<number, Referred>> {
  const { rows } = await pool.query<Body & { batch: string }>(
    "select batch, envelope, hash, erased from result where batch >= $1 and batch < $2 order by batch, place",
    [from, to],
  );
  const found = new Map<number, Referred>();
  for (const row of rows) {
    const referred = found.get(Number(row.batch)) ?? { results: [] };
    referred.results!.push(kept(row));
    found.set(Number(row.batch), referred);
  }
  return found;
}

/** Entries from `from` on with what they refer to: at most `limit`, and fewer when their text is long. */
export async function readDocuments(pool: pg.Pool, from: number, limit: number): Promise<WithDocuments[]> {
  const entries = await readEntries(pool, from, limit);
  const [byRelease, byBatch] = [
    await orders(pool, from, from + entries.length),
    await results(pool, from, from + entries.length),
  ];
  const answer: WithDocuments[] = [];
  let text = 0;
  for (const [place, entry] of entries.entries()) {
    const documents = byRelease.get(from + place) ?? byBatch.get(from + place);
    const one = documents ? { ...entry, documents } : entry;
    text += JSON.stringify(one).length;
    if (answer.length > 0 && text > mostText) break;
    answer.push(one);
  }
  return answer;
}
