import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { edgeTiles, formatTilePath, LogError, levelCount, parseTilePath, tileWidth } from "./index.ts";

test("paths of the specification", () => {
  assert.equal(formatTilePath({ level: 0, index: 1234067, width: 256 }), "tile/0/x001/x234/067");
  assert.equal(formatTilePath({ level: 0, index: 273, width: 112 }), "tile/0/273.p/112");
  assert.equal(formatTilePath({ level: 63, index: 0, width: 1 }), "tile/63/000.p/1");
  assert.equal(formatTilePath({ level: 1, index: 1000, width: 256 }), "tile/1/x001/000");
});

test("every tile has one path, which reads back", () => {
  const tile = fc.record(
    {
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(fc.property(tile, (id) => assert.deepEqual(parseTilePath(formatTilePath(id)), id)));
});

const refused = [
  ["", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/01", "tile/0/0001", "tile/0/x001", "tile/0/001/002"],
  ["tile/00/001", "tile/01/001", "tile/64/001", "tile/100/001", "tile/-1/001", "tile/+1/001", "tile//001"],
  ["tile/0/x000/001", "tile/0/x000/x001/000", "tile/0/X001/000", "tile/0/x01/000", "tile/0/001/", "/tile/0/001"],
  ["tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p/", "tile/0/001.p/-1", "tile/0/001.p/1/"],
  ["tile/0/001\n", " tile/0/001", "tile/0/001.p/1.p/1", "tile/0/x009/x007/x199/x254/x740/992", "tile/entries/001"],
  ["tile/0/٠٠١", "tile/0/../001", "tile/0/001?x", `tile/0/${"x000/".repeat(50)}001`],
].flat();

for (const path of refused) {
  test(`refused: ${JSON.stringify(path)}`, () => {
    assert.throws(
      () => parseTilePath(path),
      (error) => error instanceof LogError && error.code === "log.tile",
    );
  });
}

test("any text but a tile's path is refused with log.tile", () => {
  const text = fc.string({ unit: fc.constantFrom(..."tile/0123456789x.p"), maxLength: 30 });
  fc.assert(
    fc.property(text, (path) => {
      try {
        assert.equal(formatTilePath(parseTilePath(`tile/${path}`)), `tile/${path}`);
      } catch (error) {
        assert.ok(error instanceof LogError && error.code === "log.tile");
      }
    }),
    { numRuns: 2000 },
  );
});

test("numbers out of range have no path", () => {
  for (const bad of [
    { level: 64 },
    { level: -1 },
    { index: -1 },
    { index: 2 ** 53 },
    { index: 0.5 },
    { width: 0 },
    { width: 257 },
  ])
    assert.throws(() => formatTilePath({ level: 0, index: 0, width: 1, ...bad }), { code: "log.tile" });
});

test("the edge of 70,000 entries is the specification's example", () => {
  assert.deepEqual(edgeTiles(70_000), [
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ]);
  assert.deepEqual(edgeTiles(256), [{ level: 1, index: 0, width: 1 }]);
  assert.deepEqual(edgeTiles(0), []);
  assert.equal(levelCount(2 ** 53 - 1, 6), 31);
  assert.equal(tileWidth({ level: 0, index: 273 }, 70_000), 112);
  assert.equal(tileWidth({ level: 0, index: 272 }, 70_000), 256);
  assert.equal(tileWidth({ level: 0, index: 274 }, 70_000), 0);
});
