import assert from "node:assert/strict";
import { test } from "node:test";
import { attention } from "./attention.ts";
import { readOverview } from "./read.ts";

const calm = {
  at: 1_800_000_000,
  frozen: false,
  phones: {
    total: 3,
    byState: { ready: 3 },
    byPlatform: { android: 3 },
    byOs: [{ platform: "android", os: "15", phones: 3 }],
    otherOs: 0,
    compliance: { "in-line": 3 },
    lost: 0,
    silent: { "1": 0, "7": 0, "30": 0 },
    behindOs: 0,
  },
  orders: { released: 4 },
  drafts: { waiting: 0, forMe: 0 },
  alarms: 0,
  rollouts: {},
};

test("nothing asks for attention when all is well", () => {
  assert.deepEqual(attention(readOverview(calm, "overview")), []);
});

test("a lost phone comes before what waits, and links to exactly those phones", () => {
  const busy = {
    ...calm,
    phones: { ...calm.phones, lost: 1, silent: { "7": 2 } },
    drafts: { waiting: 3, forMe: 2 },
    orders: { held: 1 },
  };
  const found = attention(readOverview(busy, "overview"));
  assert.deepEqual(
    found.map(({ matter, count }) => [matter, count]),
    [
      ["lost", 1],
      ["held", 1],
      ["waiting", 2],
      ["silent", 2],
    ],
  );
  assert.deepEqual(found[0]!.search, { lost: "yes" });
  assert.deepEqual(found[3]!.search, { silent: "7" });
});

test("a server that answers with other shapes is refused, not half shown", () => {
  for (const wrong of [null, [], { ...calm, alarms: "many" }, { ...calm, phones: { ...calm.phones, lost: null } }])
    assert.throws(() => readOverview(wrong, "overview"), { code: "answer" });
});
