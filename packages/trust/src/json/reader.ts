import { Refusal } from "../refusal.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export interface JsonObject {
  [key: string]: JsonValue;
}

/** PROTOCOL section 1: the outermost object has depth 1. */
export const maxDepth = 16;

// ignoreBOM keeps the mark in the text, where the grammar then refuses it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 text of `bytes`. Refuses with `encoding`. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal("encoding", where, "the bytes are not UTF-8");
  }
}

/**
 * Reads one strict JSON value (RFC 8259, narrowed by PROTOCOL section 1): no duplicate keys after unescaping, no lone
 * surrogates, no `__proto__`, only integers within 2^53-1 and no `-0`, depth at most 16, nothing after the value.
 * Two readers that disagree about one text would let a person sign one thing and a phone do another.
 * Refuses with `size`, `encoding` or `json`; `where` names the text in the message.
 */
export function readJson(bytes: Uint8Array, maxBytes: number, where: string): JsonValue {
  if (bytes.length > maxBytes) throw new Refusal("size", where, `${bytes.length} bytes, at most ${maxBytes} are read`);
  const text = decodeUtf8(bytes, where);
  let at = 0;

  function fail(problem: string): never {
    throw new Refusal("json", where, `${problem} at character ${at}`);
  }
  function space(): void {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      at++;
    }
  }
  function value(depth: number): JsonValue {
    space();
    const c = text[at];
    if (c === "{" || c === "[") {
      if (depth >= maxDepth) fail(`deeper than ${maxDepth}`);
      at++;
      return c === "{" ? object(depth + 1) : array(depth + 1);
    }
    if (c === '"') return string();
    if (c === "-" || (c !== undefined && c >= "0" && c <= "9")) return integer();
    for (const [word, result] of words) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return result;
      }
    }
    return fail("no value");
  }
  function object(depth: number): JsonObject {
    const result: JsonObject = {};
    space();
    if (text[at] === "}") {
      at++;
      return result;
    }
    for (;;) {
      space();
      if (text[at] !== '"') fail("no key");
      const key = string();
      if (key === "__proto__") fail("the key __proto__");
      if (Object.hasOwn(result, key)) fail(`the key ${JSON.stringify(key)} twice`);
      space();
      if (text[at] !== ":") fail("no colon");
      at++;
      result[key] = value(depth);
      space();
      if (text[at] === "}") {
        at++;
        return result;
      }
      if (text[at] !== ",") fail("no comma");
      at++;
    }
  }
  function array(depth: number): JsonValue[] {
    const result: JsonValue[] = [];
    space();
    if (text[at] === "]") {
      at++;
      return result;
    }
    for (;;) {
      result.push(value(depth));
      space();
      if (text[at] === "]") {
        at++;
        return result;
      }
      if (text[at] !== ",") fail("no comma");
      at++;
    }
  }
  function integer(): number {
    integerPattern.lastIndex = at;
    const match = integerPattern.exec(text)![0];
    at += match.length;
    const next = text[at];
    if (next === "." || next === "e" || next === "E") fail("a fraction or an exponent");
    if (match === "-" || match === "-0") fail("not an integer");
    const digits = match.startsWith("-") ? match.slice(1) : match;
    if (digits.length > 1 && digits.startsWith("0")) fail("a leading zero");
    const result = Number(match);
    if (!Number.isSafeInteger(result)) fail("an integer beyond 2^53-1");
    return result;
  }
  function string(): string {
    at++;
    let result = "";
    for (;;) {
      plainPattern.lastIndex = at;
      const plain = plainPattern.exec(text)![0];
      result += plain;
      at += plain.length;
      const c = text[at];
      if (c === '"') break;
      if (c !== "\\") fail(c === undefined ? "an unfinished text" : "a control character in a text");
      result += escaped();
    }
    at++;
    // A lone surrogate has no UTF-8: two implementations would hash or compare it differently.
    if (!result.isWellFormed()) fail("a lone surrogate");
    return result;
  }
  function escaped(): string {
    const c = text[at + 1];
    if (c === "u") {
      const hex = text.slice(at + 2, at + 6);
      if (!hexPattern.test(hex)) fail("a bad \\u escape");
      at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = c === undefined ? undefined : escapes.get(c);
    if (plain === undefined) return fail("a bad escape");
    at += 2;
    return plain;
  }

  const result = value(0);
  space();
  if (at !== text.length) fail("something after the value");
  return result;
}

const words: [string, JsonValue][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const integerPattern = /-?[0-9]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside a string.
const plainPattern = /[^"\\\u0000-\u001f]*/y;
const hexPattern = /^[0-9a-fA-F]{4}$/;
const escapes = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
