import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ask } from "@rempart/client";
import { exportLines } from "./export-lines.ts";

const idOf = (n: number): string => `${"A".repeat(17)}${String(n).padStart(4, "0")}A`;
const phone = (id: string) => ({
  ...{ id, platform: "android", model: "Test", os: "16", state: "ready", groups: [], signed: [], at: {} },
  ...{ enrolledAt: 1, lost: false },
});

async function read(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  for await (const [line] of exportLines(ask, "state=ready", (id) => id, new AbortController().signal))
    lines.push(line);
  return lines;
}

test("the file holds what all pages hold", async () => {
  const paths: string[] = [];
  const ask: Ask = async (path) => {
    paths.push(path);
    return { phones: [phone(idOf(paths.length))], ...(paths.length < 3 ? { next: `n ${paths.length}` } : {}) };
  };
  const lines = await read(ask);
  assert.deepEqual(
    lines.slice(1).map((line) => line.slice(0, 22)),
    [1, 2, 3].map(idOf),
  );
  assert.match(paths[2]!, /&after=n%202$/);
});

test("a server whose list never ends does not fill the memory of the page", async () => {
  let asked = 0;
  const endless: Ask = async () => {
    if (++asked > 5_000) throw new Error("the server is asked for ever");
    return { phones: [phone(idOf(asked))], next: `n${asked}` };
  };
  await assert.rejects(read(endless), { code: "answer", where: "/api/v1/phones" });
});
