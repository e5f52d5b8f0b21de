import { sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import type { LinkEvent } from "../link/events.ts";

/** A phone enrolled, changed or left. */
export async function takePhone(database: Database, event: LinkEvent<"phone">): Promise<void> {
  const { platform, model, os, state, groups } = event;
  const facts = { platform, model, os, patch: event.patch ?? null, state, groups, ticket: event.ticket ?? null };
  await database
    .insertInto("phone")
    .values({ id: event.device, ...facts, seen_at: null })
    .onConflict((known) => known.column("id").doUpdateSet(facts))
    .execute();
  await announce(database, { type: "phone", id: event.device });
}

/** When phones were last in contact. Times only go forward, in whatever order the gatekeeper's replicas tell them. */
export async function takeSeen(database: Database, event: LinkEvent<"seen">): Promise<void> {
  const devices = event.phones.map(([device]) => device);
  const times = event.phones.map(([, at]) => at);
  await sql`
    update phone set seen_at = greatest(phone.seen_at, seen.at)
    from unnest(${devices}::text[], ${times}::bigint[]) as seen (device, at)
    where phone.id = seen.device`.execute(database);
  const [only] = devices;
  if (only !== undefined) await announce(database, { type: "phone", id: devices.length === 1 ? only : "*" });
}
