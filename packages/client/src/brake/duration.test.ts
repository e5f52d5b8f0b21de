import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Brake, freeSlots, type Slot, secondsUntilFree } from "@rempart/trust";
import { foundingBrake, foundingNumbers } from "../founding/rules.ts";
import { brakeDuration } from "./duration.ts";

/** The same by the brake's own computation, one decision after the other, as the gatekeeper takes them. */
function simulated({ destructive, hold }: Brake, phones: number, used: readonly Slot[], now: number) {
  const held = phones > hold.above ? hold.seconds : 0;
  const slots = [...used];
  let first: number | undefined;
  let at = now + held;
  for (let left = phones; left > 0; ) {
    const free = Math.min(left, freeSlots(slots, destructive, at));
    if (free > 0) {
      first ??= at - now;
      slots.push({ at, phones: free });
      left -= free;
    } else at += secondsUntilFree(slots, destructive, at);
  }
  return { held, first, last: at - now };
}

/** A small generator of our own, so that a failure can be repeated. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % most;
  };
}

describe("how long the brake takes", () => {
  const brake = foundingBrake(foundingNumbers);

  it("says what the founding default means", () => {
    assert.deepEqual(brakeDuration(brake, 1), { held: 0, first: 0, last: 0 });
    assert.deepEqual(brakeDuration(brake, 10), { held: 0, first: 0, last: 0 });
    assert.deepEqual(brakeDuration(brake, 11), { held: 3600, first: 3600, last: 4200 });
    // 50 a day: the last 40 of 340 go on the seventh day, after six whole ones.
    assert.deepEqual(brakeDuration(brake, 340), { held: 3600, first: 3600, last: 3600 + 6 * 86_400 + 3 * 600 });
  });

  it("is what the brake itself computes, with windows that are partly used, or more than used up", () => {
    const draw = numbers(7);
    for (let round = 0; round < 300; round++) {
      const windows = Array.from({ length: 1 + draw(3) }, () => ({ phones: 1 + draw(20), seconds: 1 + draw(2000) }));
      const random: Brake = { ...brake, destructive: windows, hold: { above: draw(30), seconds: draw(500) } };
      const now = 1_800_000_000;
      const used = Array.from({ length: draw(8) }, () => ({ at: now - draw(2500), phones: 1 + draw(12) }));
      const phones = 1 + draw(120);
      assert.deepEqual(
        brakeDuration(random, phones, used, now),
        simulated(random, phones, used, now),
        `round ${round}`,
      );
    }
  });

  it("is quick for a million phones and refuses what is no number of phones", () => {
    assert.ok(brakeDuration(brake, 1_000_000).last > 19_000 * 86_400);
    for (const phones of [0, -1, 1.5, 1_000_001, Number.NaN])
      assert.throws(() => brakeDuration(brake, phones), RangeError);
  });
});
