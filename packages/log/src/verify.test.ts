import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyRoot, leafHash } from "@rempart/trust";
import fc from "fast-check";
import { naiveProof, naiveRoot } from "../../trust/src/merkle/naive.ts";
import { checkConsistent, type Head, LogFollower, verifyEntries } from "./index.ts";

const entries = Array.from({ length: 300 }, (_, i) => leafHash(new Uint8Array([i >> 8, i & 255])));
const leaves = entries.map(leafHash);
const headOf = (size: number): Head => ({ size, root: naiveRoot(leaves.slice(0, size)) });
const pathOf = (from: number, to: number) => (from === 0 ? [] : naiveProof(from, leaves.slice(0, to)));
const forked = [...leaves.slice(0, 49), leaves[250]!, ...leaves.slice(50)];

test("follows any growing history", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 12 }), (sizes) => {
      const follower = new LogFollower();
      let known = 0;
      for (const size of sizes.toSorted((a, b) => a - b)) {
        follower.advance(headOf(size), pathOf(known, size));
        known = size;
        assert.deepEqual(follower.head, headOf(size));
      }
    }),
  );
});

test("a shrunken log, a fork, a rewritten past and a missing proof are refused, and nothing is remembered of them", () => {
  const follower = new LogFollower(headOf(100));
  const refused: [what: string, next: Head, path: Uint8Array[]][] = [
    ["shrunk", headOf(99), []],
    ["shrunk with the true proof, turned round", headOf(99), pathOf(99, 100)],
    ["shrunk to nothing", { size: 0, root: emptyRoot() }, []],
    ["fork at the same size", { size: 100, root: naiveRoot(forked.slice(0, 100)) }, []],
    [
      "rewritten past, its own proof",
      { size: 200, root: naiveRoot(forked.slice(0, 200)) },
      naiveProof(100, forked.slice(0, 200)),
    ],
    ["rewritten past, the true proof", { size: 200, root: naiveRoot(forked.slice(0, 200)) }, pathOf(100, 200)],
    ["no proof", headOf(200), []],
    ["proof from another size", headOf(200), pathOf(101, 200)],
    ["equal, with a path", headOf(100), [leaves[0]!]],
    ["a root of 31 bytes", { size: 200, root: new Uint8Array(31) }, pathOf(100, 200)],
    ["no size", { size: 200.5, root: headOf(200).root }, pathOf(100, 200)],
    ["not a number", { size: Number.NaN, root: headOf(200).root }, pathOf(100, 200)],
  ];
  for (const [what, next, path] of refused) {
    assert.throws(() => follower.advance(next, path), { code: "log.consistency" }, what);
    assert.deepEqual(follower.head, headOf(100), what);
  }
  follower.advance(headOf(200), pathOf(100, 200));
  assert.throws(() => checkConsistent(headOf(200), headOf(100), []), { code: "log.consistency" });
});

test("every single-bit change of a consistency proof is refused", () => {
  for (const [from, to] of [
    [3, 7],
    [64, 100],
    [99, 100],
    [129, 300],
  ] as const) {
    const path = pathOf(from, to);
    const [known, next] = [headOf(from), headOf(to)];
    for (const [i, node] of path.entries()) {
      for (let bit = 0; bit < 256; bit++) {
        const changed = node.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const check = () => checkConsistent(known, next, path.with(i, changed));
        assert.throws(check, { code: "log.consistency" });
      }
    }
  }
});

test("a whole log is verified in one pass, with the heads seen on the way", async () => {
  await verifyEntries([], headOf(0));
  await verifyEntries(entries, headOf(300));
  await verifyEntries(entries, headOf(300), [headOf(0), headOf(1), headOf(100), headOf(100), headOf(300)]);
  async function* stream() {
    yield* entries;
  }
  await verifyEntries(stream(), headOf(300));
});

test("edits, swaps, cuts, additions and forks of a whole log are named", async () => {
  const fails = (list: Uint8Array[], code: string, earlier: Head[] = []) =>
    assert.rejects(verifyEntries(list, headOf(300), earlier), { code });
  for (const at of [0, 1, 150, 299]) await fails(entries.with(at, leaves[0]!), "log.consistency");
  await fails(entries.with(3, entries[4]!).with(4, entries[3]!), "log.consistency");
  await fails(entries.slice(0, -1), "log.consistency");
  await fails(entries.slice(1), "log.consistency");
  await fails([...entries, entries[0]!], "log.consistency");
  await fails([], "log.consistency");
  await fails(entries.with(7, new Uint8Array(31)), "log.entry");
  await fails(entries, "log.consistency", [{ size: 100, root: naiveRoot(forked.slice(0, 100)) }]);
  await fails(entries, "log.range", [headOf(100), headOf(99)]);
  await fails(entries, "log.range", [{ size: 301, root: emptyRoot() }]);
  await assert.rejects(verifyEntries([], { size: 0, root: leaves[0]! }), { code: "log.consistency" });
});
