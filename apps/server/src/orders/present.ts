import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import { count, envelope, hash, id, time } from "../http/schemas.ts";

export const orderStates = ["held", "released", "cancelled", "ended"] as const;
export const release = z.object({ index: count, envelope });
type Release = z.output<typeof release>;

/** An order as its readers get it. */
export const order = z
  .object({
    hash,
    action: z.string(),
    state: z.string(),
    envelope,
    acceptedAt: time,
    phones: count,
    by: z.array(id),
    stream: z.string().optional(),
    n: count.optional(),
    releases: z.array(release),
    outcomes: z.record(z.string(), count).meta({ description: "Phones by the newest word of each" }),
    silent: count.meta({ description: "Phones that said nothing yet. In a list: `phones` less those that answered" }),
    results: z.array(z.object({ device: id, outcome: z.string(), code: z.string().optional(), at: time, envelope })),
  })
  .meta({ id: "Order" });
type OrderAnswer = z.output<typeof order>;

export const orderColumns = [
  ...(["hash", "action", "state", "envelope", "accepted_at", "phones", "signed_by"] as const),
  ...(["entry", "stream", "n", "group_id"] as const),
];
export type OrderRow = Pick<Selectable<Tables["fleet_order"]>, (typeof orderColumns)[number]>;

/** How much of an order's history comes with it. */
export interface Shown {
  releases: number;
  results: number;
}

/** The newest releases of each order, oldest first, by the orders' hashes. */
export async function releasesOf(
  database: Database,
  hashes: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, Release[]>> {
  const { rows } = await sql<Release & { order_hash: string }>`
    select wanted.hash as order_hash, index, envelope from unnest(${hashes}::text[]) as wanted (hash),
      lateral (select index, envelope from release where order_hash = wanted.hash order by index desc limit ${most}) as one
    order by index`.execute(database);
  const found = new Map<string, Release[]>(hashes.map((one) => [one, []]));
  for (const { order_hash: name, ...one } of rows) found.get(name)!.push(one);
  return found;
}

interface Answer {
  order_hash: string;
  device: string;
  outcome: string;
  code: string | null;
  at: number;
  envelope: OrderAnswer["envelope"];
}

async function newestResults(database: Database, hashes: readonly string[], most: number): Promise<Answer[]> {
  if (most === 0) return [];
  const { rows } = await sql<Answer>`
    select one.* from unnest(${hashes}::text[]) as wanted (hash), lateral (
      select order_hash, device, outcome, code, at, envelope from result
      where order_hash = wanted.hash order by at desc limit ${most}) as one`.execute(database);
  return rows;
}

/** What an order is called by and where it stands, without what came of it. */
export function presentHead(row: OrderRow) {
  return {
    hash: row.hash,
    action: row.action,
    state: row.state,
    envelope: row.envelope,
    acceptedAt: row.accepted_at,
    phones: row.phones,
    by: row.signed_by,
    ...(row.stream !== null && { stream: row.stream }),
    ...(row.n !== null && { n: row.n }),
  };
}

/** Orders as JSON, each with its newest releases and results, in three questions for all of them. */
export async function presentOrders(
  database: Database,
  rows: readonly OrderRow[],
  shown: Shown,
): Promise<OrderAnswer[]> {
  if (rows.length === 0) return [];
  const hashes = rows.map((row) => row.hash);
  const [releases, results, outcomes] = await Promise.all([
    releasesOf(database, hashes, shown.releases),
    newestResults(database, hashes, shown.results),
    database
      .selectFrom("order_outcome")
      .selectAll()
      .where("order_hash", "in", hashes)
      .where("phones", ">", 0)
      .execute(),
  ]);
  const answers = Map.groupBy(results, (one) => one.order_hash);
  const words = Map.groupBy(outcomes, (one) => one.order_hash);
  return rows.map((row) => {
    const said = words.get(row.hash) ?? [];
    const answered = said.reduce((sum, one) => sum + one.phones, 0);
    return {
      ...presentHead(row),
      releases: releases.get(row.hash) ?? [],
      outcomes: Object.fromEntries(said.map((one) => [one.outcome, one.phones])),
      silent: Math.max(0, row.phones - answered),
      results: (answers.get(row.hash) ?? []).map(({ order_hash: _, code, ...rest }) => ({
        ...rest,
        ...(code !== null && { code }),
      })),
    };
  });
}
