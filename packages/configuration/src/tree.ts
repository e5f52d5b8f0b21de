// YAML as a tree in which every value knows where it stands. What a file could do to its reader (bombs of aliases, deep
// nesting, tags that mean code elsewhere, keys that stand twice) ends here.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from "yaml";
import type { Faults, Place } from "./fault.ts";

export type Located = { at: Place } & (
  | { kind: "map"; fields: Map<string, { at: Place; value: Located }> }
  | { kind: "list"; items: Located[] }
  | { kind: "scalar"; value: string | number | boolean | null }
);

/** Bytes of one file. */
export const fileLimit = 1024 * 1024;
const depthLimit = 24;
/** Values of one file once its aliases are followed. */
const nodeLimit = 100_000;

/** What the parser's codes mean to somebody who does not know its grammar; others keep the parser's own sentence. */
const plainWords: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "a tab indents this line; YAML wants spaces",
  BAD_INDENT: "this line is indented otherwise than its neighbours",
  MULTIPLE_DOCS: "a second document begins here (---); a file holds one",
  BLOCK_AS_IMPLICIT_KEY: "this is indented wrongly, or a text with a colon needs quotes",
  MISSING_CHAR: "a quote, comma or bracket is missing here",
  MULTILINE_IMPLICIT_KEY: "a colon is missing, or this line is indented wrongly",
  UNEXPECTED_TOKEN: "this does not belong here: check indentation and quotes",
};

class Walk {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #faults: Faults;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #nodes = 0;

  constructor(file: string, lines: LineCounter, faults: Faults) {
    this.#file = file;
    this.#lines = lines;
    this.#faults = faults;
  }

  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  walk(node: Node | null, offset: number, depth = 1): Located | undefined {
    const at = this.place(node?.range?.[0] ?? offset);
    if (++this.#nodes > nodeLimit) {
      if (this.#nodes === nodeLimit + 1)
        this.#faults.add(at, "more than {0} values, aliases counted where they are used", String(nodeLimit));
      return undefined;
    }
    if (depth > depthLimit) return this.#faults.add(at, "nested more than {0} deep", String(depthLimit));
    if (node === null) return { at, kind: "scalar", value: null };
    if (isAlias(node)) return this.#alias(node.source, at, depth);
    if (node.tag !== undefined) return this.#faults.add(at, "tags ({0}) have no meaning here", node.tag);
    if ("anchor" in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node.value, node.source ?? "", at);
    this.#open.add(node);
    try {
      if (isMap(node)) return this.#map(node.items as Pair<Node, Node | null>[], at, depth);
      if (isSeq(node)) return this.#list(node.items as (Node | null)[], at, depth);
    } finally {
      this.#open.delete(node);
    }
    return this.#faults.add(at, "this kind of YAML has no meaning here");
  }

  #alias(name: string, at: Place, depth: number): Located | undefined {
    const target = this.#anchors.get(name);
    if (!target) return this.#faults.add(at, "*{0} names no anchor above it", name);
    if (this.#open.has(target)) return this.#faults.add(at, "*{0} holds itself", name);
    return this.walk(target, 0, depth);
  }

  #scalar(value: unknown, source: string, at: Place): Located | undefined {
    if (
      typeof value === "number" &&
      (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    )
      return this.#faults.add(at, "{0} is no number that can be kept exactly; put a text into quotes", source);
    if (typeof value === "string" && !value.isWellFormed())
      return this.#faults.add(at, "half a character (a lone surrogate) stands in this text");
    if (value === null || ["string", "number", "boolean"].includes(typeof value))
      return { at, kind: "scalar", value: value as string };
    return this.#faults.add(at, "this kind of YAML has no meaning here");
  }

  #map(pairs: readonly Pair<Node, Node | null>[], at: Place, depth: number): Located {
    const fields = new Map<string, { at: Place; value: Located }>();
    for (const { key, value } of pairs) {
      const start = key?.range?.[0] ?? 0;
      const keyAt = this.place(start);
      if (!isScalar(key) || typeof key.value !== "string" || key.tag !== undefined) {
        this.#faults.add(keyAt, "the name of a field is plain text");
        continue;
      }
      const earlier = fields.get(key.value);
      if (earlier) {
        this.#faults.add(keyAt, "{0} stands twice, first in line {1}", key.value, String(earlier.at.line));
        continue;
      }
      const read = this.walk(value, key.range?.[1] ?? start, depth + 1);
      if (read) fields.set(key.value, { at: keyAt, value: read });
    }
    return { at, kind: "map", fields };
  }

  #list(nodes: readonly (Node | null)[], at: Place, depth: number): Located {
    const items: Located[] = [];
    for (const node of nodes) {
      const read = this.walk(node, 0, depth + 1);
      if (read) items.push(read);
    }
    return { at, kind: "list", items };
  }
}

/** Whether brackets or the signs of one line open more levels than a file may have: the parser itself is recursive. */
function tooDeep(text: string): boolean {
  let brackets = 0;
  let signs = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets++;
    else if (token === "]" || token === "}") brackets--;
    else if (token === "-" || token === "?" || token === ":") signs += brackets === 0 ? 1 : 0;
    else if (token.startsWith("\n") || token.startsWith("\r")) signs = 0;
    if (brackets > 2 * depthLimit || signs > 2 * depthLimit) return true;
  }
  return false;
}

/** Reads one YAML 1.2 file; notes what is wrong and returns undefined where nothing can be read. */
export function parseYaml(file: string, bytes: Uint8Array, faults: Faults): Located | undefined {
  const top: Place = { file, line: 1, column: 1 };
  if (bytes.length > fileLimit) return faults.add(top, "larger than {0} bytes", String(fileLimit));
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return faults.add(top, "is not UTF-8 text");
  }
  if (tooDeep(text)) return faults.add(top, "nested more than {0} deep", String(depthLimit));
  const lines = new LineCounter();
  const walk = new Walk(file, lines, faults);
  let document: Document.Parsed;
  try {
    // Keys that stand twice are found in the walk: the parser's own search takes quadratic time.
    document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      schema: "core",
      version: "1.2",
      logLevel: "error",
      // Prettier ones copy their whole line each: quadratic where one long line has many. We say places ourselves.
      prettyErrors: false,
    });
  } catch {
    return faults.add(top, "nested more than {0} deep", String(depthLimit));
  }
  // One broken line makes a parser stumble over the lines after it.
  for (const problem of document.errors.slice(0, 1)) {
    const known = plainWords[problem.code];
    const at = walk.place(problem.pos[0]);
    if (known) faults.add(at, known);
    else faults.add(at, "broken YAML: {0}", problem.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""));
  }
  if (document.errors.length > 0) return undefined;
  return walk.walk(document.contents, 0);
}

/** The plain JSON of a tree. */
export function plain(node: Located): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.fields].map(([key, { value }]) => [key, plain(value)]));
}

/** The value at a path like `[2].area.outer[0]`, or the nearest one above it. */
export function locate(node: Located, path: string): Located {
  let at = node;
  for (const [, index, key] of path.matchAll(/\[(\d+)\]|\.?([^.[\]]+)/g)) {
    const next: Located | undefined =
      index !== undefined
        ? at.kind === "list"
          ? at.items[Number(index)]
          : undefined
        : at.kind === "map"
          ? at.fields.get(key!)?.value
          : undefined;
    if (!next) return at;
    at = next;
  }
  return at;
}
