// How long the brake will take, from the charter alone: what an approver must know before signing for many phones.

import { type Brake, isDestructive, isStanding, type Order, type Window } from "@rempart/trust";

/** Beyond this many steps the rest is extrapolated: the windows repeat by then. */
const mostSteps = 20_000;

/**
 * Seconds until the last of `phones` gets a destructive document when all are on the line at once and nothing else takes
 * slots: the least that it can take. Windows as in the charter (PROTOCOL section 5); a slot leaves one after its `seconds`.
 */
export function brakeSeconds(windows: readonly Window[], phones: number): number {
  const slots: { at: number; phones: number }[] = [];
  const used = windows.map(() => 0);
  const oldest = windows.map(() => 0);
  let now = 0;
  let left = phones;
  for (let step = 0; step < mostSteps; step++) {
    for (const [index, window] of windows.entries())
      while (oldest[index]! < slots.length && slots[oldest[index]!]!.at <= now - window.seconds)
        used[index]! -= slots[oldest[index]!++]!.phones;
    const free = Math.min(left, ...windows.map((window, index) => window.phones - used[index]!));
    if (free > 0) {
      slots.push({ at: now, phones: free });
      for (const index of used.keys()) used[index]! += free;
      left -= free;
      if (left === 0) return now;
    }
    // The first moment at which any window gives a slot back.
    now = Math.min(
      ...windows.flatMap(({ seconds }, index) => {
        const slot = slots[oldest[index]!];
        return slot && slot.at + seconds > now ? [slot.at + seconds] : [];
      }),
    );
  }
  return Math.ceil((now * phones) / (phones - left));
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
  return { hold, spread: phones > 0 ? brakeSeconds(brake.destructive, phones) : 0 };
}
