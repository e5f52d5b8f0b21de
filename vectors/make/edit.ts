// Copies of JSON values with one thing changed: what makes a bad neighbour out of a good document.
import type { JsonValue } from "../../packages/trust/src/index.ts";

type Container = Record<string, JsonValue>;

function parentOf(root: JsonValue, path: string): [Container, string] {
  const steps = path.split(".");
  let at = root as Container;
  for (const step of steps.slice(0, -1)) at = at[step] as Container;
  return [at, steps.at(-1)!];
}

/** A copy of `root` in which the value at `path` (`a.0.b`) is `value`. */
export function set(root: JsonValue, path: string, value: JsonValue): JsonValue {
  if (path === "") return value;
  const copy = structuredClone(root);
  const [parent, last] = parentOf(copy, path);
  parent[last] = value;
  return copy;
}

/** A copy of `root` without what stands at `path`. */
export function without(root: JsonValue, path: string): JsonValue {
  const copy = structuredClone(root);
  const [parent, last] = parentOf(copy, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

/** The value at `path`. */
export function get(root: JsonValue, path: string): JsonValue {
  if (path === "") return root;
  const [parent, last] = parentOf(root, path);
  return parent[last]!;
}

/** Paths of every value below `root` that `wanted` holds for; objects and arrays are entered. */
export function paths(root: JsonValue, wanted: (value: JsonValue) => boolean, prefix = ""): string[] {
  const found = wanted(root) ? [prefix] : [];
  if (typeof root !== "object" || root === null) return found;
  for (const [key, value] of Object.entries(root)) {
    found.push(...paths(value, wanted, prefix === "" ? key : `${prefix}.${key}`));
  }
  return found;
}

export const isObject = (value: JsonValue): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
