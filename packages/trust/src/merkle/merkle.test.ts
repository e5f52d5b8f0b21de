import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildTree, leafHash, merklePath, merkleRoot, nodeHash, verifyConsistency, verifyInclusion } from "./index.ts";
import { naivePath, naiveProof, naiveRoot } from "./naive.ts";

const leaves = Array.from({ length: 600 }, (_, i) => leafHash(new TextEncoder().encode(`entry ${i}`)));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const flip = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test("roots of all sizes up to 600 are those of the definition", () => {
  for (let size = 0; size <= 600; size++) {
    const tree = leaves.slice(0, size);
    assert.equal(hex(merkleRoot(tree)), hex(naiveRoot(tree)));
    assert.equal(hex(buildTree(tree).root), hex(naiveRoot(tree)));
  }
});

test("paths are those of the definition and are accepted", () => {
  const sizeAndIndex = fc.integer({ min: 1, max: 600 }).chain((n) => fc.tuple(fc.constant(n), fc.nat(n - 1)));
  fc.assert(
    fc.property(sizeAndIndex, ([size, index]) => {
      const tree = leaves.slice(0, size);
      const path = merklePath(tree, index);
      assert.deepEqual(path.map(hex), naivePath(index, tree).map(hex));
      assert.ok(verifyInclusion({ leaf: leaves[index]!, index, size, path, root: naiveRoot(tree) }));
    }),
  );
});

test("an inclusion proof with any one bit changed, or another index or size, is refused", () => {
  for (let size = 1; size <= 20; size++) {
    const tree = leaves.slice(0, size);
    const root = naiveRoot(tree);
    for (let index = 0; index < size; index++) {
      const proof = { leaf: leaves[index]!, index, size, path: naivePath(index, tree), root };
      assert.ok(verifyInclusion(proof));
      for (const other of [-1, 0.5, Number.NaN, 2 ** 53, ...Array(size + 2).keys()])
        if (other !== index) assert.ok(!verifyInclusion({ ...proof, index: other }), `index ${other}`);
      assert.ok(!verifyInclusion({ ...proof, path: [...proof.path, root] }));
      if (size > 1) assert.ok(!verifyInclusion({ ...proof, path: proof.path.slice(1) }));
      if (size > 1) assert.ok(!verifyInclusion({ ...proof, path: proof.path.slice(0, -1) }));
      for (let bit = 0; bit < 256; bit++) {
        assert.ok(!verifyInclusion({ ...proof, leaf: flip(proof.leaf, bit) }));
        assert.ok(!verifyInclusion({ ...proof, root: flip(root, bit) }));
        for (let i = 0; i < proof.path.length; i++)
          assert.ok(!verifyInclusion({ ...proof, path: proof.path.with(i, flip(proof.path[i]!, bit)) }));
      }
    }
  }
});

test("consistency proofs of all pairs up to 64 are accepted, and refused with any node changed, missing or added", () => {
  for (let to = 1; to <= 64; to++) {
    for (let from = 1; from <= to; from++) {
      const claim = {
        from,
        to,
        fromRoot: naiveRoot(leaves.slice(0, from)),
        toRoot: naiveRoot(leaves.slice(0, to)),
        path: naiveProof(from, leaves.slice(0, to)),
      };
      assert.ok(verifyConsistency(claim));
      const bit = (from * 31 + to) % 256;
      assert.ok(!verifyConsistency({ ...claim, fromRoot: flip(claim.fromRoot, bit) }));
      assert.ok(!verifyConsistency({ ...claim, toRoot: flip(claim.toRoot, bit) }));
      assert.ok(!verifyConsistency({ ...claim, path: [...claim.path, claim.toRoot] }));
      assert.ok(!verifyConsistency({ ...claim, from: to, to: from }) || from === to);
      for (let i = 0; i < claim.path.length; i++) {
        assert.ok(!verifyConsistency({ ...claim, path: claim.path.with(i, flip(claim.path[i]!, bit)) }));
        assert.ok(!verifyConsistency({ ...claim, path: claim.path.toSpliced(i, 1) }));
      }
    }
  }
});

test("sizes beyond 32 bits are neither cut nor rounded", () => {
  // The last leaf of 2^52 + 1 stands alone under the root: its path is the one node to its left.
  const [left, leaf] = [leaves[0]!, leaves[1]!];
  const claim = { leaf, index: 2 ** 52, size: 2 ** 52 + 1, path: [left], root: nodeHash(left, leaf) };
  assert.ok(verifyInclusion(claim));
  assert.ok(!verifyInclusion({ ...claim, index: 2 ** 52 - 1 }));
  assert.ok(!verifyInclusion({ ...claim, index: 0, size: 1 }));
  assert.ok(!verifyInclusion({ ...claim, size: 2 ** 52 + 2 }));
  // The first leaf of 2^53 - 1 has 53 nodes above it.
  const path = leaves.slice(0, 53);
  const root = path.reduce((below, node) => nodeHash(below, node), leaf);
  assert.ok(verifyInclusion({ leaf, index: 0, size: 2 ** 53 - 1, path, root }));
  assert.ok(!verifyInclusion({ leaf, index: 0, size: 2 ** 53, path, root }));
  const growth = { from: 2 ** 52, to: 2 ** 52 + 1, fromRoot: left, toRoot: claim.root, path: [leaf] };
  assert.ok(verifyConsistency(growth));
  assert.ok(!verifyConsistency({ ...growth, from: 2 ** 51 }));
});
