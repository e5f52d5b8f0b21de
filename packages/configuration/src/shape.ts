// Strict reading of located values: every reader notes what is wrong and returns undefined.
import { Faults, type Place } from "./fault.ts";
import { nearest } from "./near.ts";
import { type Located, parseYaml } from "./tree.ts";

/** Bytes of a file of the folder by its path, `/` between folders; undefined when there is none. Bounded by whoever loads. */
export type Load = (path: string) => Uint8Array | undefined;

const mostFiles = 1_000;
const mostHops = 8;

/** `path` as written in `file`, from the folder's top; undefined when it leaves the folder or is none. */
export function resolvePath(file: string, path: string): string | undefined {
  if (path === "" || path.startsWith("/") || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return undefined;
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length > 0 ? parts.join("/") : undefined;
}

export type Fields = Map<string, Located>;

/** Readers that share one list of faults and one folder. */
export class Shape {
  readonly faults = new Faults();
  readonly #load: Load;
  #files = 0;

  constructor(load: Load) {
    this.#load = load;
  }

  /** The bytes that a field names by a path relative to its own file. */
  bytes(node: Located): Uint8Array | undefined {
    const path = this.text(node, /^[^\0]{1,512}$/u, "must be the relative path of a file");
    if (path === undefined) return undefined;
    const resolved = resolvePath(node.at.file, path);
    if (resolved === undefined) return this.faults.add(node.at, "{0} does not stay inside this folder", path);
    if (++this.#files > mostFiles) return this.faults.add(node.at, "more than {0} files", String(mostFiles));
    return this.#load(resolved) ?? this.faults.add(node.at, "there is no file {0} in this folder", resolved);
  }

  /** The top of a file. */
  file(path: string): Located | undefined {
    const bytes = this.#load(path);
    if (!bytes) return this.faults.add({ file: path, line: 1, column: 1 }, "there is no such file");
    return parseYaml(path, bytes, this.faults);
  }

  /** What stands in the file that `{path: other.yaml}` names; any other value is itself. */
  follow(node: Located, hops = 0): Located | undefined {
    const path = node.kind === "map" && node.fields.size === 1 ? node.fields.get("path")?.value : undefined;
    if (!path) return node;
    if (hops >= mostHops)
      return this.faults.add(node.at, "files name each other more than {0} times", String(mostHops));
    const bytes = this.bytes(path);
    if (!bytes) return undefined;
    const parsed = parseYaml(
      resolvePath(path.at.file, String((path as { value?: unknown }).value))!,
      bytes,
      this.faults,
    );
    return parsed && this.follow(parsed, hops + 1);
  }

  /** The entries of a list, with the lists that entries name by path in their place. */
  list(node: Located | undefined, most: number): Located[] {
    if (!node) return [];
    const whole = this.follow(node);
    if (!whole) return [];
    if (whole.kind !== "list") {
      this.faults.add(whole.at, "must be a list: each entry on a line of its own that begins with a dash");
      return [];
    }
    const items = whole.items.flatMap((item) => {
      const entry = this.follow(item);
      if (!entry) return [];
      return entry !== item && entry.kind === "list" ? entry.items : [entry];
    });
    if (items.length > most) this.faults.add(whole.at, "more than {0} entries", String(most));
    return items.slice(0, most);
  }

  /** The fields of a map: each known, none of `required` missing. */
  fields(node: Located, required: readonly string[], optional: readonly string[]): Fields | undefined {
    if (node.kind !== "map") return this.faults.add(node.at, "must have fields: {0}", required.join(", "));
    const known = [...required, ...optional];
    const found: Fields = new Map();
    for (const [key, { at, value }] of node.fields) {
      if (known.includes(key)) found.set(key, value);
      else {
        const meant = nearest(key, known);
        if (meant !== undefined) this.faults.add(at, "{0} is not known here; did you mean {1}?", key, meant);
        else this.faults.add(at, "{0} is not known here; there are {1}", key, known.join(", "));
      }
    }
    for (const key of required) if (!node.fields.has(key)) this.faults.add(node.at, "{0} is missing", key);
    return found;
  }

  text(node: Located | undefined, pattern: RegExp, problem: string): string | undefined {
    if (!node) return undefined;
    if (node.kind !== "scalar" || typeof node.value !== "string")
      return node.kind === "scalar" && node.value !== null
        ? this.faults.add(node.at, "must be text: put {0} into quotes", String(node.value))
        : this.faults.add(node.at, "must be text");
    return pattern.test(node.value) ? node.value : this.faults.add(node.at, problem);
  }

  boolean(node: Located | undefined): boolean | undefined {
    if (!node) return undefined;
    return node.kind === "scalar" && typeof node.value === "boolean"
      ? node.value
      : this.faults.add(node.at, "must be true or false (yes and no are texts)");
  }

  integer(node: Located | undefined, least: number, most: number): number | undefined {
    if (!node) return undefined;
    const value = node.kind === "scalar" ? node.value : undefined;
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? value
      : this.faults.add(node.at, "must be a whole number {0}..{1}", String(least), String(most));
  }

  number(node: Located | undefined, least: number, most: number): number | undefined {
    if (!node) return undefined;
    const value = node.kind === "scalar" ? node.value : undefined;
    return typeof value === "number" && value >= least && value <= most
      ? value
      : this.faults.add(node.at, "must be a number {0}..{1}", String(least), String(most));
  }

  oneOf<W extends string>(node: Located | undefined, words: readonly W[]): W | undefined {
    if (!node) return undefined;
    const value = node.kind === "scalar" ? node.value : undefined;
    if (words.includes(value as W)) return value as W;
    const meant = typeof value === "string" ? nearest(value, words) : undefined;
    if (meant !== undefined)
      return this.faults.add(node.at, "{0} is not known here; did you mean {1}?", String(value), meant);
    return this.faults.add(node.at, "must be one of {0}", words.join(", "));
  }

  /** Notes the second of two equal names. */
  once(seen: Map<string, Place>, name: string | undefined, at: Place): void {
    if (name === undefined) return;
    const first = seen.get(name);
    if (first) this.faults.add(at, "{0} stands twice, first in {1} line {2}", name, first.file, String(first.line));
    else seen.set(name, at);
  }
}
