import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Charter, newId } from "@rempart/trust";
import { buildOrder, orderId } from "./build.ts";
import { checkedTargets } from "./checked.ts";

const charter = { genesis: "a".repeat(64), hash: "a".repeat(64) } as Charter;
const order = (phones: readonly string[]) =>
  buildOrder(charter, {
    ...{ id: orderId(Date.now()), action: "lock", params: {}, aim: { phones } },
    ...{ reason: { code: "lost" }, now: 1_790_000_000 },
  });

describe("a list that was checked", () => {
  const phones = [newId(), newId(), newId()];

  it("is the same list again, and cannot be changed", () => {
    const { document } = order(phones);
    const first = checkedTargets(document, phones);
    assert.equal(checkedTargets(document, first), first);
    assert.throws(() => first.push(newId()), TypeError);
  });

  it("of one document is checked again for another", () => {
    const list = checkedTargets(order(phones).document, phones);
    assert.throws(() => checkedTargets(order([newId()]).document, list), { code: "targets.list" });
    const same = order(phones).document;
    assert.deepEqual(checkedTargets(same, list), list);
  });

  it("is refused where it is not the signed one", () => {
    const { document } = order(phones);
    assert.throws(() => checkedTargets(document, phones.slice(1)), { code: "targets.list" });
    assert.throws(() => checkedTargets(document, [...phones.slice(1), newId()]), { code: "targets.list" });
  });
});
