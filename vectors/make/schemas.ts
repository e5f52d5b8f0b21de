// Form of payloads: a good document of each kind, and neighbours in which one field is missing, added, null or out of
// range. What a neighbour's code is stands here by hand, not as the reader found it.
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { get, isObject, paths, set, without } from "./edit.ts";

/** One change at a path, and the code it leads to. */
export type Change = [path: string, value: JsonValue | undefined, code?: string, name?: string];

export interface Kind {
  type: string;
  name: string;
  body: JsonValue;
  /** Paths that may be absent. */
  optional?: string[];
  /** Paths whose content is another reader's: not entered. */
  opaque?: string[];
  changes?: Change[];
}

const word = (value: JsonValue): string => {
  const text = JSON.stringify(value);
  return text.length > 50 ? `${text.slice(0, 40)}... (${text.length} characters)` : text;
};

export class Schemas {
  readonly cases: { name: string; type: string; payload: string; code: string }[] = [];

  add(type: string, name: string, body: JsonValue, code: string): void {
    this.cases.push({ name: `${type}: ${name}`, type, payload: JSON.stringify(body), code });
  }

  /** The good document, what every field owes, then the changes listed for it. */
  kind({ type, name, body, optional = [], opaque = [], changes = [] }: Kind): void {
    this.add(type, name, body, "ok");
    const entered = (path: string): boolean =>
      !opaque.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
    for (const path of paths(body, isObject).filter(entered)) {
      this.add(
        type,
        `${name}, an unknown field in ${path || "it"}`,
        set(body, path === "" ? "more" : `${path}.more`, 1),
        "schema",
      );
      for (const field of Object.keys(get(body, path) as object)) {
        const at = path === "" ? field : `${path}.${field}`;
        this.add(type, `${name}, without ${at}`, without(body, at), optional.includes(at) ? "ok" : "schema");
        this.add(type, `${name}, ${at} null`, set(body, at, null), "schema");
        const other = Array.isArray(get(body, at)) ? {} : [];
        this.add(type, `${name}, ${at} of another type`, set(body, at, other), "schema");
      }
    }
    this.add(type, `${name} in an array`, [body], "schema");
    this.changes(type, name, body, changes);
  }

  changes(type: string, name: string, body: JsonValue, changes: readonly Change[]): void {
    for (const [path, value, code = "schema", label] of changes) {
      const changed = value === undefined ? without(body, path) : set(body, path, value);
      this.add(type, `${name}, ${label ?? `${path} ${value === undefined ? "absent" : word(value)}`}`, changed, code);
    }
  }
}

const ok = "ok";
const upper = "A".repeat(64);

/** What every `hash` refuses. */
export const hashChanges = (path: string): Change[] => [
  [path, "a".repeat(63)],
  [path, "a".repeat(65)],
  [path, upper],
  [path, `${"a".repeat(63)}g`],
  [path, `${"a".repeat(63)}\n`],
  [path, "0".repeat(64), ok],
];
/** What every `id` refuses. */
export const idChanges = (path: string): Change[] => [
  [path, "A".repeat(21)],
  [path, "A".repeat(23)],
  [path, `${"A".repeat(21)}B`, "encoding"],
  [path, `${"A".repeat(21)}+`, "encoding"],
  [path, `${"A".repeat(21)}=`, "encoding"],
  [path, `${"_-".repeat(10)}_w`, ok],
];
export const nonceChanges = (path: string): Change[] => [
  [path, "A".repeat(42)],
  [path, "A".repeat(44)],
  [path, `${"A".repeat(42)}B`, "encoding"],
  [path, `${"A".repeat(42)}/`, "encoding"],
  [path, `${"A".repeat(42)}8`, ok],
];
export function integerChanges(path: string, least: number, most: number = Number.MAX_SAFE_INTEGER): Change[] {
  const changes: Change[] = [
    [path, least, ok],
    [path, least - 1],
    [path, most, ok],
    [path, String(least)],
    [path, true],
  ];
  if (most < Number.MAX_SAFE_INTEGER) changes.push([path, most + 1]);
  return changes;
}
export const timeChanges = (path: string): Change[] => [
  [path, -1],
  [path, "1790000000"],
];
/** Texts of at most `most` bytes without control characters. */
export const labelChanges = (path: string, most: number): Change[] => [
  [path, ""],
  [path, "x".repeat(most), ok],
  [path, "x".repeat(most + 1)],
  [path, "é".repeat(most / 2), ok],
  [path, `${"é".repeat(most / 2)}x`],
  [path, "a\nb"],
  [path, "a\n"],
  [path, "a\u0000"],
  [path, "a\u001f"],
  [path, "a\u007f"],
];
export const urlChanges = (path: string): Change[] => [
  [path, "https://a.example", ok],
  [path, "https://a.example:8443/path?query=1&a=b@c", ok],
  [path, "https://[::1]:8443/", ok],
  [path, `https://a.example/${"x".repeat(494)}`, ok],
  [path, `https://a.example/${"x".repeat(495)}`],
  [path, "https://"],
  [path, "http://a.example"],
  [path, "HTTPS://a.example"],
  [path, "https:/a.example"],
  [path, "xhttps://a.example"],
  [path, "https://user@a.example/"],
  [path, "https://user:word@a.example/"],
  [path, "https://a.example/#part"],
  [path, "https://a.example#"],
  [path, "https://a.example\\b"],
  [path, "https://a.example/\\b"],
  [path, "https://a.example/a b"],
  [path, "https://a.example/\n"],
  [path, "https://a.example/é"],
  [path, "https://a.example/\u00a0"],
  [path, "https://é.example/"],
  [path, "https:///a"],
  [path, "https://-a.example"],
  [path, "https://a.example:"],
  [path, "https://a.example:x"],
  [path, "https://a.example:123456"],
];
/** A set of `least` to `most` elements made by `element`. */
export function setChanges(path: string, least: number, most: number, element: (i: number) => JsonValue): Change[] {
  const many = (count: number): JsonValue[] => Array.from({ length: count }, (_, i) => element(i));
  const changes: Change[] = [
    [path, many(most), ok, `${path} of ${most}`],
    [path, many(most + 1), "schema", `${path} of ${most + 1}`],
    [path, [element(0), element(0)], "schema", `${path} with an element twice`],
    [path, many(least), ok, `${path} of ${least}`],
    [path, [...many(Math.max(least, 1)).slice(0, -1), null], "schema", `${path} with null`],
  ];
  if (least > 0) changes.push([path, many(least - 1), "schema", `${path} of ${least - 1}`]);
  return changes;
}
