// Which files there are, and which documents name them.
import type { JsonValue } from "@rempart/trust";
import { sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { ApiError, notFound } from "../http/error.ts";
import type { ReadApk } from "./apk.ts";

export interface BlobRow {
  sha256: string;
  size: number;
  uploaded_by: string;
  uploaded_at: number;
  apk: ReadApk | null;
}

/** A file's row, or 404. */
export async function findBlob(database: Database, sha256: string): Promise<BlobRow> {
  const row = await database.selectFrom("blob").selectAll().where("sha256", "=", sha256).executeTakeFirst();
  if (!row) throw notFound("file", "sha256");
  return row as BlobRow;
}

/** PostgreSQL's jsonb knows neither NUL nor half a character; a hostile APK may name itself by either. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\ufffd").toWellFormed() : value;
}

/** Notes an uploaded file. The same file again changes nothing. */
export async function keepBlob(
  database: Database,
  row: { sha256: string; size: number; person: string; at: number; apk: ReadApk },
): Promise<void> {
  await database
    .insertInto("blob")
    .values({
      sha256: row.sha256,
      size: row.size,
      uploaded_by: row.person,
      uploaded_at: row.at,
      apk: JSON.stringify(row.apk, storable),
    })
    .onConflict((known) => known.column("sha256").doNothing())
    .execute();
}

/** Hash of a document by hash of the file that it names: accepted orders, and drafts that wait. */
export async function usesOf(
  database: Database,
  hashes: readonly string[],
): Promise<Map<string, { orders: string[]; drafts: string[] }>> {
  const uses = new Map(hashes.map((hash) => [hash, { orders: [] as string[], drafts: [] as string[] }]));
  if (hashes.length === 0) return uses;
  const orders = await database
    .selectFrom("app_release")
    .innerJoin("fleet_order", "fleet_order.hash", "app_release.order_hash")
    .select(["app_release.sha256", "order_hash"])
    .where("app_release.sha256", "in", hashes)
    .where("fleet_order.state", "!=", "cancelled")
    .orderBy("app_release.n", "desc")
    .limit(1000)
    .execute();
  for (const { sha256, order_hash } of orders) uses.get(sha256!)!.orders.push(order_hash);
  const drafts = await sql<{ hash: string; sha256: string }>`
    select hash, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb #>> '{params,sha256}' as sha256
    from draft where state = 'waiting' and type = 'order' and action in ('app', 'agent-update')`.execute(database);
  for (const { hash, sha256 } of drafts.rows) uses.get(sha256)?.drafts.push(hash);
  const agents = await sql<{ hash: string; sha256: string }>`
    select hash, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb #>> '{params,sha256}' as sha256
    from fleet_order where action = 'agent-update' and state <> 'cancelled'`.execute(database);
  for (const { hash, sha256 } of agents.rows) uses.get(sha256)?.orders.push(hash);
  return uses;
}

/**
 * Forgets a file that no document names; 409 names one that does. Within a transaction: `remove`
 * takes it from the store before the commit.
 */
export async function forgetBlob(work: Database, sha256: string, remove: () => Promise<void>): Promise<void> {
  const row = await work.deleteFrom("blob").where("sha256", "=", sha256).returning("sha256").executeTakeFirst();
  if (!row) throw notFound("file", "sha256");
  const { orders, drafts } = (await usesOf(work, [sha256])).get(sha256)!;
  const named = orders[0] ?? drafts[0];
  if (named !== undefined) {
    const sentence = `The document ${named} names this file, and phones may still ask for it.`;
    throw new ApiError(409, "blob.used", "sha256", sentence);
  }
  await remove();
}

/** What is shown of `apk` in lists. */
export function asJson(apk: ReadApk | null): JsonValue | undefined {
  return apk === null ? undefined : (apk as unknown as JsonValue);
}
