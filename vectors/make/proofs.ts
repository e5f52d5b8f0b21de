// Proofs of RFC 9162 made by its definitions, and neighbours in which one thing is wrong.
import { emptyRoot, type JsonValue, leafHash, nodeHash, toHex, utf8 } from "../../packages/trust/src/index.ts";
import { naivePath, naiveProof, naiveRoot } from "../../packages/trust/src/merkle/naive.ts";

const leaves = Array.from({ length: 33 }, (_, i) => leafHash(utf8(`entry ${i}`)));
const hex = (path: readonly Uint8Array[]): string[] => path.map(toHex);
const extra = toHex(leafHash(utf8("extra")));
const bend = (value: string): string => (value.startsWith("0") ? "1" : "0") + value.slice(1);

type Row = { [key: string]: JsonValue };

function inclusions(): Row[] {
  const rows: Row[] = [];
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 13, 16, 17, 33]) {
    const tree = leaves.slice(0, size);
    for (const index of new Set([0, 1, Math.floor(size / 2), size - 2, size - 1])) {
      if (index < 0 || index >= size) continue;
      const path = hex(naivePath(index, tree));
      const row = { leaf: toHex(tree[index]!), index, size, path, root: toHex(naiveRoot(tree)) };
      const bad = (name: string, over: Row): void => {
        rows.push({ name: `${index} of ${size}, ${name}`, ...row, ...over, good: false });
      };
      rows.push({ name: `${index} of ${size}`, ...row, good: true });
      bad("another leaf", { leaf: bend(row.leaf) });
      bad("another root", { root: bend(row.root) });
      bad("a node more", { path: [...path, extra] });
      bad("index as large as the size", { index: size });
      if (size > 1) bad("another index", { index: (index + 1) % size });
      if (path.length > 0) bad("without the first node", { path: path.slice(1) });
      if (path.length > 0) bad("without the last node", { path: path.slice(0, -1) });
      for (const [i, node] of path.entries()) bad(`another node ${i}`, { path: path.with(i, bend(node)) });
    }
  }
  // The root of what a path leads to when the verifier forgets a bound: right in all but that bound.
  const [a, b] = [leaves[0]!, leaves[1]!];
  const one = { leaf: toHex(a), path: [] as string[], root: toHex(a) };
  rows.push({ name: "index and size 0", ...one, index: 0, size: 0, good: false });
  rows.push({ name: "a negative index", ...one, index: -1, size: 1, good: false });
  rows.push({ name: "a fraction as index", ...one, index: 0.5, size: 1, good: false });
  rows.push({ name: "a fraction as size", ...one, index: 0, size: 1.5, good: false });
  rows.push({
    name: "a leaf of 31 bytes",
    ...one,
    leaf: one.leaf.slice(2),
    root: one.root.slice(2),
    index: 0,
    size: 1,
    good: false,
  });
  rows.push({ name: "a root of 33 bytes", ...one, root: `${one.root}00`, index: 0, size: 1, good: false });
  const two = { leaf: toHex(a), index: 0, size: 2, root: toHex(nodeHash(a, b)) };
  rows.push({ name: "a node of 31 bytes", ...two, path: [toHex(b).slice(2)], good: false });
  rows.push({ name: "a node of 33 bytes", ...two, path: [`${toHex(b)}00`], good: false });
  rows.push({ name: "a node of no bytes", ...two, path: [""], good: false });
  // Roots of the attacker's own choice: only the bound on the length of a path stands against them.
  const above = { ...one, index: 0, path: [toHex(b)], root: toHex(nodeHash(b, a)) };
  rows.push({ name: "a node above the root", ...above, size: 1, good: false });
  rows.push({ name: "a leaf of 31 bytes with a node", ...two, leaf: toHex(a).slice(2), path: [toHex(b)], good: false });
  const path = Array.from({ length: 53 }, (_, i) => leafHash(utf8(`node ${i}`)));
  const high = { leaf: toHex(a), index: 0, size: 2 ** 53 - 1, path: hex(path) };
  const root = path.reduce((below, node) => nodeHash(below, node), a);
  rows.push({ name: "the largest size", ...high, root: toHex(root), good: true });
  rows.push({ name: "a size beyond the largest", ...high, size: 2 ** 53, root: toHex(root), good: false });
  const last = { leaf: toHex(b), index: 2 ** 52, size: 2 ** 52 + 1, path: [toHex(a)], root: toHex(nodeHash(a, b)) };
  rows.push({ name: "an index beyond 32 bits", ...last, good: true });
  rows.push({ name: "another index beyond 32 bits", ...last, index: 2 ** 52 - 1, good: false });
  return rows;
}

function consistencies(): Row[] {
  const rows: Row[] = [];
  const pairs = [
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 3],
    [2, 4],
    [3, 4],
    [3, 7],
    [4, 7],
    [4, 8],
    [5, 8],
    [6, 7],
    [6, 8],
    [7, 8],
    [8, 9],
    [8, 13],
    [9, 13],
    [12, 13],
    [16, 33],
    [17, 32],
    [31, 33],
    [32, 33],
    [33, 33],
  ];
  for (const [from, to] of pairs as [number, number][]) {
    const path = hex(naiveProof(from, leaves.slice(0, to)));
    const row = {
      from,
      to,
      fromRoot: toHex(naiveRoot(leaves.slice(0, from))),
      toRoot: toHex(naiveRoot(leaves.slice(0, to))),
      path,
    };
    const bad = (name: string, over: Row): void => {
      rows.push({ name: `${from} to ${to}, ${name}`, ...row, ...over, good: false });
    };
    rows.push({ name: `${from} to ${to}`, ...row, good: true });
    bad("another old root", { fromRoot: bend(row.fromRoot) });
    bad("another new root", { toRoot: bend(row.toRoot) });
    bad("a node more", { path: [...path, extra] });
    bad("the sizes exchanged", from === to ? { to: to - 1 } : { from: to, to: from });
    if (from !== to) bad("the roots exchanged", { fromRoot: row.toRoot, toRoot: row.fromRoot });
    if (path.length > 0) bad("without the first node", { path: path.slice(1) });
    if (path.length > 0) bad("without the last node", { path: path.slice(0, -1) });
    if (path.length > 0) bad("without any node", { path: [] });
    for (const [i, node] of path.entries()) bad(`another node ${i}`, { path: path.with(i, bend(node)) });
  }
  const empty = toHex(emptyRoot());
  const two = toHex(naiveRoot(leaves.slice(0, 2)));
  const zero = { from: 0, to: 2, fromRoot: empty, toRoot: two, path: [] as string[] };
  rows.push({ name: "from nothing", ...zero, good: true });
  rows.push({ name: "from nothing to nothing", ...zero, to: 0, toRoot: empty, good: true });
  rows.push({ name: "from nothing with another root", ...zero, fromRoot: two, good: false });
  rows.push({ name: "from nothing to nothing with other roots", ...zero, to: 0, fromRoot: two, good: false });
  rows.push({ name: "from nothing with a node", ...zero, path: [extra], good: false });
  rows.push({ name: "from nothing to nothing with a node", ...zero, to: 0, toRoot: empty, path: [extra], good: false });
  rows.push({ name: "equal sizes with other roots", ...zero, from: 2, fromRoot: extra, good: false });
  rows.push({ name: "from a negative size", ...zero, from: -1, good: false });
  rows.push({ name: "from a fraction", ...zero, from: 0.5, good: false });
  rows.push({ name: "to a fraction", ...zero, to: 1.5, good: false });
  rows.push({ name: "to a root of 31 bytes from nothing", ...zero, toRoot: two.slice(2), good: false });
  rows.push({ name: "to a size beyond the largest", ...zero, to: 2 ** 53, good: false });
  const grown = { from: 1, to: 2, fromRoot: toHex(leaves[0]!), toRoot: two, path: [toHex(leaves[1]!)] };
  rows.push({ name: "a node of 33 bytes", ...grown, path: [`${grown.path[0]}00`], good: false });
  rows.push({ name: "an old root of 31 bytes", ...grown, fromRoot: grown.fromRoot.slice(2), good: false });
  // New roots of the attacker's own choice, which the log's key would sign.
  const [a, b] = [leaves[0]!, leaves[1]!];
  const own = { fromRoot: toHex(a), toRoot: toHex(nodeHash(a, b)), path: [toHex(a), toHex(b)] };
  rows.push({ name: "a log that shrank to a root made for it", from: 3, to: 2, ...own, good: false });
  const same = { fromRoot: toHex(a), toRoot: toHex(a), path: [toHex(a)] };
  rows.push({ name: "from a negative size to a root made for it", from: -1, to: 1, ...same, good: false });
  const [four, l4, l5] = [naiveRoot(leaves.slice(0, 4)), leaves[4]!, leaves[5]!];
  const six = { from: 6, to: 7, fromRoot: toHex(naiveRoot(leaves.slice(0, 6))) };
  const rewritten = nodeHash(four, nodeHash(l4, nodeHash(l5, b)));
  const longer = { ...six, toRoot: toHex(rewritten), path: [l5, b, l4, four].map(toHex) };
  rows.push({ name: "a node too many towards a root made for it", ...longer, good: false });
  const far = { from: 2 ** 52, to: 2 ** 52 + 1, fromRoot: toHex(leaves[0]!), toRoot: two, path: [toHex(leaves[1]!)] };
  rows.push({ name: "sizes beyond 32 bits", ...far, good: true });
  rows.push({ name: "other sizes beyond 32 bits", ...far, from: 2 ** 51, good: false });
  return rows;
}

export function makeMerkle(): JsonValue {
  return { inclusion: inclusions(), consistency: consistencies() };
}
