import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readJournal as read, startJournal } from "./journal.ts";
import { lockFolder } from "./lock.ts";

async function readJournal(path: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const record of read(path)) records.push(record);
  return records;
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "rempart-journal-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

test("records come back in the order in which they were appended, many writers at once", async (t) => {
  const path = join(await folder(t), "journal.jsonl");
  const journal = await startJournal(path, [{ snapshot: true }]);
  await Promise.all(Array.from({ length: 500 }, (_, i) => journal.append({ i })));
  await journal.append({ last: true });
  await journal.close();
  const records = await readJournal(path);
  assert.equal(records.length, 502);
  assert.deepEqual(records.slice(0, 3), [{ snapshot: true }, { i: 0 }, { i: 1 }]);
  assert.deepEqual(records.at(-1), { last: true });
});

test("a torn end is dropped, at every byte; nothing before it is", async (t) => {
  const path = join(await folder(t), "journal.jsonl");
  const last = '{"t":"end","seq":12}\n';
  for (let cut = 0; cut <= last.length; cut++) {
    await writeFile(path, `{"a":1}\n{"b":2}\n${last.slice(0, cut)}`);
    const records = await readJournal(path);
    assert.equal(records.length, cut === last.length ? 3 : 2, `cut at ${cut}`);
  }
  await writeFile(path, '{"a":1}\n\0\0\0\0\n\0\0');
  assert.deepEqual(await readJournal(path), [{ a: 1 }]);
});

test("damage before good records is not taken for a torn end", async (t) => {
  const path = join(await folder(t), "journal.jsonl");
  await writeFile(path, '{"a":1}\n{"b":\n{"c":3}\n');
  await assert.rejects(readJournal(path), /:2 is damaged/);
});

test("starting replaces the file as a whole, and leftovers of a start that died do not count", async (t) => {
  const path = join(await folder(t), "journal.jsonl");
  assert.deepEqual(await readJournal(path), []);
  await writeFile(`${path}.new`, "half a snaps");
  await (await startJournal(path, [{ n: 1 }])).close();
  await appendFile(path, '{"n":2}\n{"n"');
  const journal = await startJournal(path, await readJournal(path));
  await journal.append({ n: 3 });
  await journal.close();
  assert.equal(await readFile(path, "utf8"), '{"n":1}\n{"n":2}\n{"n":3}\n');
});

test("two processes do not share a memory; a dead one's claim does not last", async (t) => {
  const path = await folder(t);
  await writeFile(join(path, "pid"), String(process.ppid));
  assert.throws(() => lockFolder(path), /uses/);
  await writeFile(join(path, "pid"), "4194305");
  const unlock = lockFolder(path);
  assert.equal(await readFile(join(path, "pid"), "utf8"), String(process.pid));
  unlock();
  lockFolder(path)();
});
