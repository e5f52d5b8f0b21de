// Events that this server does not understand, or that say what no signature bears out. One of them must not stop all that
// come after it, a freeze among them; nor may it vanish. So it is kept aside, an alarm is raised, and it is tried again.
import { Refusal } from "@rempart/trust";
import { raise } from "../alarms/alarms.ts";
import type { Clock } from "../clock.ts";
import { isAway } from "../database/connect.ts";
import type { Database } from "../database/schema.ts";
import { note } from "../history/note.ts";
import { ApiError } from "../http/error.ts";
import { linkEvent } from "./events.ts";

/** An event as it came, known to have a number only. */
export interface RawEvent {
  readonly seq: number;
  readonly [field: string]: unknown;
}

/** More of it is counted, not kept: whoever holds the link token must not fill the disk. */
const mostKept = 1_000;
const mostText = 256 * 1024;

export interface Fault {
  readonly code: string;
  readonly where: string;
}

/** What is wrong with an event; undefined for an error that says nothing about the event. */
export function faultOf(error: unknown): Fault | undefined {
  if (error instanceof Refusal) return { code: error.code, where: error.where };
  if (error instanceof ApiError && error.status < 500) return { code: error.code, where: error.where };
  if (isAway(error)) return undefined;
  // PostgreSQL's classes 22 and 23: a value that a column cannot hold.
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^2[23]...$/.test(code)) return { code: "schema", where: "event" };
  return undefined;
}

/** Reads an event, or says what is wrong with it. */
export function readEvent(raw: RawEvent) {
  const read = linkEvent.safeParse(raw);
  if (read.success) return { event: read.data };
  const path = read.error.issues[0]?.path.join(".") ?? "";
  return { fault: { code: "schema", where: path === "" ? "event" : path } };
}

/** Keeps an event aside, with an alarm. */
export async function keepAside(
  database: Database,
  clock: Clock,
  raw: RawEvent,
  { code, where }: Fault,
): Promise<void> {
  const now = clock();
  const text = JSON.stringify(raw);
  const type = typeof raw.type === "string" ? raw.type.slice(0, 64).replace(/[^a-z.-]/g, "?") : "?";
  const { kept } = await database
    .selectFrom("link_refused")
    .select((all) => all.fn.countAll<number>().as("kept"))
    .executeTakeFirstOrThrow();
  if (kept < mostKept) {
    const event = text.length <= mostText && !text.includes("\\u0000") ? text : null;
    const row = { at: now, type, code, place: where.slice(0, 200), event };
    await database
      .insertInto("link_refused")
      .values({ seq: raw.seq, ...row })
      .onConflict((known) => known.column("seq").doUpdateSet(row))
      .execute();
  }
  await note(database, now, { kind: "link.refused", object: String(raw.seq), detail: { type, code } });
  const message = `Event ${raw.seq} of the gatekeeper (${type}) was refused: ${code}. It is kept aside; what came after it was taken.`;
  await raise(database, clock, type === "charter" ? "charter.refused" : "link.refused", "*", message);
}
