import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database/schema.ts";

/** Something changed: what kind of thing, and which one (`*`: several, or unknown). */
export interface Change {
  type: "phone" | "order" | "app" | "rollout" | "draft" | "charter" | "ticket" | "freeze" | "group" | "alarm" | "all";
  id: string;
}

/** The channel on which replicas wake each other. */
export const channel = "rempart_change";

/** Tells every replica once the transaction commits; PostgreSQL folds equal notices of one transaction. */
export async function announce(database: Database, change: Change): Promise<void> {
  const notice: RawBuilder<unknown> = sql`select pg_notify(${channel}, ${JSON.stringify(change)})`;
  await notice.execute(database);
}

/** Hands changes to whoever listens in this process. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
