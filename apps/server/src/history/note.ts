import type { JsonObject } from "@rempart/trust";
import type { Database } from "../database/schema.ts";

/** One line of history. */
export interface Note {
  /** What happened, as `order.released`. */
  readonly kind: string;
  /** Hash or id of what it is about. */
  readonly object: string;
  readonly person?: string;
  /** Ids, counts and codes; never what a person wrote. */
  readonly detail?: JsonObject;
}

/** Writes a line of history, in the transaction that made it true. `at` in Unix seconds. */
export async function note(database: Database, at: number, { kind, object, person, detail = {} }: Note): Promise<void> {
  await database
    .insertInto("history")
    .values({ at, kind, object, person: person ?? null, detail: JSON.stringify(detail) })
    .execute();
}
