import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { driftWord, newestInventory, type Reports, type Told } from "./reports.ts";

const base: Told = {
  ...{ hash: "a".repeat(64), kind: "drift", seq: 1, outcome: "failed", order: undefined, at: 1_790_000_000 },
  ...{ data: undefined, locked: false },
};
const reports = (...told: Partial<Told>[]): Reports => ({ told: told.map((one) => ({ ...base, ...one })), bad: [] });
const camera = [{ key: "camera.disabled", kind: "camera", problem: "weaker", found: false }];

describe("what a phone reported", () => {
  it("of its drift is what the newest report says, and nothing of those before", () => {
    assert.deepEqual(driftWord(reports()), { state: "nothing" });
    const over = driftWord(reports({ outcome: "done", data: camera }, { data: camera }));
    assert.deepEqual(over, { state: "told", at: base.at, drifts: [] });
    const out = driftWord(reports({ data: camera }, { outcome: "done" }));
    assert.equal(out.state === "told" && out.drifts[0]!.key, "camera.disabled");
  });

  it("is not known while it is sealed", () => {
    assert.deepEqual(driftWord(reports({ locked: true })), { state: "locked", at: base.at });
  });

  it("of itself is its newest inventory, asked for or not", () => {
    const apps = [{ package: "com.example", versionCode: 7, suspended: true }, { package: 3 }];
    const asked = { kind: "order", outcome: "done", data: { inventory: { os: "16", passcode: true }, apps } };
    const own = { kind: "inventory", outcome: "observed", data: { os: "15", storage: 64, apps: [] } };
    const found = newestInventory(reports({}, asked, own));
    assert.ok(typeof found === "object");
    assert.deepEqual(found.facts, [
      { name: "os", value: "16" },
      { name: "passcode", value: true },
    ]);
    assert.deepEqual(found.apps, [{ name: "com.example", version: "7", suspended: true }]);
    assert.deepEqual(newestInventory(reports(own)), {
      at: base.at,
      facts: [
        { name: "os", value: "15" },
        { name: "storage", value: "64" },
      ],
      apps: [],
    });
  });

  it("that is a position or sealed is no inventory", () => {
    const place = { kind: "order", outcome: "done", data: { lat: 1, lon: 2, accuracy: 3, at: 4 } };
    assert.equal(newestInventory(reports(place)), undefined);
    assert.equal(newestInventory(reports({ kind: "order", outcome: "done", locked: true })), undefined);
    assert.equal(newestInventory(reports({ kind: "inventory", locked: true })), "locked");
    const asked = reports({ kind: "order", outcome: "done", locked: true, order: "o" });
    assert.equal(newestInventory(asked, new Set(["o"])), "locked");
    assert.equal(newestInventory(asked, new Set(["other"])), undefined);
  });
});
