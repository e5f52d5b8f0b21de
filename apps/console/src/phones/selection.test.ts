import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Phone } from "./phone.ts";
import { addRange, afterFilter, countOf, isSelected, mostByHand, nothing, selectAll, toggle } from "./selection.ts";

const phone = (id: string): Phone => ({ id }) as Phone;

describe("a selection", () => {
  it("grows and shrinks one by one", () => {
    const one = toggle(nothing, phone("a"));
    assert.ok(isSelected(one, "a"));
    assert.equal(countOf(toggle(one, phone("b"))), 2);
    assert.equal(countOf(toggle(one, phone("a"))), 0);
    assert.equal(countOf(nothing), 0, "what was there before is not changed");
  });

  it("takes a range, each once", () => {
    const range = addRange(toggle(nothing, phone("b")), ["a", "b", "c"].map(phone));
    assert.equal(countOf(range), 3);
  });

  it("of all that match keeps its exceptions", () => {
    const all = toggle(selectAll("state=ready", 4_312), phone("a"));
    assert.equal(countOf(all), 4_311);
    assert.ok(!isSelected(all, "a") && isSelected(all, "never seen"));
    assert.equal(countOf(toggle(all, phone("a"))), 4_312);
    assert.equal(countOf(addRange(all, [phone("a")])), 4_312);
  });

  it("of all that match ends with the filter that it was said of", () => {
    const all = selectAll("state=ready", 10);
    assert.equal(afterFilter(all, "state=ready"), all);
    assert.equal(countOf(afterFilter(all, "state=gone")), 0);
    const some = toggle(nothing, phone("a"));
    assert.equal(afterFilter(some, "state=gone"), some);
  });

  it("by hand is bounded", () => {
    const many = Array.from({ length: mostByHand + 10 }, (_, n) => phone(`p${n}`));
    assert.equal(countOf(addRange(nothing, many)), mostByHand);
  });
});
