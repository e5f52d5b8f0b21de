import { hash } from "node:crypto";
import { openEnvelope, ticketType } from "@rempart/trust";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { ApiError } from "../http/error.ts";
import { takeOrder, takeRelease, takeResult } from "../orders/intake.ts";
import { takePhone, takeSeen } from "../phones/intake.ts";
import { takeHalted } from "../rollouts/follow.ts";
import type { LinkEvent } from "./events.ts";

/** Repeats older than this are taken for equal without looking. */
const remembered = 10_000;

async function takeCharter(database: Database, event: LinkEvent<"charter">, charters: Charters): Promise<void> {
  await charters.extend(database, event.envelope);
  await announce(database, { type: "charter", id: "*" });
}

async function takeTicket(database: Database, event: LinkEvent<"ticket">): Promise<void> {
  const { hash: computed } = openEnvelope(ticketType, event.envelope);
  if (computed !== event.hash) {
    throw new ApiError(400, "link.hash", "ticket.hash", "The event names another hash than its document has.");
  }
  await database
    .insertInto("ticket")
    .values({ hash: computed, envelope: JSON.stringify(event.envelope) })
    .onConflict((known) => known.column("hash").doNothing())
    .execute();
  await closeDraft(database, computed);
  await announce(database, { type: "ticket", id: computed });
}

async function takeFreeze(database: Database, event: LinkEvent<"freeze">): Promise<void> {
  await database.updateTable("link_state").set({ freezes: event.freezes }).execute();
  await announce(database, { type: "freeze", id: event.freezes[0] ?? "*" });
}

async function take(database: Database, event: LinkEvent, charters: Charters): Promise<void> {
  switch (event.type) {
    case "charter":
      return takeCharter(database, event, charters);
    case "ticket":
      return takeTicket(database, event);
    case "phone":
      return takePhone(database, event);
    case "seen":
      return takeSeen(database, event);
    case "order":
      await takeOrder(database, event);
      return closeDraft(database, event.hash);
    case "release":
      return takeRelease(database, event);
    case "result":
      return takeResult(database, event);
    case "halted":
      return takeHalted(database, event);
    case "freeze":
      return takeFreeze(database, event);
  }
}

/** A draft that went straight to the gatekeeper, past this server, waits no longer. */
async function closeDraft(database: Database, hash: string): Promise<void> {
  await database
    .updateTable("draft")
    .set({ state: "accepted", refusal: null })
    .where("hash", "=", hash)
    .where("state", "!=", "accepted")
    .execute();
}

/** Digest of an event as read: fields in the order of the schema, so that spelling does not matter. */
function digest(event: LinkEvent): string {
  return hash("sha256", JSON.stringify(event));
}

async function checkRepeat(database: Database, event: LinkEvent): Promise<void> {
  const known = await database
    .selectFrom("link_event")
    .select("sha256")
    .where("seq", "=", event.seq)
    .executeTakeFirst();
  if (known === undefined || known.sha256 === digest(event)) return;
  const message = `Event ${event.seq} came before with other content. Two gatekeepers hold this link token, or one was rolled back.`;
  throw new ApiError(409, "link.conflict", "events.seq", message);
}

/**
 * Takes a batch in whole or not at all, and returns the newest number held. Events come in order without holes; those
 * held already must be equal. The row of link_state is locked throughout, so that two batches never interleave.
 */
export async function takeEvents(
  database: Database,
  charters: Charters,
  clock: Clock,
  events: readonly LinkEvent[],
): Promise<number> {
  return database.transaction().execute(async (work) => {
    const state = await work.selectFrom("link_state").select("seq").forUpdate().executeTakeFirstOrThrow();
    let held = state.seq;
    for (const event of events) {
      if (event.seq <= held) {
        await checkRepeat(work, event);
        continue;
      }
      if (event.seq !== held + 1) {
        const message = `Event ${event.seq} came, and ${held + 1} is the next one. Send from there.`;
        // `seq` lets the gatekeeper go back by itself, as after this database was restored from a backup.
        throw new ApiError(409, "link.gap", "events.seq", message, { seq: held });
      }
      await take(work, event, charters);
      await work
        .insertInto("link_event")
        .values({ seq: event.seq, sha256: digest(event) })
        .execute();
      held = event.seq;
    }
    await work.updateTable("link_state").set({ seq: held, contact_at: clock() }).execute();
    if (held !== state.seq)
      await work
        .deleteFrom("link_event")
        .where("seq", "<=", held - remembered)
        .execute();
    return held;
  });
}
