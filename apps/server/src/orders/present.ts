import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import { count, envelope, hash, id, time } from "../http/schemas.ts";

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
    releases: z.array(z.object({ index: count, envelope })),
    outcomes: z.record(z.string(), count).meta({ description: "Phones by the newest word of each" }),
    results: z.array(z.object({ device: id, outcome: z.string(), code: z.string().optional(), at: time, envelope })),
  })
  .meta({ id: "Order" });
type OrderAnswer = z.output<typeof order>;

export type OrderRow = Omit<Selectable<Tables["fleet_order"]>, "targets" | "stream" | "n" | "told_seq">;
/** How much of an order's history comes with it. */
export interface Shown {
  releases: number;
  results: number;
}

/** An order as JSON, with its newest releases and results. */
export async function presentOrder(database: Database, row: OrderRow, shown: Shown): Promise<OrderAnswer> {
  const releases = await database
    .selectFrom("release")
    .select(["index", "envelope"])
    .where("order_hash", "=", row.hash)
    .orderBy("index", "desc")
    .limit(shown.releases)
    .execute();
  const results = await database
    .selectFrom("result")
    .select(["device", "outcome", "code", "at", "envelope"])
    .where("order_hash", "=", row.hash)
    .orderBy("at", "desc")
    .limit(shown.results)
    .execute();
  const outcomes = await database
    .selectFrom("order_outcome")
    .select(["outcome", "phones"])
    .where("order_hash", "=", row.hash)
    .where("phones", ">", 0)
    .execute();
  return {
    hash: row.hash,
    action: row.action,
    state: row.state,
    envelope: row.envelope,
    acceptedAt: row.accepted_at,
    phones: row.phones,
    by: row.signed_by,
    releases: releases.reverse(),
    outcomes: Object.fromEntries(outcomes.map((one) => [one.outcome, one.phones])),
    results: results.map(({ code, ...rest }) => ({ ...rest, ...(code !== null && { code }) })),
  };
}
