import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";

/** What can stand out. */
export type AlarmKind = "link.refused" | "link.silent" | "webhook.disabled" | "charter.refused";

/** Raises an alarm, or counts once more one that stands. `message` quotes nothing that came from outside. */
export async function raise(
  database: Database,
  clock: Clock,
  kind: AlarmKind,
  object: string,
  message: string,
): Promise<void> {
  const now = clock();
  const raised = await database
    .insertInto("alarm")
    .values({ kind, object, message, raised_at: now })
    .onConflict((known) =>
      known
        .columns(["kind", "object"])
        .where("lifted_at", "is", null)
        .doUpdateSet((row) => ({ times: row("alarm.times", "+", 1), message })),
    )
    .returning("times")
    .executeTakeFirstOrThrow();
  if (raised.times > 1) return;
  await note(database, now, { kind: "alarm.raised", object, detail: { alarm: kind } });
  await announce(database, { type: "alarm", id: kind });
}

/** Lifts an alarm; returns whether one stood. `person` is who did, where a person did. */
export async function lift(
  database: Database,
  clock: Clock,
  kind: AlarmKind,
  object: string,
  person?: string,
): Promise<boolean> {
  const now = clock();
  const { numUpdatedRows } = await database
    .updateTable("alarm")
    .set({ lifted_at: now })
    .where("kind", "=", kind)
    .where("object", "=", object)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await note(database, now, {
    kind: "alarm.lifted",
    object,
    detail: { alarm: kind },
    ...(person !== undefined && { person }),
  });
  await announce(database, { type: "alarm", id: kind });
  return true;
}
