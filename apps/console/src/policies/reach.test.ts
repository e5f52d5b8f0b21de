import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailing, reachNow } from "./reach.ts";

const calm = { destructive: false, frozen: false };
const first = { accepted: 1000, reached: { phones: 10, of: 400, all: false } };

test("the limits are the gatekeeper's: three failures that are more than a fifth", () => {
  assert.equal(isFailing(2, 2), false);
  assert.equal(isFailing(3, 15), false);
  assert.equal(isFailing(3, 14), true);
});

test("in the first hour it grows, and halts when too many fail", () => {
  assert.deepEqual(reachNow(first, { done: 4 }, 3600, calm, 2000), {
    ...{ state: "growing", reached: 10, of: 400, done: 4, failed: 0, reported: 4, until: 4600 },
  });
  assert.equal(reachNow(first, { done: 4, failed: 3 }, 3600, calm, 2000).state, "halted");
});

test("after the hour a missing release is said, whatever the server counts", () => {
  assert.equal(reachNow(first, { done: 10 }, 3600, calm, 4700).state, "growing");
  assert.equal(reachNow(first, { done: 10 }, 3600, calm, 9000).state, "stalled");
  assert.equal(reachNow(first, { done: 10 }, 3600, { ...calm, frozen: true }, 9000).state, "frozen");
});

test("once all may have it, failures halt nothing any more", () => {
  const all = { accepted: 1000, reached: { phones: 400, of: 400, all: true } };
  assert.equal(reachNow(all, { failed: 300 }, 3600, calm, 9000).state, "everywhere");
});

test("what destroys goes by the brake, and nothing is claimed without a proof", () => {
  assert.equal(reachNow(first, {}, 3600, { ...calm, destructive: true }, 9000).state, "braked");
  assert.equal(reachNow({ accepted: undefined, reached: undefined }, { done: 9 }, 3600, calm, 9000).state, "unproven");
});
