import type { JsonValue } from "@rempart/trust";
import type pg from "pg";

/** A log entry as it is given out: its document, or which erasure named it and the hash that the tree holds. */
export type StoredEntry = { envelope: JsonValue } | { erased: number; hash: string };

/** Bytes of documents in one answer; a single larger entry goes alone. Anybody may ask, and often at once. */
const mostText = 8 * 1024 * 1024;

/** Entries from `from` on: at most `limit`, and fewer when their text is long. */
export async function readEntries(pool: Pick<pg.Pool, "query">, from: number, limit: number): Promise<StoredEntry[]> {
  const { rows } = await pool.query<{ hash: string; envelope: string | null; erased: string | null }>(
    `select hash, envelope, erased from
       (select *, sum(octet_length(envelope)) over (order by index) as text from
         (select index, hash, envelope, erased from log_entry where index >= $1 order by index limit $2) as page) as sums
     where index = $1 or text is null or text <= $3 order by index`,
    [from, limit, mostText],
  );
  return rows.map(({ hash, envelope, erased }) =>
    envelope === null ? { erased: Number(erased), hash } : { envelope: JSON.parse(envelope) as JsonValue },
  );
}
