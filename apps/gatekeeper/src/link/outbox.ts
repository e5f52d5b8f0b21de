import type { JsonValue } from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";

/** Something the server may know. Stored in the transaction that made it true, sent later. */
export interface LinkEvent {
  type: "charter" | "ticket" | "phone" | "seen" | "order" | "release" | "result" | "halted" | "freeze";
  body: Record<string, JsonValue>;
}

/** Writes events within the transaction `tx`. */
export async function emit(tx: Pick<pg.PoolClient, "query">, events: readonly LinkEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into outbox (at, type, body)
     select $1, type, body from unnest($2::text[], $3::text[]) with ordinality as event (type, body, position)
     order by position`,
    [nowSeconds(), events.map((event) => event.type), events.map((event) => JSON.stringify(event.body))],
  );
}
