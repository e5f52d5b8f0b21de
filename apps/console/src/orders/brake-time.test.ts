import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { freeSlots } from "@rempart/trust";
import { brakeOutlook, brakeSeconds } from "./brake-time.ts";

const founding = [
  { phones: 10, seconds: 600 },
  { phones: 50, seconds: 86_400 },
];
const day = 86_400;

/** The same by asking the trust core's own brake at every second. */
function bySecond(windows: typeof founding, phones: number): number {
  const slots: { at: number; phones: number }[] = [];
  let left = phones;
  for (let now = 0; ; now++) {
    const free = Math.min(left, freeSlots(slots, windows, now));
    if (free > 0) slots.push({ at: now, phones: free });
    left -= free;
    if (left === 0) return now;
  }
}

describe("how long the brake takes", () => {
  it("lets the first window's phones through at once", () => {
    assert.equal(brakeSeconds(founding, 1), 0);
    assert.equal(brakeSeconds(founding, 10), 0);
    assert.equal(brakeSeconds(founding, 11), 600);
  });

  it("takes about seven days for 340 phones under the founding rules", () => {
    const seconds = brakeSeconds(founding, 340);
    assert.equal(Math.ceil(seconds / day), 7);
    assert.equal(seconds, 6 * day + 3 * 600);
  });

  it("agrees with the brake of the trust core", () => {
    const windows = [
      { phones: 3, seconds: 7 },
      { phones: 5, seconds: 20 },
      { phones: 8, seconds: 50 },
    ];
    for (const phones of [1, 2, 3, 4, 7, 8, 9, 23, 60])
      assert.equal(brakeSeconds(windows, phones), bySecond(windows, phones), `${phones} phones`);
  });

  it("ends for a million phones, near what the longest window allows", () => {
    const days = brakeSeconds(founding, 1_000_000) / day;
    assert.ok(days > 19_900 && days < 20_100, `${days} days`);
  });

  it("holds large one-shot orders first, and leaves what destroys nothing alone", () => {
    const brake = {
      destructive: founding,
      hold: { above: 10, seconds: 3600 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    };
    const wipe = { action: "wipe", params: {} } as never;
    assert.deepEqual(brakeOutlook(brake, wipe, 10), { hold: 0, spread: 0 });
    assert.deepEqual(brakeOutlook(brake, wipe, 11), { hold: 3600, spread: 600 });
    assert.equal(brakeOutlook(brake, { action: "lock", params: {} } as never, 300), undefined);
    assert.equal(brakeOutlook(brake, { action: "agent-update", params: {} } as never, 300)?.hold, 0);
  });
});
