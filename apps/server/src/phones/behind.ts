import { everyPhone } from "@rempart/trust";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { isPatchLevel, standing } from "../os-updates/compare.ts";
import { concerned, newest, platforms, type Update } from "../os-updates/newest.ts";
import { platformOs, platformPatch } from "./facets.ts";

/** The number that orders "16", "17.4.1", "Android 16": the same as column `os_rank` (migrations/0002_server.sql). */
export function osRank(version: string): number {
  const [, major = "0", minor = "0", patch = "0"] = /^\D*(\d{1,4})(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?/.exec(version) ?? [];
  return Number(major) * 100_000_000 + Number(minor) * 10_000 + Number(patch);
}

/** Versions, or patch levels, are few and counted: they are compared here, so that no second comparison stands in SQL. */
async function valuesBelow(
  database: Database,
  { minimum, platform }: Update,
): Promise<{ value: string; phones: number }[]> {
  const byPatch = isPatchLevel(minimum);
  const found = await database
    .selectFrom("phone_facet")
    .select(["value", "phones"])
    .where("facet", "=", byPatch ? platformPatch : platformOs)
    .where("state", "=", "ready")
    .execute();
  const mark = `${platform} `;
  return found
    .filter(({ value }) => value.startsWith(mark))
    .map(({ value, phones }) => ({ value: value.slice(mark.length), phones }))
    .filter(({ value }) => standing(minimum, byPatch ? "" : value, byPatch ? value : null) === "behind");
}

async function below(database: Database, update: Update): Promise<RawBuilder<boolean>> {
  const values = (await valuesBelow(database, update)).map(({ value }) => value);
  const column = isPatchLevel(update.minimum) ? sql`coalesce(patch, '')` : sql`os`;
  return sql<boolean>`(${concerned(update)} and ${column} = any(${values}::text[]))`;
}

/** How many phones have not got the OS that an order in force asks of them: as `isBehind`, mostly without reading any. */
export async function countBehind(database: Database): Promise<number> {
  const counts = platforms.map(async (platform): Promise<number> => {
    const update = await newest(database, platform);
    if (!update) return 0;
    if (update.group === everyPhone)
      return (await valuesBelow(database, update)).reduce((sum, { phones }) => sum + phones, 0);
    const { phones } = await database
      .selectFrom("phone")
      .select((one) => one.fn.countAll<number>().as("phones"))
      .where(await below(database, update))
      .executeTakeFirstOrThrow();
    return phones;
  });
  return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
}

/** Phones that have not got the OS that an order in force asks of them; those that did not say count as neither. */
export async function isBehind(database: Database): Promise<RawBuilder<boolean>> {
  const updates = await Promise.all(platforms.map((platform) => newest(database, platform)));
  const asked = updates.filter((update) => update !== undefined);
  if (asked.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(await Promise.all(asked.map((update) => below(database, update))), sql` or `)})`;
}
