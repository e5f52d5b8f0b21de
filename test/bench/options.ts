// What to measure, and how much of it.
import { parseArgs } from "node:util";

export const parts = ["verify", "log", "orders", "memory", "policy", "inventory", "console", "backup"] as const;
export type PartName = (typeof parts)[number];

const sizes = {
  /** Measured verifications of each kind. */
  rounds: { normal: 4000, short: 400, least: 50, most: 1_000_000 },
  /** Leaves of the log in which orders are proven. */
  leaves: { normal: 1_000_000, short: 1_000_000, least: 1000, most: 4_000_000 },
  /** Phones that one order names. */
  targets: { normal: 100_000, short: 100_000, least: 2, most: 1_000_000 },
  /** Seconds of sustained appends, in each of three runs. */
  seconds: { normal: 10, short: 2, least: 1, most: 600 },
  /** Appends that wait at any moment. */
  appenders: { normal: 256, short: 256, least: 1, most: 4000 },
  /** Phones that hold a poll. */
  phones: { normal: 4000, short: 1000, least: 20, most: 50_000 },
  /** Phones in the server's inventory, in the console's list, and in the backup. */
  inventory: { normal: 100_000, short: 20_000, least: 1000, most: 1_000_000 },
  /** Orders sent one at a time, and again at once. */
  orders: { normal: 300, short: 50, least: 10, most: 10_000 },
};
type SizeName = keyof typeof sizes;
export type Sizes = Record<SizeName, number>;

export interface Options {
  parts: readonly PartName[];
  json: boolean;
  sizes: Sizes;
}

const names = Object.keys(sizes) as SizeName[];
export const usage = `usage: npm run bench -- [${parts.join("|")} ...] [--short] [--json]
${names.map((name) => `  --${name} N  ${sizes[name].least} to ${sizes[name].most}, ${sizes[name].normal} by default, ${sizes[name].short} with --short`).join("\n")}`;

function readSize(name: SizeName, text: string | undefined, short: boolean): number {
  const { normal, short: small, least, most } = sizes[name];
  if (text === undefined) return short ? small : normal;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`--${name} must be a number from ${least} to ${most}`);
  return value;
}

/** Reads the command line; throws with a sentence for the user. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...Object.fromEntries(names.map((name) => [name, text])), short: flag, json: flag },
  });
  const unknown = positionals.find((one) => !(parts as readonly string[]).includes(one));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}`);
  const given = values as Record<string, string | boolean | undefined>;
  const size = (name: SizeName): number => readSize(name, given[name] as string | undefined, given.short === true);
  return {
    parts: positionals.length > 0 ? parts.filter((part) => positionals.includes(part)) : parts,
    json: given.json === true,
    sizes: Object.fromEntries(names.map((name) => [name, size(name)])) as Sizes,
  };
}
