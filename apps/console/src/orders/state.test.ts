import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { draftState, heldUntil, mayCancel, orderState, reachedBy } from "./state.ts";

const proven = { proven: true, heldUntil: undefined, ended: false, expiresAt: undefined, reached: undefined };
const said = { state: "released", outcomes: {}, phones: 3 };

describe("states of documents", () => {
  it("lets the server call back neither a charter nor the clock", () => {
    const review = { current: true, acceptedUntil: 1000 };
    assert.equal(draftState(review, { state: "waiting" }, 999), "waiting");
    assert.equal(draftState(review, { state: "waiting" }, 1001), "expired");
    assert.equal(draftState({ ...review, current: false }, { state: "waiting" }, 999), "ended");
    assert.equal(draftState(review, { state: "withdrawn" }, 999), "withdrawn");
    assert.equal(draftState(review, { state: "refused" }, 999), "refused");
  });

  it("says held while the brake holds, whatever the server says", () => {
    assert.deepEqual(orderState({ ...proven, heldUntil: 500 }, said, 499), { state: "held", by: "here" });
    assert.deepEqual(orderState({ ...proven, heldUntil: 500 }, said, 501), { state: "released", by: "here" });
  });

  it("believes no answers of phones while the brake holds", () => {
    const answered = { ...said, outcomes: { done: 3 } };
    assert.deepEqual(orderState({ ...proven, heldUntil: 500 }, answered, 499), { state: "held", by: "here" });
    assert.equal(orderState({ ...proven, heldUntil: 500 }, answered, 501).state, "done");
  });

  it("lets the server talk nobody out of taking back what destroys", () => {
    const wipe = { action: "wipe", targets: { count: 3, root: "" } } as never;
    const lock = { action: "lock", targets: { count: 3, root: "" } } as never;
    const held = { ...proven, heldUntil: 500 };
    for (const state of ["cancelled", "ended", "done", "released"])
      assert.equal(mayCancel(wipe, held, { ...said, state, outcomes: { done: 3 } }, 499), true, state);
    const part = { ...proven, reached: { phones: 1, of: 3, all: false } };
    assert.equal(mayCancel(wipe, part, { ...said, state: "cancelled" }, 501), true, "the brake lets it out by and by");
    const all = { ...proven, reached: { phones: 3, of: 3, all: true } };
    assert.equal(mayCancel(wipe, all, { ...said, outcomes: { done: 3 } }, 501), false);
    assert.equal(mayCancel(wipe, { ...held, ended: true }, said, 499), false);
    assert.equal(mayCancel(wipe, { ...held, expiresAt: 400 }, said, 499), false);
    assert.equal(mayCancel(lock, proven, said, 0), true);
    assert.equal(mayCancel(lock, proven, { ...said, state: "cancelled" }, 0), false);
    assert.equal(mayCancel(lock, proven, { ...said, outcomes: { done: 3 } }, 0), false);
  });

  it("goes from released to reached to done", () => {
    assert.equal(orderState(proven, said, 0).state, "released");
    assert.equal(orderState(proven, { ...said, outcomes: { done: 1 } }, 0).state, "reached");
    assert.deepEqual(orderState(proven, { ...said, outcomes: { done: 2, started: 1 } }, 0), {
      state: "done",
      by: "server",
    });
  });

  it("calls nothing done that a phone did not do", () => {
    for (const outcome of ["failed", "refused", "unsupported", "interrupted"])
      assert.equal(orderState(proven, { ...said, outcomes: { done: 2, [outcome]: 1 } }, 0).state, "failed");
  });

  it("says released only as the server's word without a proof", () => {
    assert.deepEqual(orderState({ ...proven, proven: false }, said, 0), { state: "released", by: "server" });
  });

  it("knows expired, ended and cancelled", () => {
    assert.equal(orderState({ ...proven, expiresAt: 10 }, said, 11).state, "expired");
    assert.equal(orderState({ ...proven, ended: true }, said, 0).state, "ended");
    assert.equal(orderState(proven, { ...said, state: "cancelled" }, 0).state, "cancelled");
  });

  it("holds large one-shot orders that destroy, and no others", () => {
    const hold = { above: 10, seconds: 3600 };
    const order = (action: string, count: number) => ({ action, params: {}, targets: { count, root: "" } }) as never;
    assert.equal(heldUntil(order("wipe", 11), hold, 100), 3700);
    assert.equal(heldUntil(order("wipe", 10), hold, 100), undefined);
    assert.equal(heldUntil(order("lock", 500), hold, 100), undefined);
  });

  it("counts a first hour by the signed leaves, else by the charter's bound", () => {
    const release = (reach: object) => ({ reach, phones: 40 }) as never;
    const below = release({ below: "80".repeat(32) });
    const leaves = ["10", "7f", "80", "ff"].map((byte) => byte.repeat(32));
    assert.equal(reachedBy([below], leaves, () => 10).phones, 2);
    assert.deepEqual(
      reachedBy([below], undefined, () => 10),
      { phones: 10, of: 40, all: false },
    );
    assert.deepEqual(
      reachedBy([below, release({ all: true })], undefined, () => 10),
      { phones: 40, of: 40, all: true },
    );
  });
});
