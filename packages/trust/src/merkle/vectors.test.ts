import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildTree, leafHash, merkleRoot, rootFromInclusion, verifyConsistency, verifyInclusion } from "./index.ts";
import { naivePath, naiveProof } from "./naive.ts";

type Tree = { name: string; entries: string[]; leaves: string[]; roots: string[] };
type Inclusion = {
  name: string;
  valid: boolean;
  leaf: string;
  index: number;
  size: number;
  root: string;
  path: string[];
};
type Consistency = { name: string; valid: boolean; path: string[] } & Record<"from" | "to", number> &
  Record<"fromRoot" | "toRoot", string>;
type Vectors = { trees: Tree[]; inclusion: Inclusion[]; consistency: Consistency[] };

const file = new URL("../../../../vectors/merkle.json", import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(file, "utf8"));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const ct = vectors.trees[0]!;

test("leaves and roots of every size", () => {
  for (const { entries, leaves, roots } of vectors.trees) {
    const hashes = entries.map((entry) => leafHash(bytes(entry)));
    assert.deepEqual(hashes.map(hex), leaves);
    for (const [size, root] of roots.entries()) {
      assert.equal(hex(merkleRoot(hashes.slice(0, size))), root);
      assert.equal(hex(buildTree(hashes.slice(0, size)).root), root);
    }
  }
});

// These stand in the test too, so that a wrong vector file cannot agree with wrong code: the roots that Certificate
// Transparency's own tests publish, and those of the protocol's example order.
test("published roots", () => {
  assert.deepEqual(ct.roots, [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]);
  assert.equal(vectors.trees[1]!.roots[3], "54b35b53387ae9c1602420fefc09ba27aff210b323435f2059185c3ab52bf3dd");
  assert.equal(vectors.trees[2]!.roots[2], "175af8e957655a58fd2463ddfa7ec9c0d80601d06bf67069132ee1c1898c363e");
  assert.equal(vectors.trees[2]!.roots[3], "e264d2780035052423f5d74aca5e51ce6dc3141ee6d6e9e2d8a40abc2b34e9e0");
});

test("the file holds every proof of every tree, as the definition has it", () => {
  for (const { name, leaves, roots } of vectors.trees) {
    for (let size = 1; size < roots.length; size++) {
      const tree = leaves.slice(0, size).map(bytes);
      for (let index = 0; index < size; index++) {
        const found = vectors.inclusion.find((proof) => proof.name === `${name}: entry ${index} of ${size}`);
        assert.deepEqual(found?.path, naivePath(index, tree).map(hex));
      }
      for (let from = 1; from <= size; from++) {
        const found = vectors.consistency.find((proof) => proof.name === `${name}: ${from} to ${size}`);
        assert.deepEqual(found?.path, naiveProof(from, tree).map(hex));
      }
    }
  }
});

for (const { name, valid, leaf, index, size, root, path } of vectors.inclusion) {
  test(`inclusion ${valid ? "accepted" : "refused"}: ${name}`, () => {
    const claim = { leaf: bytes(leaf), index, size, path: path.map(bytes) };
    assert.equal(verifyInclusion({ ...claim, root: bytes(root) }), valid);
    if (valid) assert.equal(hex(rootFromInclusion(claim)!), root);
  });
}

for (const { name, valid, from, to, fromRoot, toRoot, path } of vectors.consistency) {
  test(`consistency ${valid ? "accepted" : "refused"}: ${name}`, () => {
    const claim = { from, to, fromRoot: bytes(fromRoot), toRoot: bytes(toRoot), path: path.map(bytes) };
    assert.equal(verifyConsistency(claim), valid);
  });
}
