import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Concerning } from "./concerning.ts";
import { degrees, lastPlace } from "./place.ts";
import type { Reports, Told } from "./reports.ts";

const spot = { lat: 488_566_000, lon: -23_522_000, accuracy: 12, at: 1_790_000_500 };

function order(hash: string, action: string, word?: object, proven = true): Concerning {
  const review = { complete: proven, document: { body: { action } } };
  return { said: { hash, action }, verified: { review, releases: [{}], contradictions: [] }, word } as never;
}
function told(order: string, at: number, more: Partial<Told> = {}): Told {
  const base = { hash: "a".repeat(64), kind: "order", seq: at, outcome: "done", locked: false, data: spot };
  return { ...base, order, at, ...more };
}
const reports = (...all: Told[]): Reports => ({ told: all, bad: [] });
const lost = order("lost", "lost-mode", { outcome: "done", proven: true, at: 100 });
const locate = order("where", "locate");

describe("where a lost phone is", () => {
  it("is its newest answer to a proven order", () => {
    assert.deepEqual(lastPlace([locate, lost], reports(told("where", 200))), spot);
    assert.equal(lastPlace([locate, lost], reports(told("other", 200))), undefined);
    assert.equal(lastPlace([order("where", "locate", undefined, false), lost], reports(told("where", 200))), undefined);
  });

  it("is not where it was before it was lost", () => {
    assert.equal(lastPlace([locate, lost], reports(told("where", 99))), undefined);
  });

  it("stays sealed without the directory's key", () => {
    assert.equal(lastPlace([locate], reports(told("where", 1, { locked: true, data: undefined }))), "locked");
  });

  it("that is none is refused", () => {
    assert.throws(() => lastPlace([locate], reports(told("where", 1, { data: { lat: "x" } }))), {
      code: "report.data",
    });
  });

  it("is told to a metre or so", () => {
    assert.equal(degrees(-23_522_049), 2.3522);
  });
});
