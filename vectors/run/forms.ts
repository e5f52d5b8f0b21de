import {
  buildTree,
  fromBase64,
  fromBase64url,
  fromHex,
  type JsonValue,
  merkleRoot,
  readJson,
  signatureFromDer,
  signatureToDer,
  toBase64,
  toBase64url,
  toHex,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from "../../packages/trust/src/index.ts";
import { codeOf, type Problem, same } from "./outcome.ts";

export interface JsonFile {
  cases: { name?: string; text?: string; base64?: string; maxBytes?: number; code: string; value?: JsonValue }[];
}

export function* runJson(file: JsonFile): Generator<Problem> {
  for (const { name, text, base64, maxBytes, code, value } of file.cases) {
    const what = name ?? JSON.stringify(text).slice(0, 60);
    let got: unknown;
    try {
      const read = readJson(text === undefined ? fromBase64(base64!)! : utf8(text), maxBytes ?? 1_000_000, "text");
      got = "ok";
      if (value !== undefined) yield [`${what}: value`, same(read, value)];
    } catch (error) {
      got = codeOf(error);
    }
    yield [what, same(got, code)];
  }
}

export interface EncodingFile {
  cases: { alphabet: "standard" | "url"; text: string; hex: string | null }[];
}

export function* runEncoding(file: EncodingFile): Generator<Problem> {
  for (const { alphabet, text, hex } of file.cases) {
    const [decode, encode] = alphabet === "url" ? [fromBase64url, toBase64url] : [fromBase64, toBase64];
    const bytes = decode(text);
    yield [`${alphabet} ${JSON.stringify(text)}`, same(bytes && toHex(bytes), hex ?? undefined)];
    if (hex !== null) yield [`${alphabet} of ${hex}`, same(encode(fromHex(hex)), text)];
  }
}

export interface DerFile {
  cases: { name: string; der: string; raw: string | null }[];
}

export function* runDer(file: DerFile): Generator<Problem> {
  for (const { name, der, raw } of file.cases) {
    const got = signatureFromDer(fromHex(der));
    yield [name, same(got && toHex(got), raw ?? undefined)];
    if (raw !== null) yield [`${name}: written`, same(toHex(signatureToDer(fromHex(raw))), der)];
  }
}

export interface TreesFile {
  trees: { name: string; leaves: string[]; roots: string[] }[];
}

/** Roots of the first n leaves, by both ways of computing them. */
export function* runTrees(file: TreesFile): Generator<Problem> {
  for (const { name, leaves, roots } of file.trees) {
    for (const [size, root] of roots.entries()) {
      const some = leaves.slice(0, size).map(fromHex);
      yield [`${name}: ${size}`, same([merkleRoot(some), buildTree(some).root].map(toHex), [root, root])];
    }
  }
}

interface Proof {
  name: string;
  path: string[];
  good: boolean;
}
export interface MerkleFile {
  inclusion: (Proof & { leaf: string; index: number; size: number; root: string })[];
  consistency: (Proof & { from: number; to: number; fromRoot: string; toRoot: string })[];
}

export function* runMerkle(file: MerkleFile): Generator<Problem> {
  for (const { name, leaf, index, size, path, root, good } of file.inclusion) {
    const got = verifyInclusion({ leaf: fromHex(leaf), index, size, path: path.map(fromHex), root: fromHex(root) });
    yield [`inclusion: ${name}`, same(got, good)];
  }
  for (const { name, from, to, fromRoot, toRoot, path, good } of file.consistency) {
    const roots = { fromRoot: fromHex(fromRoot), toRoot: fromHex(toRoot) };
    yield [`consistency: ${name}`, same(verifyConsistency({ from, to, ...roots, path: path.map(fromHex) }), good)];
  }
}
