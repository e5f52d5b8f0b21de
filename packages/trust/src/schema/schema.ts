import { utf8 } from "../encoding/bytes.ts";
import type { JsonValue } from "../json/reader.ts";
import { Refusal } from "../refusal.ts";

/** Turns a JSON value into a typed one or refuses, naming the field by its path. */
export type Reader<T> = (value: JsonValue, path: string) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

type Fields = Record<string, Reader<unknown> | Optional<unknown>>;
interface Optional<T> {
  optional: Reader<T>;
}
type Required<F extends Fields> = {
  [K in keyof F as F[K] extends Reader<unknown> ? K : never]: Read<F[K]>;
};
type Optionals<F extends Fields> = {
  [K in keyof F as F[K] extends Reader<unknown> ? never : K]?: F[K] extends Optional<infer T> ? T : never;
};
type Simplify<T> = { [K in keyof T]: T[K] } & {};
export type Shape<F extends Fields> = Simplify<Required<F> & Optionals<F>>;

function refuse(path: string, problem: string): never {
  throw new Refusal("schema", path, problem);
}

/** An object with exactly these fields; unknown ones are refused, so that nothing signed is ever skipped. */
export function object<F extends Fields>(fields: F): Reader<Shape<F>> {
  const entries = Object.entries(fields).map(
    ([key, field]) => [key, typeof field === "function" ? field : field.optional, typeof field === "function"] as const,
  );
  const known = new Set(Object.keys(fields));
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(path, "must be an object");
    for (const key of Object.keys(value)) if (!known.has(key)) refuse(`${path}.${key}`, "is not a known field");
    const result: Record<string, unknown> = {};
    for (const [key, read, required] of entries) {
      const field = value[key];
      if (field !== undefined) result[key] = read(field, `${path}.${key}`);
      else if (required) refuse(`${path}.${key}`, "is missing");
    }
    return result as Shape<F>;
  };
}

/** Marks a field that may be absent (never null). */
export function optional<T>(read: Reader<T>): Optional<T> {
  return { optional: read };
}

/** A set: `least` to `most` elements, none twice (compared as `key`, by default their JSON). */
export function set<T>(read: Reader<T>, least: number, most: number, key?: (element: T) => string): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, "must be an array");
    if (value.length < least || value.length > most) {
      refuse(path, `must have ${least} to ${most} elements, has ${value.length}`);
    }
    const seen = new Set<string>();
    return value.map((element, index) => {
      const result = read(element, `${path}[${index}]`);
      const identity = key ? key(result) : JSON.stringify(element);
      if (seen.has(identity)) refuse(`${path}[${index}]`, "stands twice");
      seen.add(identity);
      return result;
    });
  };
}

/** A list that may repeat itself: `least` to `most` elements. */
export function list<T>(read: Reader<T>, least: number, most: number): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, "must be an array");
    if (value.length < least || value.length > most) refuse(path, `must have ${least} to ${most} elements`);
    return value.map((element, index) => read(element, `${path}[${index}]`));
  };
}

/** An integer within bounds. */
export function integer(least = 0, most: number = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, path) => {
    if (typeof value !== "number" || value < least || value > most)
      refuse(path, `must be an integer ${least}..${most}`);
    return value;
  };
}

export const boolean: Reader<boolean> = (value, path) => {
  if (typeof value !== "boolean") refuse(path, "must be true or false");
  return value;
};

/** Text of `least` to `most` UTF-8 bytes, matching `pattern` where one is given. */
export function text(
  least: number,
  most: number,
  pattern?: RegExp,
  form = "is not of the expected form",
): Reader<string> {
  return (value, path) => {
    if (typeof value !== "string") refuse(path, "must be text");
    const length = value.length > most ? value.length : utf8(value).length;
    if (length < least || length > most) refuse(path, `must have ${least} to ${most} bytes`);
    if (pattern && !pattern.test(value)) refuse(path, form);
    return value;
  };
}

/** One of these words. */
export function oneOf<const W extends readonly (string | number | boolean)[]>(...words: W): Reader<W[number]> {
  return (value, path) => {
    if (!words.includes(value as string)) refuse(path, `must be one of ${words.join(", ")}`);
    return value as W[number];
  };
}

/** Exactly this value. */
export function literal<const L extends string | number | boolean>(word: L): Reader<L> {
  return (value, path) => {
    if (value !== word) refuse(path, `must be ${JSON.stringify(word)}`);
    return word;
  };
}

/** An object told apart by which of `variants`' keys it has: the first key present decides. */
export function variant<V extends Record<string, Reader<unknown>>>(variants: V): Reader<Read<V[keyof V]>> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(path, "must be an object");
    for (const [key, read] of Object.entries(variants)) {
      if (Object.hasOwn(value, key)) return read(value, path) as Read<V[keyof V]>;
    }
    return refuse(path, `must have one of the fields ${Object.keys(variants).join(", ")}`);
  };
}

/** A rule that spans fields, refused as `schema` at `path`. */
export function checked<T>(read: Reader<T>, check: (value: T) => string | undefined): Reader<T> {
  return (value, path) => {
    const result = read(value, path);
    const problem = check(result);
    if (problem !== undefined) refuse(path, problem);
    return result;
  };
}
