// How long the brake makes a destructive order take, said before anybody signs it (PROTOCOL section 5). Phones that are away
// take longer: this is the least.
import type { Brake, Slot } from "@rempart/trust";

/** Seconds from now. */
export interface BrakeDuration {
  /** How long the whole order is held, in which anybody may cancel it; 0 when it is not. */
  held: number;
  /** Until the first phone may be handed the order. */
  first: number;
  /** Until the last one may. */
  last: number;
}

/**
 * What `brake` makes of an order for `phones` phones accepted at `now` (Unix seconds), when `used` slots were cut before.
 * At most 1,000,000 phones, else RangeError.
 */
export function brakeDuration(brake: Brake, phones: number, used: readonly Slot[] = [], now = 0): BrakeDuration {
  if (!Number.isInteger(phones) || phones < 1 || phones > 1_000_000) throw new RangeError("phones: 1 to 1,000,000");
  const held = phones > brake.hold.above ? brake.hold.seconds : 0;
  const windows = brake.destructive;
  // Slots older than every window count no more, and of the rest only as many as the largest window holds can matter.
  const longest = Math.max(...windows.map(({ seconds }) => seconds));
  const recent = used.filter(({ at }) => at > now - longest).sort((a, b) => a.at - b.at);
  const cut: number[] = [];
  for (const slot of recent) for (let n = 0; n < slot.phones; n++) cut.push(slot.at);
  const before = cut.length;
  let at = now + held;
  for (let n = 0; n < phones; n++) {
    // A window of p phones in s seconds is free again s seconds after the p-th newest slot was cut.
    for (const window of windows) {
      const blocking = cut[cut.length - window.phones];
      if (blocking !== undefined) at = Math.max(at, blocking + window.seconds);
    }
    cut.push(at);
  }
  return { held, first: cut[before]! - now, last: at - now };
}
