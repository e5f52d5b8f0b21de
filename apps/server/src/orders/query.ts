// Which orders: by what they do, where they stand, who signed them, and whom they concern.
import { everyPhone } from "@rempart/trust";
import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import { id, queryList } from "../http/schemas.ts";
import { orderStates } from "./present.ts";

export const streamName = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9._/-]+$/);

export const orderFilters = z.object({
  state: queryList(z.enum(orderStates)).optional(),
  action: queryList(z.string().regex(/^[a-z-]{1,40}$/))
    .optional()
    .meta({ description: "As `wipe`, `policy`", examples: ["wipe,lock"] }),
  stream: streamName.optional(),
  by: id.optional().meta({ description: "Person whose signature it has" }),
  device: id.optional().meta({ description: "Phone that its list or its group holds, or that answered it" }),
});
export type OrderFilters = z.output<typeof orderFilters>;

/** The groups a phone is in, as told, and the one that holds every phone; undefined for a phone that is not known. */
export async function groupsOf(database: Database, device: string): Promise<string[] | undefined> {
  const known = await database.selectFrom("phone").select("groups").where("id", "=", device).executeTakeFirst();
  return known && [...known.groups, everyPhone];
}

/**
 * `entry` of the orders that concern a phone: on whose list it stands, whose group it is in now, and those that it answered,
 * since it may have been in their group then.
 */
export function concerning(device: string, groups: readonly string[]): RawBuilder<number> {
  return sql<number>`(
    select entry from order_target where device = ${device}
    union select entry from fleet_order as grouped where group_id = any(${groups}::text[])
    union select answered.entry from order_phone join fleet_order as answered on answered.hash = order_hash where device = ${device})`;
}

/** Adds the conditions of `wanted`. */
export async function filteredOrders<T>(
  database: Database,
  all: SelectQueryBuilder<Tables, "fleet_order", T>,
  { state, action, stream, by, device }: OrderFilters,
): Promise<SelectQueryBuilder<Tables, "fleet_order", T>> {
  let orders = all;
  if (state !== undefined) orders = orders.where("state", "in", state);
  if (action !== undefined) orders = orders.where("action", "in", action);
  if (stream !== undefined) orders = orders.where("stream", "=", stream);
  if (by !== undefined) orders = orders.where(sql<boolean>`signed_by @> ${[by]}::text[]`);
  if (device !== undefined) {
    const groups = (await groupsOf(database, device)) ?? [everyPhone];
    orders = orders.where(sql<boolean>`entry in ${concerning(device, groups)}`);
  }
  return orders;
}
