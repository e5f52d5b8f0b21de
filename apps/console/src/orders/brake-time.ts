// How long the brake will take, from the charter alone: what an approver must know before signing for many phones.

import { brakeDuration } from "@rempart/client";
import { type Brake, isDestructive, isStanding, type Order } from "@rempart/trust";

/** Seconds from the first to the last of `phones` phones that get a destructive document, when all are on the line. */
export function brakeSpread(brake: Brake, phones: number): number {
  const { held, last } = brakeDuration(brake, phones);
  return last - held;
}

/** What the brake does with an order for `phones` phones. */
export interface BrakeOutlook {
  /** Seconds between acceptance and the first phone. */
  hold: number;
  /** Seconds from then until the last phone at the earliest. */
  spread: number;
}

/** What the brake does to this order; undefined for what is not destructive. `phones`: how many it concerns. */
export function brakeOutlook(brake: Brake, order: Order, phones: number): BrakeOutlook | undefined {
  if (!isDestructive(order)) return undefined;
  const hold = !isStanding(order) && phones > brake.hold.above ? brake.hold.seconds : 0;
  return { hold, spread: phones > 0 ? brakeSpread(brake, phones) : 0 };
}
