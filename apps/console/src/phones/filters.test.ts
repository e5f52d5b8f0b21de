import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  activeFilters,
  type Filters,
  filtersForServer,
  filtersInAddress,
  noFilters,
  readFilters,
  readSort,
  sortText,
  withoutFilter,
} from "./filters.ts";

const full: Filters = {
  q: "pixel 16",
  state: ["ready", "gone"],
  platform: ["ios"],
  compliance: ["out-of-line"],
  os: ["17.4", "16"],
  model: ["Fairphone 6"],
  group: ["AAAAAAAAAAAAAAAAAAAAAQ"],
  lost: true,
  behind: true,
  silent: 7,
};

describe("filters of the phones' list", () => {
  it("come back from the address as they went in", () => {
    assert.deepEqual(readFilters(filtersInAddress(full)), full);
    assert.deepEqual(readFilters(filtersInAddress(noFilters)), noFilters);
    assert.deepEqual(filtersInAddress(noFilters), {});
    assert.equal(filtersInAddress(full).lost, "yes");
  });

  it("of an address that somebody made up are passed over", () => {
    const found = readFilters({ state: "ready,stolen,ready", group: "../x", silent: "-3", lost: "1", os: " , 16" });
    assert.deepEqual(found, { ...noFilters, state: ["ready"], os: ["16"] });
    assert.equal(readFilters({ model: Array.from({ length: 50 }, (_, n) => `m${n}`).join(",") }).model.length, 20);
  });

  it("ask the server for phones that are still here unless told otherwise", () => {
    assert.equal(filtersForServer(noFilters, 1_790_000_000), "state=ready%2Cconfirm");
    assert.equal(new URLSearchParams(filtersForServer(full, 0)).get("state"), "ready,gone");
  });

  it("ask for silence from the full minute", () => {
    const ask = (now: number) =>
      new URLSearchParams(filtersForServer({ ...noFilters, silent: 1 }, now)).get("seenBefore");
    assert.equal(ask(1_790_000_045), ask(1_790_000_070 - 30));
    assert.equal(ask(1_790_000_100), String(1_790_000_100 - 86_400 - (1_790_000_100 % 60)));
  });

  it("can be dropped one by one", () => {
    assert.equal(activeFilters(full).length, 10);
    let left = full;
    for (const name of activeFilters(full)) left = withoutFilter(left, name);
    assert.deepEqual(left, noFilters);
    assert.deepEqual(activeFilters(noFilters), []);
  });

  it("go with an order", () => {
    assert.deepEqual(readSort("-seen"), { key: "seen", down: true });
    assert.deepEqual(readSort("drop table"), { key: "model", down: false });
    assert.equal(sortText(readSort("-os")), "-os");
  });
});
