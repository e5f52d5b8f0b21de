// The rule that decides, the brake and the first hour, in words.

import type { Review } from "@rempart/client";
import { type Brake, isDestructive, type Order, type Row, reachActions, reachBound, targetCount } from "@rempart/trust";
import type { Format } from "../words/format.ts";
import { brakeOutlook } from "./brake-time.ts";
import type { OrderWords } from "./words.ts";

/** A row of the charter's rules as a sentence: "For wipe, up to 10 phones: 2 different approvers sign". */
export function ruleSentence(row: Row, words: OrderWords, format: Format): string {
  const actions = format.list(row.actions.map((action) => words.actions[action]));
  const most = row.max === undefined ? undefined : format.count(row.max, words.phone, words.phones);
  const tail = [
    words.ruleNeeds(row.need.role, row.need.count),
    ...(row.when === "frozen" ? [words.ruleFrozen] : []),
    ...(row.limit
      ? [words.ruleLimit(format.count(row.limit.phones, words.phone, words.phones), format.duration(row.limit.seconds))]
      : []),
  ];
  return `${words.ruleFor(actions, most)}${words.colon}${tail.join(", ")}`;
}

/**
 * What the brake does, in sentences; empty for what destroys nothing. `phones`: how many it is for, where known; `ahead`:
 * it was not accepted yet, so that the hold is still to come.
 */
export function brakeSentences(
  brake: Brake,
  order: Order,
  phones: number | undefined,
  words: OrderWords,
  format: Format,
  ahead: boolean,
): string[] {
  const outlook = brakeOutlook(brake, order, phones ?? 0);
  if (!outlook) return [];
  if (phones === undefined) return [words.brakeOne];
  const n = format.count(phones, words.phone, words.phones);
  const time = outlook.spread > 0 ? words.brakeTime(n, format.duration(outlook.spread)) : words.brakeAtOnce(n);
  return [...(ahead && outlook.hold > 0 ? [words.brakeHold(format.duration(outlook.hold))] : []), time];
}

/** How far a standing document reaches in its first hour, in sentences; empty where nothing bounds it. */
export function reachSentences(
  brake: Brake,
  review: Review,
  phones: number | undefined,
  words: OrderWords,
  format: Format,
): string[] {
  if (review.kind !== "order" || !reachActions.has(review.document.body.action)) return [];
  const order = review.document.body;
  if (isDestructive(order)) return [];
  const { least, permille, seconds } = brake.reach;
  const time = format.duration(seconds);
  const known = targetCount(order.targets) ?? phones;
  if (known !== undefined && reachBound(brake.reach, known) >= known) return [];
  const role = review.row?.need.role;
  const first =
    known === undefined
      ? words.reachUnknown(format.number(least), format.percent(permille, 1000), time)
      : words.reachFirst(format.count(reachBound(brake.reach, known), words.phone, words.phones), time);
  return [first, ...(role === undefined || role === "root" ? [] : [words.reachLift(words.roles[role])])];
}
