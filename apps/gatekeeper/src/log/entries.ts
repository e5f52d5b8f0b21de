import type { JsonValue } from "@rempart/trust";
import type pg from "pg";

/** A log entry as it is given out: its document, or which erasure named it and the hash that the tree holds. */
export type StoredEntry = { envelope: JsonValue } | { erased: number; hash: string };

/** Entries from `from` on, at most `limit`. */
export async function readEntries(pool: Pick<pg.Pool, "query">, from: number, limit: number): Promise<StoredEntry[]> {
  const { rows } = await pool.query<{ hash: string; envelope: string | null; erased: string | null }>(
    "select hash, envelope, erased from log_entry where index >= $1 order by index limit $2",
    [from, limit],
  );
  return rows.map(({ hash, envelope, erased }) =>
    envelope === null ? { erased: Number(erased), hash } : { envelope: JSON.parse(envelope) as JsonValue },
  );
}
