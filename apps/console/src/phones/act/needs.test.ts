import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { reachedWithin } from "./needs.ts";

const brake = {
  destructive: [
    { phones: 10, seconds: 600 },
    { phones: 50, seconds: 86_400 },
  ],
  hold: { above: 10, seconds: 3600 },
  reach: { least: 10, permille: 10, seconds: 3600 },
};

describe("what an order that destroys reaches before it expires", () => {
  it("is bounded by each window of the brake", () => {
    assert.equal(reachedWithin(brake, 0, 1_000), 10);
    assert.equal(reachedWithin(brake, 600, 1_000), 20);
    assert.equal(reachedWithin(brake, 86_399, 1_000), 50);
    assert.equal(reachedWithin(brake, 7 * 86_400, 100_000), 360);
  });

  it("is all of them where there is time enough, and none before the hold ends", () => {
    assert.equal(reachedWithin(brake, 7 * 86_400, 3), 3);
    assert.equal(reachedWithin(brake, -1, 3), 0);
  });
});
