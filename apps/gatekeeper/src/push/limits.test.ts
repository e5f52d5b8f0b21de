import assert from "node:assert/strict";
import { test } from "node:test";
import { AnnounceLimits } from "./limits.ts";

test("30 in an hour for each person, and again when the hour has passed", () => {
  const limits = new AnnounceLimits();
  for (let n = 0; n < 30; n++) limits.take(`a${n}`, "alice", 1000 + n);
  assert.throws(() => limits.take("a30", "alice", 1100), { code: "rate" });
  assert.equal(limits.knows("a30"), false, "it may be announced later");
  limits.take("b", "bob", 1100);
  assert.throws(() => limits.take("a30", "alice", 1000 + 3599), { code: "rate" });
  limits.take("a30", "alice", 1000 + 3600);
  assert.throws(() => limits.take("a31", "alice", 1000 + 3600), { code: "rate" });
});

test("a draft is known as long as it could be announced; memory is bounded", () => {
  const limits = new AnnounceLimits(3);
  limits.take("a", "alice", 0);
  assert.equal(limits.knows("a"), true);
  limits.take("b", "alice", 86_400);
  assert.equal(limits.knows("a"), true);
  limits.take("c", "alice", 87_000);
  assert.equal(limits.knows("a"), false);
  for (const hash of ["d", "e", "f"]) limits.take(hash, "alice", 87_001);
  assert.deepEqual(
    ["b", "c", "d", "e", "f"].map((hash) => limits.knows(hash)),
    [false, false, true, true, true],
  );
});
