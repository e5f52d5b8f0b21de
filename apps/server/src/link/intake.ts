import { hash } from "node:crypto";
import { openEnvelope, ticketType } from "@rempart/trust";
import { sql } from "kysely";
import { lift } from "../alarms/alarms.ts";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { ApiError } from "../http/error.ts";
import { takeOrder, takeRelease, takeResult } from "../orders/intake.ts";
import { takePhone, takeSeen } from "../phones/intake.ts";
import { takeHalted } from "../rollouts/follow.ts";
import type { LinkEvent } from "./events.ts";
import { type Fault, faultOf, keepAside, type RawEvent, readEvent } from "./quarantine.ts";

/** Repeats older than this are taken for equal without looking. */
const remembered = 10_000;

async function takeCharter(database: Database, event: LinkEvent<"charter">, charters: Charters): Promise<void> {
  const version = await charters.extend(database, event.envelope);
  if (version === undefined) return;
  await note(database, event.at, { kind: "charter.followed", object: String(version) });
  await announce(database, { type: "charter", id: "*" });
}

async function takeTicket(database: Database, event: LinkEvent<"ticket">): Promise<void> {
  const { hash: computed } = openEnvelope(ticketType, event.envelope);
  if (computed !== event.hash) {
    throw new ApiError(400, "link.hash", "ticket.hash", "The event names another hash than its document has.");
  }
  const { numInsertedOrUpdatedRows: fresh } = await database
    .insertInto("ticket")
    .values({ hash: computed, envelope: JSON.stringify(event.envelope) })
    .onConflict((known) => known.column("hash").doNothing())
    .executeTakeFirst();
  await closeDraft(database, computed);
  if (fresh === 0n) return;
  await note(database, event.at, { kind: "ticket.accepted", object: computed });
  await announce(database, { type: "ticket", id: computed });
}

async function takeFreeze(database: Database, event: LinkEvent<"freeze">): Promise<void> {
  await database.updateTable("link_state").set({ freezes: event.freezes }).execute();
  const { freezes } = event;
  await note(database, event.at, { kind: freezes.length > 0 ? "frozen" : "unfrozen", object: freezes[0] ?? "*" });
  await announce(database, { type: "freeze", id: freezes[0] ?? "*" });
}

async function take(database: Database, event: LinkEvent, charters: Charters): Promise<void> {
  switch (event.type) {
    case "charter":
      return takeCharter(database, event, charters);
    case "ticket":
      return takeTicket(database, event);
    case "phone":
      return takePhone(database, event, (await charters.chain(database))[0]?.hash);
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

/** An event of a batch that was taken without care is refused: the batch is begun again with care. */
class NeedsCare extends Error {
  override readonly name = "NeedsCare";
}

/**
 * Takes an event in whole, or says what is wrong with it and leaves nothing of it. Care costs two statements for each
 * event, and almost none is ever refused: so a batch is tried without it first.
 */
async function attempt(
  work: Database,
  raw: RawEvent,
  charters: Charters,
  careful: boolean,
): Promise<Fault | undefined> {
  const { event, fault } = readEvent(raw);
  if (!event) return fault;
  if (careful) await sql`savepoint event`.execute(work);
  try {
    await take(work, event, charters);
    if (careful) await sql`release savepoint event`.execute(work);
    return undefined;
  } catch (error) {
    const found = faultOf(error);
    if (!found) throw error;
    if (!careful) throw new NeedsCare();
    await sql`rollback to savepoint event`.execute(work);
    return found;
  }
}

/** Digest of an event as it came, its fields in order of their names, so that spelling does not matter. */
function digest(event: RawEvent): string {
  const fields = Object.entries(event).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash("sha256", JSON.stringify(fields));
}

async function checkRepeat(database: Database, event: RawEvent): Promise<void> {
  const known = await database
    .selectFrom("link_event")
    .select("sha256")
    .where("seq", "=", event.seq)
    .executeTakeFirst();
  if (known === undefined || known.sha256 === digest(event)) return;
  const message = `Event ${event.seq} came before with other content. Two gatekeepers hold this link token, or one was rolled back.`;
  throw new ApiError(409, "link.conflict", "events.seq", message);
}

export interface Taken {
  /** Newest number held. */
  readonly seq: number;
  /** Numbers of this batch that were kept aside. */
  readonly refused: readonly number[];
  /** What was wrong with the last of those. */
  readonly fault?: Fault;
}

/**
 * Takes a batch in whole or not at all, but for events that are refused: those are kept aside (quarantine.ts). Events come
 * in order without holes; those held already must be equal. The row of link_state is locked throughout, so that two
 * batches never interleave.
 */
export async function takeEvents(
  database: Database,
  charters: Charters,
  clock: Clock,
  events: readonly RawEvent[],
): Promise<Taken> {
  try {
    return await takeBatch(database, charters, clock, events, false);
  } catch (error) {
    if (!(error instanceof NeedsCare)) throw error;
    return takeBatch(database, charters, clock, events, true);
  }
}

async function takeBatch(
  database: Database,
  charters: Charters,
  clock: Clock,
  events: readonly RawEvent[],
  careful: boolean,
): Promise<Taken> {
  return database.transaction().execute(async (work) => {
    const state = await work.selectFrom("link_state").select("seq").forUpdate().executeTakeFirstOrThrow();
    let held = state.seq;
    const refused: number[] = [];
    let last: Fault | undefined;
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
      const fault = await attempt(work, event, charters, careful);
      if (fault) {
        await keepAside(work, clock, event, fault);
        refused.push(event.seq);
        last = fault;
      }
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
    return { seq: held, refused, ...(last && { fault: last }) };
  });
}

/** Tries the events kept aside once more: this release may understand what the one before did not. */
export async function retryKept(database: Database, charters: Charters, clock: Clock): Promise<number> {
  return database.transaction().execute(async (work) => {
    await work.selectFrom("link_state").select("seq").forUpdate().executeTakeFirstOrThrow();
    const kept = await work.selectFrom("link_refused").selectAll().orderBy("seq").execute();
    let taken = 0;
    for (const { seq, event } of kept) {
      if (event === null || (await attempt(work, JSON.parse(event) as RawEvent, charters, true))) continue;
      await work.deleteFrom("link_refused").where("seq", "=", seq).execute();
      await note(work, clock(), { kind: "link.taken", object: String(seq) });
      taken++;
    }
    if (taken > 0 && taken === kept.length) {
      await lift(work, clock, "link.refused", "*");
      await lift(work, clock, "charter.refused", "*");
    }
    return taken;
  });
}
