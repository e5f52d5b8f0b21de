// The brake: limits counted in phones over sliding windows (PROTOCOL section 5). Pure, so that it can be recomputed
// from the log by anyone.
import type { Window } from "../rules/rows.ts";

/** One phone handed one destructive document, at `at` (Unix seconds). */
export interface Slot {
  at: number;
  phones: number;
}

/** How many more phones the windows leave free at `now`. */
export function freeSlots(slots: readonly Slot[], windows: readonly Window[], now: number): number {
  let free = Number.MAX_SAFE_INTEGER;
  for (const { phones, seconds } of windows) {
    let used = 0;
    // A slot exactly `seconds` old has left the window: "in any 600 s" is a half-open interval.
    for (const slot of slots) if (slot.at > now - seconds) used += slot.phones;
    free = Math.min(free, Math.max(0, phones - used));
  }
  return free;
}

/** Seconds until at least one slot is free, 0 when one is. */
export function secondsUntilFree(slots: readonly Slot[], windows: readonly Window[], now: number): number {
  if (freeSlots(slots, windows, now) > 0) return 0;
  const moments = slots.flatMap((slot) => windows.map(({ seconds }) => slot.at + seconds)).filter((at) => at > now);
  moments.sort((a, b) => a - b);
  const next = moments.find((at) => freeSlots(slots, windows, at) > 0);
  return (next ?? now + 1) - now;
}
