// Every vector against this implementation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { suites } from "./run/all.ts";

for (const [name, suite] of Object.entries(suites)) {
  test(name, async () => {
    const problems: string[] = [];
    let count = 0;
    for await (const [what, problem] of suite()) {
      count++;
      if (problem !== undefined) problems.push(`${what}: ${problem}`);
    }
    assert.ok(count > 0);
    assert.deepEqual(problems, []);
  });
}
