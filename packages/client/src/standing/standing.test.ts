import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ask } from "../remote/ask.ts";
import { whatStands } from "./standing.ts";

test("a list of orders that never ends is left, and what it keeps back is told", async () => {
  const missing = "a".repeat(64);
  let asked = 0;
  const endless: Ask = async () => {
    if (++asked > 10_000) throw new Error("the server is asked for ever");
    return { orders: [], next: Number.MAX_SAFE_INTEGER - asked };
  };
  const found = await whatStands(endless, new Map([[missing, 0]]), { charters: [] }, async () => {}, true);
  assert.deepEqual(found.hidden, [missing]);
  assert.deepEqual(found.standing, []);
});
