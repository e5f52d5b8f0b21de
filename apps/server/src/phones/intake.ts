import type { Result } from "@rempart/trust";
import { sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import type { LinkEvent } from "../link/events.ts";
import { takeEvidence } from "./evidence.ts";
import { recount } from "./facets.ts";

/** A phone enrolled, changed or left. */
export async function takePhone(
  database: Database,
  event: LinkEvent<"phone">,
  genesis: string | undefined,
): Promise<void> {
  const { device: id, platform, model, os, state, groups, at, seq } = event;
  const patch = event.patch ?? null;
  const before = await database.selectFrom("phone").selectAll().where("id", "=", id).executeTakeFirst();
  if (before && before.told_seq >= seq) return; // kept aside before, and overtaken since (link/quarantine.ts)
  const vouched = genesis === undefined ? { facts: false, os: false } : await takeEvidence(database, event, genesis);
  const sameFacts = before?.model === model && before.platform === platform;
  const sameOs = before?.os === os && before.patch === patch;
  const facts = {
    ...{ platform, model, os, patch, state, groups, ticket: event.ticket ?? null, told_seq: seq, told_at: at },
    facts_at: vouched.facts ? at : sameFacts ? before.facts_at : null,
    os_at: vouched.os ? at : sameOs ? before.os_at : null,
  };
  await database
    .insertInto("phone")
    .values({ id, ...facts, seen_at: null, enrolled_at: at })
    .onConflict((known) => known.column("id").doUpdateSet(facts))
    .execute();
  await recount(database, before, { ...facts, drift: before?.drift ?? "unknown" });
  if (!before) await note(database, at, { kind: "phone.enrolled", object: id, detail: { state } });
  else if (before.state !== state) await note(database, at, { kind: `phone.${state}`, object: id });
  await announce(database, { type: "phone", id });
}

/**
 * A phone told a drift: `failed` with all that is out of line, or `done` for what is in line again. A phone that is still out
 * of line says `failed` last (apps/phones/src/drift.ts), so its newest report says how it stands.
 */
export async function takeDrift(database: Database, { device, seq, outcome, at }: Result): Promise<void> {
  if (outcome !== "done" && outcome !== "failed") return;
  const before = await database.selectFrom("phone").selectAll().where("id", "=", device).executeTakeFirst();
  if (!before || before.drift_seq >= seq) return; // kept aside before, and overtaken since (link/quarantine.ts)
  const drift = outcome === "done" ? "in-line" : "out-of-line";
  await database.updateTable("phone").set({ drift, drift_at: at, drift_seq: seq }).where("id", "=", device).execute();
  await recount(database, before, { ...before, drift });
}

/** When phones were last in contact. Times only go forward, in whatever order the gatekeeper's replicas tell them. */
export async function takeSeen(database: Database, event: LinkEvent<"seen">): Promise<void> {
  const devices = event.phones.map(([device]) => device);
  const times = event.phones.map(([, at]) => at);
  await sql`
    update phone set seen_at = seen.at
    from (select device, max(at) as at from unnest(${devices}::text[], ${times}::bigint[]) as told (device, at) group by device) as seen
    where phone.id = seen.device and (phone.seen_at is null or phone.seen_at < seen.at)`.execute(database);
  const [only] = devices;
  if (only !== undefined) await announce(database, { type: "phone", id: devices.length === 1 ? only : "*" });
}
