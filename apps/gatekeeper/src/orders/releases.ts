import type { JsonValue, Reach } from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";
import { makeRelease } from "../log/record.ts";
import type { Entry, Released } from "./book.ts";

interface Change {
  by?: string[];
  /** The order's envelope with more signatures. */
  envelope?: JsonValue;
  /** Runs in the transaction, with the release's hash. */
  also?(tx: pg.PoolClient, release: string): Promise<void>;
}

/** Logs one more release of an accepted order: its reach grew. Wakes the phones that it may concern. */
export async function addRelease(context: Context, entry: Entry, reach: Reach, change: Change = {}): Promise<Released> {
  const { document } = entry;
  const release = await makeRelease(context.charters.newest.genesis, {
    order: document.hash,
    accepted: entry.acceptedAt,
    at: nowSeconds(),
    phones: entry.phones,
    reach,
    by: change.by ?? entry.by,
  });
  const done = await context.log.append(async (tx, first) => {
    await Promise.all([
      tx.query("insert into release (hash, order_hash, log_index, envelope) values ($1, $2, $3, $4)", [
        release.hash,
        document.hash,
        first,
        JSON.stringify(release.envelope),
      ]),
      change.envelope &&
        tx.query("update accepted_order set envelope = $2, by_people = $3 where hash = $1", [
          document.hash,
          JSON.stringify(change.envelope),
          change.by ?? entry.by,
        ]),
      change.also?.(tx, release.hash),
      emit(tx, [{ type: "release", body: { order: document.hash, index: first, envelope: release.envelope } }]),
    ]);
    return { entries: [entryOf(release)], value: undefined };
  });
  const released = { document: release, index: done.indexes[0]! };
  entry.releases.push(released);
  context.witnesses.expect(entry, released);
  context.nudge();
  if (!("phones" in reach)) context.waiters.wakeAll();
  return released;
}
