import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildTree, leafHash, verifyConsistency, verifyInclusion } from "@rempart/trust";
import fc from "fast-check";
import { naivePath, naiveProof, naiveRoot } from "../../trust/src/merkle/naive.ts";
import {
  appendLeaves,
  createTree,
  emptyState,
  type LogTree,
  MemoryTileStore,
  readEdge,
  restoreState,
} from "./index.ts";

const SIZE = 600;
const leaves = Array.from({ length: SIZE }, (_, i) => leafHash(new Uint8Array([i >> 8, i & 255])));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const hexAll = (path: Uint8Array[]) => path.map(hex);

/** Appends `all` in batches of the sizes given, over and over. */
function build(all: Uint8Array[], batches: number[]) {
  const store = new MemoryTileStore();
  let state = emptyState();
  const roots = [];
  for (let i = 0, batch = 0; i < all.length; batch++) {
    const size = batches[batch % batches.length]!;
    const grown = appendLeaves(state, all.slice(i, i + size));
    store.writeTiles(grown.tiles);
    roots.push({ size: grown.state.size, root: grown.root });
    state = grown.state;
    i += size;
  }
  return { store, state, roots };
}

let store: MemoryTileStore;
let tree: LogTree;
before(() => {
  store = build(leaves, [1]).store;
  tree = createTree({ store });
});

test("roots of every size up to 600 are those of the definition", async () => {
  for (let size = 0; size <= SIZE; size++)
    assert.equal(hex(await tree.rootAt(size)), hex(naiveRoot(leaves.slice(0, size))));
});

test("however entries are batched, tiles and roots are the same", async () => {
  const batches = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(batches, async (sizes) => {
      const other = build(leaves, sizes);
      for (const { size, root } of other.roots) assert.equal(hex(root), hex(naiveRoot(leaves.slice(0, size))));
      const ids = [0, 1, 2].map((index) => ({ level: 0, index })).concat({ level: 1, index: 0 });
      assert.deepEqual(hexAll(await other.store.readTiles(ids)), hexAll(await store.readTiles(ids)));
    }),
    { numRuns: 30 },
  );
});

test("inclusion and consistency paths of any size are those of the definition, whatever the cache holds", async () => {
  const sizes = fc.integer({ min: 1, max: SIZE }).chain((to) => fc.tuple(fc.constant(to), fc.nat(to - 1)));
  const narrow = createTree({ store, maxTiles: 1 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), async ([size, index], small) => {
      const proofs = small ? narrow : tree;
      const part = leaves.slice(0, size);
      const path = await proofs.inclusionPath(index, size);
      assert.deepEqual(hexAll(path), hexAll(naivePath(index, part)));
      const growth = await proofs.consistencyPath(index, size);
      assert.deepEqual(hexAll(growth), index === 0 ? [] : hexAll(naiveProof(index, part)));
      const [fromRoot, root] = [await proofs.rootAt(index), await proofs.rootAt(size)];
      assert.ok(verifyInclusion({ leaf: leaves[index]!, index, size, path, root }));
      assert.ok(verifyConsistency({ from: index, to: size, fromRoot, toRoot: root, path: growth }));
    }),
    { numRuns: 200 },
  );
});

test("a log of three tile levels: 70,000 entries", async () => {
  const many = Array.from({ length: 70_000 }, (_, i) => leafHash(new Uint8Array([i >> 16, (i >> 8) & 255, i & 255])));
  const big = build(many, [999, 1, 256]);
  const reference = buildTree(many);
  const proofs = createTree({ store: big.store, maxTiles: 8 });
  assert.equal(hex(await proofs.rootAt(70_000)), hex(reference.root));
  for (const index of [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999])
    assert.deepEqual(hexAll(await proofs.inclusionPath(index, 70_000)), hexAll(reference.path(index)));
  for (const from of [1, 255, 256, 65_535, 65_536, 65_537, 69_999, 70_000]) {
    const path = await proofs.consistencyPath(from, 70_000);
    const fromRoot = await proofs.rootAt(from);
    assert.equal(hex(fromRoot), hex(buildTree(many.slice(0, from)).root));
    assert.ok(verifyConsistency({ from, to: 70_000, fromRoot, toRoot: reference.root, path }));
  }
});

test("callers may change the hashes they get", async () => {
  for (const node of [
    await tree.rootAt(SIZE),
    ...(await tree.inclusionPath(7, SIZE)),
    ...(await tree.consistencyPath(7, SIZE)),
  ])
    node.fill(0);
  assert.equal(hex(await tree.rootAt(SIZE)), hex(naiveRoot(leaves)));
  assert.deepEqual(hexAll(await tree.inclusionPath(7, SIZE)), hexAll(naivePath(7, leaves)));
});

test("what lies outside the log is refused", async () => {
  for (const [index, size] of [
    [0, 0],
    [5, 5],
    [-1, 5],
    [0.5, 5],
    [0, 2 ** 53],
  ] as const)
    await assert.rejects(tree.inclusionPath(index, size), { code: "log.range" });
  for (const [from, to] of [
    [6, 5],
    [-1, 5],
    [0, Number.NaN],
  ] as const)
    await assert.rejects(tree.consistencyPath(from, to), { code: "log.range" });
  await assert.rejects(tree.rootAt(-1), { code: "log.range" });
  await assert.rejects(tree.rootAt(SIZE + 1), { code: "log.storage" });
  await assert.rejects(tree.inclusionPath(0, 2 ** 53 - 1), { code: "log.storage" });
});

test("absorbed tiles answer proofs of the newest size without a read", async () => {
  const fresh = new MemoryTileStore();
  const proofs = createTree({ store: fresh });
  let state = emptyState();
  for (let i = 0; i < SIZE; i += 50) {
    const grown = appendLeaves(state, leaves.slice(i, i + 50));
    proofs.absorb(grown.tiles);
    state = grown.state;
    assert.deepEqual(hexAll(await proofs.inclusionPath(i, i + 50)), hexAll(naivePath(i, leaves.slice(0, i + 50))));
  }
  assert.equal(fresh.reads, 0);
});

test("a thousand readers of one new tile cost two reads at most", async () => {
  const growing = new MemoryTileStore();
  const first = appendLeaves(emptyState(), leaves.slice(0, 100));
  growing.writeTiles(first.tiles);
  const proofs = createTree({ store: growing });
  const early = Array.from({ length: 500 }, (_, i) => proofs.inclusionPath(i % 100, 100));
  growing.writeTiles(appendLeaves(first.state, leaves.slice(100, 200)).tiles);
  const late = Array.from({ length: 500 }, (_, i) => proofs.inclusionPath(i % 200, 200));
  await Promise.all([...early, ...late]);
  assert.ok(growing.reads <= 2, `${growing.reads} reads`);
});

test("a stored tile that changes or shrinks is noticed", async () => {
  const changing = build(leaves.slice(0, 100), [100]).store;
  const proofs = createTree({ store: changing });
  await proofs.rootAt(100);
  const other = leaves.slice(0, 120).with(50, leaves[300]!);
  changing.writeTiles(appendLeaves(emptyState(), other).tiles);
  await assert.rejects(proofs.rootAt(120), { code: "log.storage" });
  changing.writeTiles(appendLeaves(emptyState(), leaves.slice(0, 10)).tiles);
  await assert.rejects(proofs.rootAt(110), { code: "log.storage" });
});

test("a state restored from tiles goes on as if it had never stopped; a damaged one is refused", async () => {
  for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 513, 600]) {
    const stored = build(leaves.slice(0, size), [100]);
    const root = naiveRoot(leaves.slice(0, size));
    const edge = await readEdge(stored.store, size);
    const more = leaves.slice(0, 300);
    const grown = appendLeaves(restoreState({ size, root, edge }), more);
    assert.equal(hex(grown.root), hex(naiveRoot([...leaves.slice(0, size), ...more])));
    assert.throws(() => restoreState({ size: size + 1, root, edge }), { code: "log.storage" });
    assert.throws(() => restoreState({ size, root: leaves[0]!.map((byte) => byte ^ 1), edge }), {
      code: "log.storage",
    });
    for (const [level, hashes] of edge.entries()) {
      const damaged = hashes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      if (hashes.length > 0)
        assert.throws(() => restoreState({ size, root, edge: edge.with(level, damaged) }), { code: "log.storage" });
    }
    await assert.rejects(readEdge(new MemoryTileStore(), size + 1), { code: "log.storage" });
  }
  assert.throws(() => appendLeaves(emptyState(), [new Uint8Array(31)]), { code: "log.entry" });
});
