import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenOf } from "./hidden.ts";

const hash = (n: number): string => n.toString(16).padStart(64, "0");
const released = new Map([1, 2, 3, 4].map((n) => [hash(n), n]));

test("nothing is hidden when every released order is shown, in whatever order", () => {
  assert.deepEqual(hiddenOf(released, new Set([hash(4), hash(1), hash(3), hash(2), hash(9)])), []);
});

test("a released order that is not shown is named, the newest first", () => {
  assert.deepEqual(hiddenOf(released, new Set([hash(2)])), [hash(4), hash(3), hash(1)]);
});

test("only the newest are compared, since a list shows no more", () => {
  assert.deepEqual(hiddenOf(released, new Set([hash(4)]), 2), [hash(3)]);
});
