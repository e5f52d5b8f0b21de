// What is kept for how long. Rows go in small bites, so that no delete holds up the link.
import { type RawBuilder, sql } from "kysely";
import { lift, raise } from "../alarms/alarms.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { silence } from "./routes.ts";

const day = 86_400;
/** Over a year, so that a yearly audit finds what the last one saw. */
export const ordinaryRetention = 400;
/** No one-shot order may run longer (signed-documents.md, section 6): an older one ended, whatever was told. */
const longestOrder = 401;
const bite = 5_000;
const mostChanges = 100_000;

async function drop(database: Database, table: string, condition: RawBuilder<unknown>): Promise<number> {
  let dropped = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)}
      where ctid in (select ctid from ${sql.table(table)} where ${condition} limit ${bite})`.execute(database);
    dropped += Number(numAffectedRows);
    if (numAffectedRows < bite) return dropped;
  }
}

/** Deletes what is older than its time; returns how many rows. The log at the gatekeeper keeps what must be kept. */
export async function prune(database: Database, clock: Clock, retentionDays: number): Promise<number> {
  const now = clock();
  const old = now - retentionDays * day;
  const ended = sql`accepted_at < ${old} and (
    stream is null and (state in ('ended', 'cancelled') or accepted_at < ${now - longestOrder * day})
    or stream is not null and exists (select 1 from fleet_order as newer where newer.stream = fleet_order.stream and newer.n > fleet_order.n))`;
  // First what hangs on an order, so that nothing is left behind should this stop half way.
  let dropped = 0;
  for (const table of ["result", "release", "order_phone", "order_outcome"])
    dropped += await drop(database, table, sql`order_hash in (select hash from fleet_order where ${ended})`);
  dropped += await drop(database, "order_target", sql`entry in (select entry from fleet_order where ${ended})`);
  dropped += await drop(database, "fleet_order", ended);
  dropped += await drop(database, "result", sql`order_hash is null and at < ${old}`);
  dropped += await drop(
    database,
    "sealed_report",
    sql`not exists (select 1 from result where result.hash = sealed_report.hash)`,
  );
  dropped += await drop(database, "history", sql`at < ${old}`);
  dropped += await drop(database, "alarm", sql`lifted_at < ${old}`);
  dropped += await drop(database, "draft", sql`created_at < ${now - 30 * day}`);
  dropped += await drop(database, "session", sql`expires_at <= ${now}`);
  dropped += await drop(database, "api_token", sql`expires_at <= ${now}`);
  dropped += await drop(database, "signin_nonce", sql`expires_at <= ${now}`);
  dropped += await drop(
    database,
    "webhook_delivery",
    sql`at < ${now - 14 * day} or (at < ${now - 7 * day} and state <> 'waiting')`,
  );
  // By the database's own clock, which wrote it; a day suffices to come back from a broken connection.
  dropped += await drop(
    database,
    "change",
    sql`at < extract(epoch from now()) - ${day} or id <= (select coalesce(max(id), 0) - ${mostChanges} from change)`,
  );
  return dropped;
}

/** Raises the alarm when the gatekeeper has been silent, and lifts it when it speaks again. */
export async function watchLink(database: Database, clock: Clock): Promise<void> {
  const { contact_at: contact } = await database
    .selectFrom("link_state")
    .select("contact_at")
    .executeTakeFirstOrThrow();
  if (contact === null) return;
  await database.transaction().execute(async (work) => {
    if (clock() - contact <= silence) {
      await lift(work, clock, "link.silent", "*");
      return;
    }
    const message = "The gatekeeper has not called for five minutes: what this server says of the fleet grows old.";
    await raise(work, clock, "link.silent", "*", message);
  });
}
