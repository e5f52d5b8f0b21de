import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ask } from "@rempart/client";
import { everyPhone } from "@rempart/trust";
import { makeGroup } from "./make-group.ts";

test("the id of a new group is this browser's, whatever the server answers", async () => {
  const asked: unknown[] = [];
  const lying: Ask = async (path, options) => {
    asked.push([options?.method, path, options?.body]);
    return { id: everyPhone, done: true };
  };
  const made = [await makeGroup(lying, "Trial"), await makeGroup(lying, "Trial")];
  assert.equal(new Set([...made, everyPhone]).size, 3);
  assert.deepEqual(
    asked,
    made.map((id) => ["PUT", `/api/v1/groups/${id}/label`, { label: "Trial" }]),
  );
});
