import assert from "node:assert/strict";
import { test } from "node:test";
import { worded } from "./worded.ts";

test("a word that nobody knows, or that every object has, is shown as it came", () => {
  const names = { ready: "Ready" };
  assert.deepEqual(
    ["ready", "odd", "constructor", "__proto__", "toString"].map((value) => worded(names, value)),
    ["Ready", "odd", "constructor", "__proto__", "toString"],
  );
});
