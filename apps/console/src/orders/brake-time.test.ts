import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brakeOutlook } from "./brake-time.ts";

const founding = [
  { phones: 10, seconds: 600 },
  { phones: 50, seconds: 86_400 },
];
const day = 86_400;
const reach = { least: 10, permille: 10, seconds: 3600 };

describe("how long the brake takes", () => {
  it("takes about seven days for 340 phones under the founding rules", () => {
    const brake = { destructive: founding, hold: { above: 10, seconds: 3600 }, reach };
    const { hold, spread } = brakeOutlook(brake, { action: "wipe", params: {} } as never, 340)!;
    assert.equal(hold, 3600);
    assert.equal(spread, 6 * day + 3 * 600);
  });

  it("holds large one-shot orders first, and leaves what destroys nothing alone", () => {
    const brake = {
      destructive: founding,
      hold: { above: 10, seconds: 3600 },
      reach,
    };
    const wipe = { action: "wipe", params: {} } as never;
    assert.deepEqual(brakeOutlook(brake, wipe, 10), { hold: 0, spread: 0 });
    assert.deepEqual(brakeOutlook(brake, wipe, 11), { hold: 3600, spread: 600 });
    assert.equal(brakeOutlook(brake, { action: "lock", params: {} } as never, 300), undefined);
    assert.equal(brakeOutlook(brake, { action: "agent-update", params: {} } as never, 300)?.hold, 0);
  });
});
