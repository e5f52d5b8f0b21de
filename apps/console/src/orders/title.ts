// What an order is called: verb and number first, from its signed fields alone.

import type { Review } from "@rempart/client";
import { everyPhone, type Order, targetCount } from "@rempart/trust";
import type { Format } from "../words/format.ts";
import type { OrderWords } from "./words.ts";

/** Whom it touches: "1 phone", "group Sales", "every phone". `group` is what the server calls the group, if anything. */
export function aimWords(order: Order, words: OrderWords, format: Format, group?: string): string {
  const { targets } = order;
  const count = targetCount(targets);
  if (count !== undefined) return format.count(count, words.phone, words.phones);
  if ("group" in targets)
    return targets.group === everyPhone ? words.everyPhone : words.group(group ?? targets.group.slice(0, 6));
  return words.organisation;
}

/** The key of the title, which tells apart what one action's parameters turn into its opposite. */
export function titleKey(order: Order): keyof OrderWords["titles"] {
  const params = order.params as { on?: boolean; removed?: true; state?: string };
  if (order.action === "lost-mode" && params.on === false) return "lost-mode-off";
  const gone = params.removed === true || (order.action === "app" && params.state === "removed");
  const opposite = `${order.action}-removed`;
  if (gone && (opposite === "policy-removed" || opposite === "app-removed" || opposite === "certificate-removed"))
    return opposite;
  if (gone && opposite === "os-update-removed") return opposite;
  return order.action;
}

/** "Wipe 1 phone", "Effacer 1 téléphone". */
export function titleOf(review: Review, words: OrderWords, format: Format, group?: string): string {
  if (review.kind === "ticket")
    return words.titles.ticket(format.count(review.document.body.uses, words.phone, words.phones));
  const order = review.document.body;
  return words.titles[titleKey(order)](aimWords(order, words, format, group));
}

/** A hash in groups of four, to be compared by eye. */
export function grouped(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(" ") ?? hash;
}
