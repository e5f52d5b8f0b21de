import assert from "node:assert/strict";
import { test } from "node:test";
import { leafHash } from "@rempart/trust";
import fc from "fast-check";
import { naiveRoot } from "../../trust/src/merkle/naive.ts";
import { createSequencer, createTree, type FailurePoint, LogError, MemoryStorage, type NewEntry } from "./index.ts";

const entry = (n: number): NewEntry<string> => ({ hash: leafHash(new Uint8Array([n >> 8, n & 255])), record: `${n}` });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const rootOf = (entries: NewEntry<string>[]) => hex(naiveRoot(entries.map(({ hash }) => leafHash(hash))));
const rowWith =
  (key: string, entries: NewEntry<string>[]) => async (tx: { rows: Map<string, unknown> }, first: number) => {
    tx.rows.set(key, first);
    return { entries, value: key };
  };

test("callers of one turn share one commit and learn their indexes", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage });
  assert.equal(log.head(), undefined);
  const [a, b, c] = await Promise.all([
    log.append(rowWith("a", [entry(0), entry(1)])),
    log.appendEntries([entry(2)]),
    log.append(rowWith("none", [])),
  ]);
  assert.equal(storage.commits, 1);
  assert.deepEqual([a.indexes, b.indexes, c.indexes], [[0, 1], [2], []]);
  assert.deepEqual([a.value, c.value], ["a", "none"]);
  assert.deepEqual(
    [...storage.rows],
    [
      ["a", 0],
      ["none", 3],
    ],
  );
  assert.equal(hex(a.head.root), rootOf([entry(0), entry(1), entry(2)]));
  assert.deepEqual(log.head(), a.head);
  assert.deepEqual(
    storage.entries.map(({ record }) => record),
    ["0", "1", "2"],
  );
});

test("a failing caller is undone alone", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage });
  const results = await Promise.allSettled([
    log.append(rowWith("a", [entry(0)])),
    log.append(async (tx) => {
      tx.rows.set("b", 1);
      throw new Error("refused");
    }),
    log.append(rowWith("c", [{ hash: new Uint8Array(31), record: "short" }])),
    log.appendEntries([{ hash: new Uint8Array(33), record: "long" }]),
    log.append(rowWith("d", [entry(1)])),
  ]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "rejected", "rejected", "rejected", "fulfilled"],
  );
  assert.equal((results[1] as PromiseRejectedResult).reason.message, "refused");
  for (const i of [2, 3]) assert.equal((results[i] as PromiseRejectedResult).reason.code, "log.entry");
  assert.deepEqual(
    [...storage.rows],
    [
      ["a", 0],
      ["d", 1],
    ],
  );
  assert.equal(hex(storage.root), rootOf([entry(0), entry(1)]));
});

for (const point of ["begin", "read", "write", "commit"] as const) {
  test(`a crash at ${point} leaves nothing half done, and the next group goes on`, async () => {
    const storage = new MemoryStorage<string>();
    const log = createSequencer({ storage });
    await log.appendEntries([entry(0)]);
    // A failed group makes the next one read the state again: only then can that read fail.
    if (point === "read") await failOnce(storage, "write", log.appendEntries([entry(7)]));
    await failOnce(storage, point, log.append(rowWith("lost", [entry(8)])));
    assert.deepEqual([storage.entries.length, storage.rows.size], [1, 0]);
    assert.equal(hex(storage.root), rootOf([entry(0)]));
    const next = await log.appendEntries([entry(1)]);
    assert.deepEqual(next.indexes, [1]);
    assert.equal(hex(next.head.root), rootOf([entry(0), entry(1)]));
  });
}

async function failOnce(
  storage: MemoryStorage<string>,
  point: FailurePoint,
  appended: Promise<unknown>,
): Promise<void> {
  const cause = new Error(`crash at ${point}`);
  storage.failAt = (at) => {
    if (at === point) throw cause;
  };
  await assert.rejects(
    appended,
    (error) => error instanceof LogError && error.code === "log.storage" && error.cause === cause,
  );
  storage.failAt = () => {};
}

test("a connection lost after the commit: the caller sees a failure, the log goes on after the entry", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage });
  await failOnce(storage, "committed", log.appendEntries([entry(0)]));
  assert.deepEqual((await log.appendEntries([entry(1)])).indexes, [1]);
  assert.equal(hex(storage.root), rootOf([entry(0), entry(1)]));
});

test("two appenders never lose an entry: the one that is behind reads again", async () => {
  const storage = new MemoryStorage<string>();
  const logs = [createSequencer({ storage }), createSequencer({ storage })];
  const seen: number[] = [];
  for (let n = 0; n < 40; n++) seen.push(...(await logs[n % 2]!.appendEntries([entry(n)])).indexes);
  assert.deepEqual(seen, [...Array(40).keys()]);
  assert.equal(hex(storage.root), rootOf(Array.from({ length: 40 }, (_, n) => entry(n))));
});

test("the queue is bounded, and closing settles what is in it", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage, maxBatch: 2, maxQueue: 5 });
  const accepted = Array.from({ length: 5 }, (_, n) => log.appendEntries([entry(n)]));
  await assert.rejects(log.appendEntries([entry(9)]), { code: "log.busy" });
  const closing = log.close();
  await assert.rejects(log.appendEntries([entry(9)]), { code: "log.closed" });
  await closing;
  assert.deepEqual(
    (await Promise.all(accepted)).flatMap(({ indexes }) => indexes),
    [0, 1, 2, 3, 4],
  );
  assert.equal(storage.commits, 3);
});

test("a storage behind what was signed, or with another root there, is never appended to", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage });
  const { head } = await log.appendEntries([entry(0), entry(1)]);
  const behind = new MemoryStorage<string>();
  const other = new MemoryStorage<string>();
  await createSequencer({ storage: other }).appendEntries([entry(0), entry(5)]);
  for (const restored of [behind, other]) {
    const commits = restored.commits;
    const again = createSequencer({ storage: restored, floor: head });
    await assert.rejects(again.append(rowWith("x", [entry(2)])), { code: "log.consistency" });
    await assert.rejects(again.appendEntries([entry(2)]), { code: "log.consistency" });
    assert.equal(restored.commits, commits);
  }
  // The same under a running process: rolled back behind its back.
  storage.entries.length = 1;
  await assert.rejects(log.appendEntries([entry(3)]), { code: "log.consistency" });
  await assert.rejects(log.appendEntries([entry(3)]), { code: "log.consistency" });
  assert.equal(storage.entries.length, 1);
});

test("damaged tiles are not appended to", async () => {
  const storage = new MemoryStorage<string>();
  await createSequencer({ storage }).appendEntries([entry(0), entry(1)]);
  storage.tiles.writeTiles([{ level: 0, index: 0, hashes: new Uint8Array(64) }]);
  await assert.rejects(createSequencer({ storage }).appendEntries([entry(2)]), { code: "log.storage" });
});

test("listeners hear of every growth, before the callers do, and their tiles serve the proofs", async () => {
  const storage = new MemoryStorage<string>();
  const log = createSequencer({ storage });
  const tree = createTree({ store: storage.tiles });
  const heard: number[] = [];
  const stop = log.onCommit((event) => {
    heard.push(event.from, event.size);
    tree.absorb(event.tiles);
  });
  const { head } = await log.appendEntries([entry(0), entry(1)]);
  assert.deepEqual(heard, [0, 2]);
  storage.tiles.reads = 0;
  assert.equal(hex(await tree.rootAt(2)), hex(head.root));
  assert.equal(storage.tiles.reads, 0);
  await log.append(rowWith("no entries", []));
  await failOnce(storage, "commit", log.appendEntries([entry(2)]));
  stop();
  await log.appendEntries([entry(2)]);
  assert.deepEqual(heard, [0, 2]);
});

test("any interleaving of callers, failures and crashes leaves exactly what was promised", async () => {
  const step = fc.record({
    entries: fc.nat(40),
    fails: fc.boolean(),
    plain: fc.boolean(),
    pause: fc.nat(3),
    crash: fc.option(fc.constantFrom<FailurePoint>("begin", "read", "write", "commit", "committed"), { freq: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (steps, maxBatch) => {
      const storage = new MemoryStorage<string>();
      const log = createSequencer({ storage, maxBatch });
      let number = 0;
      const promised: { indexes: number[]; records: string[]; key: string }[] = [];
      const refused: string[] = [];
      const calls: Promise<void>[] = [];
      for (const [i, { entries, fails, plain, pause, crash }] of steps.entries()) {
        const mine = Array.from({ length: entries }, () => entry(number++));
        const records = mine.map(({ record }) => record);
        const key = `caller ${i}`;
        const appended = plain
          ? log.appendEntries(mine)
          : log.append(async (tx, first) => {
              tx.rows.set(key, first);
              for (let turn = 0; turn < pause; turn++) await Promise.resolve();
              if (fails) throw new Error("refused");
              return { entries: mine, value: key };
            });
        calls.push(
          appended.then(
            ({ indexes }) => void promised.push({ indexes, records, key: plain ? "" : key }),
            (error: Error) => void (error.message === "refused" && refused.push(key)),
          ),
        );
        if (crash) {
          storage.failAt = (at) => {
            if (at !== crash) return;
            storage.failAt = () => {};
            throw new Error("crash");
          };
        }
        for (let turn = 0; turn < pause; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(calls);
      assert.equal(hex(storage.root), rootOf(storage.entries));
      assert.equal(
        hex(await createTree({ store: storage.tiles }).rootAt(storage.entries.length)),
        rootOf(storage.entries),
      );
      const records = storage.entries.map(({ record }) => record);
      assert.equal(new Set(records).size, records.length);
      for (const caller of promised) {
        assert.deepEqual(
          caller.indexes.map((index) => records[index]),
          caller.records,
        );
        if (caller.key) assert.ok(storage.rows.has(caller.key));
        if (caller.key && caller.indexes.length > 0) assert.equal(storage.rows.get(caller.key), caller.indexes[0]);
      }
      for (const key of refused) assert.ok(!storage.rows.has(key));
    }),
    { numRuns: 150 },
  );
});
