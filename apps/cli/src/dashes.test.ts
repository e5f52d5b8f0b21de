import assert from "node:assert/strict";
import { test } from "node:test";
import { idsLast as ordered } from "./dashes.ts";
import { processIo } from "./io.ts";
import { buildProgram } from "./program.ts";

const program = buildProgram(processIo("/nowhere"));
const idsLast = (argv: readonly string[]): string[] => ordered(argv, program);
const id = "-xMa_upiRFBmdDYSkQWNsw";
const other = "AAAAAAAAAAAAAAAAAAAAAQ";

test("ids that begin with a dash are arguments, not options", () => {
  assert.deepEqual(idsLast(["lock", id]), ["lock", "--", id]);
  assert.deepEqual(idsLast(["wipe", other, id, "--reason", "lost"]), ["wipe", other, "--reason", "lost", "--", id]);
  assert.deepEqual(idsLast(["wipe", "--yes", id]), ["wipe", "--yes", "--", id]);
  assert.deepEqual(idsLast(["phones", "show", `-${id.slice(0, 21)}`]), ["phones", "show", "--", `-${id.slice(0, 21)}`]);
});

test("values of options stay where they are, and so does everything else", () => {
  for (const argv of [
    ["policy", "publish", "--policy-id", id, "--rules", "r.json"],
    ["lock", "--", id],
    ["found", "--few-max", "3"],
    ["order", "draft", "lock", "--phones", id],
  ]) {
    assert.deepEqual(idsLast(argv), argv);
  }
});
