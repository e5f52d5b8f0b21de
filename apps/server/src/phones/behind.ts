import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { isPatchLevel, standing } from "../os-updates/compare.ts";
import { concerned, newest, platforms, type Update } from "../os-updates/newest.ts";

/** The number that orders "16", "17.4.1", "Android 16": the same as column `os_rank` (migrations/0002_server.sql). */
export function osRank(version: string): number {
  const [, major = "0", minor = "0", patch = "0"] = /^\D*(\d{1,4})(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?/.exec(version) ?? [];
  return Number(major) * 100_000_000 + Number(minor) * 10_000 + Number(patch);
}

/** Versions, or patch levels, are few and counted: they are compared here, so that no second comparison stands in SQL. */
async function below(database: Database, update: Update): Promise<RawBuilder<boolean>> {
  const byPatch = isPatchLevel(update.minimum);
  const found = await database
    .selectFrom("phone_facet")
    .select("value")
    .where("facet", "=", byPatch ? "patch" : "os")
    .where("state", "=", "ready")
    .execute();
  const isBehind = (value: string): boolean =>
    standing(update.minimum, byPatch ? "" : value, byPatch ? value : null) === "behind";
  const values = found.map(({ value }) => value).filter(isBehind);
  const column = byPatch ? sql`coalesce(patch, '')` : sql`os`;
  return sql<boolean>`(${concerned(update)} and ${column} = any(${values}::text[]))`;
}

/** Phones that have not got the OS that an order in force asks of them; those that did not say count as neither. */
export async function isBehind(database: Database): Promise<RawBuilder<boolean>> {
  const updates = await Promise.all(platforms.map((platform) => newest(database, platform)));
  const asked = updates.filter((update) => update !== undefined);
  if (asked.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(await Promise.all(asked.map((update) => below(database, update))), sql` or `)})`;
}
