// `limit` of a rule row: phones per signing person in a sliding window, kept by the gatekeeper alone (PROTOCOL section 5).
import { type Action, Refusal, type Row } from "@rempart/trust";
import type { OrderBook } from "./book.ts";

/** Refuses with `brake.held` when one of `by` would pass the row's limit with `phones` more. */
export function checkLimit(book: OrderBook, row: Row, by: readonly string[], phones: number, now: number): void {
  if (!row.limit) return;
  const used = new Map<string, number>();
  for (const entry of book.byHash.values()) {
    if (entry.acceptedAt <= now - row.limit.seconds || !row.actions.includes(entry.document.body.action as Action))
      continue;
    for (const person of entry.by) used.set(person, (used.get(person) ?? 0) + entry.phones);
  }
  for (const person of by) {
    const total = (used.get(person) ?? 0) + phones;
    if (total > row.limit.phones) {
      throw new Refusal(
        "brake.held",
        "limit",
        `one person may sign for ${row.limit.phones} phones in ${row.limit.seconds} seconds; this would be ${total}. Wait, or ask somebody else to sign.`,
      );
    }
  }
}
