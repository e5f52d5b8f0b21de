// Reading what is only somebody's word: fields that are not known are passed over, those that are needed have the right
// form or the answer is refused with `answer`. Signed documents are read by packages/trust, never by this.

import { Problem } from "../problem/problem.ts";

/** Reads a value found at `where`, or throws Problem `answer`. */
export type Reader<T> = (value: unknown, where: string) => T;

function wrong(where: string, wanted: string): never {
  throw new Problem("answer", where, `is not ${wanted}`);
}

/** A string of at most 4,096 characters, shown as text and never as anything else. */
export const text: Reader<string> = (value, where) =>
  typeof value === "string" && value.length <= 4096 ? value : wrong(where, "a text");
/** A string of any length: base64 of sealed data. */
export const longText: Reader<string> = (value, where) => (typeof value === "string" ? value : wrong(where, "a text"));
export const number: Reader<number> = (value, where) =>
  typeof value === "number" && Number.isFinite(value) ? value : wrong(where, "a number");
export const flag: Reader<boolean> = (value, where) =>
  typeof value === "boolean" ? value : wrong(where, "true or false");
/** Whatever stands there, to be read by a stricter reader later. */
export const anything: Reader<unknown> = (value) => value;

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, where) => (value === undefined || value === null ? undefined : reader(value, where));
}

export function listOf<T>(reader: Reader<T>, most = 1_000_000): Reader<T[]> {
  return (value, where) =>
    Array.isArray(value) && value.length <= most
      ? value.map((item, index) => reader(item, `${where}.${index}`))
      : wrong(where, `a list of at most ${most}`);
}

/** An object as a map from any key. Own properties only: `__proto__` from a hostile answer names nothing. */
export function mapOf<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(where, "an object");
    const entries = Object.entries(value).map(([key, item]) => [key, reader(item, `${where}.${key}`)] as const);
    return Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<string, T>;
  };
}

type Shape = Record<string, Reader<unknown>>;
export type Read<R> = R extends Reader<infer T> ? T : never;

/** An object with these fields; others are passed over. */
export function shape<S extends Shape>(fields: S): Reader<{ [K in keyof S]: Read<S[K]> }> {
  return (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(where, "an object");
    const found = value as Record<string, unknown>;
    const read = Object.entries(fields).map(([key, reader]) => [
      key,
      reader(Object.hasOwn(found, key) ? found[key] : undefined, `${where}.${key}`),
    ]);
    return Object.fromEntries(read) as { [K in keyof S]: Read<S[K]> };
  };
}
