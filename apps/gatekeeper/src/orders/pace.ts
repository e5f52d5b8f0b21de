import { paramsOf, type Window } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";

/** The pace that the roots set for one order, while it lasts; the newest counts. */
export function paceOf(context: Context, order: string): Window | undefined {
  let found: Window | undefined;
  for (const entry of context.book.paces) {
    if (entry.state !== "released") continue;
    const pace = paramsOf(entry.document, "pace");
    if (pace.order === order && nowSeconds() <= pace.until) found = { phones: pace.phones, seconds: pace.seconds };
  }
  return found;
}
