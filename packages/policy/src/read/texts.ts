// What the texts of rules may be made of.
import type { Form } from "../kinds/shape.ts";

/** Where a list of rules is wrong: a path below it, and the problem. */
export interface RuleProblem {
  where: string;
  problem: string;
}

// Control characters, and those that hide or turn round what stands beside them: a person must see what they sign.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const host = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\]";
const part = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const month31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
const month30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
const february = "02-(?:0[1-9]|1[0-9]|2[0-8])";

const patterns: Record<Exclude<Form, "label" | "ssid">, [pattern: RegExp, problem: string]> = {
  package: [/^[A-Za-z0-9._-]+$/, "must be a package name or bundle id"],
  permission: [/^[A-Za-z0-9._]+$/, "must be the name of a permission"],
  slug: [/^[a-z0-9][a-z0-9-]*$/, "must be lowercase letters, digits and hyphens"],
  url: [new RegExp(`^https://(?:${host})(?::[0-9]{1,5})?(?:[/?][!-"$-\\[\\]-~]*)?$`), "must be an https URL"],
  host: [new RegExp(`^${part}(?:\\.${part})+$`), "must be the name of a host, in lower case"],
  day: [new RegExp(`^(?:${month31}|${month30}|${february})$`), "must be a day of the year, such as 12-24"],
};

const encoder = new TextEncoder();

/** What is wrong with a text of `form` with at most `most` UTF-8 bytes. */
export function textProblem(value: unknown, form: Form, most: number): string | undefined {
  if (typeof value !== "string") return "must be text";
  if (value === "" || encoder.encode(value).length > most) return `must have 1 to ${most} bytes`;
  // The reader of signed documents lets no lone surrogate through; files of configuration may hold some.
  if (!value.isWellFormed() || invisible.test(value)) return "must have no invisible characters";
  if (form === "label" || form === "ssid") return undefined;
  const [pattern, problem] = patterns[form];
  return pattern.test(value) ? undefined : problem;
}

/** Whether `value` is an integer in `least`..`most`. */
export function isInteger(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** The only fields that `value` may have, or the problem. `undefined`: `value` is an object with no other field. */
export function objectProblem(value: unknown, fields: readonly string[], where: string): RuleProblem | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { where, problem: "must be an object" };
  for (const key of Object.keys(value)) {
    if (!fields.includes(key)) return { where: `${where}.${key}`, problem: "is not a known field" };
  }
  return undefined;
}

/** A list of `least` to `most` values, or the problem. */
export function listProblem(value: unknown, least: number, most: number, where: string): RuleProblem | undefined {
  return Array.isArray(value) && value.length >= least && value.length <= most
    ? undefined
    : { where, problem: `must list ${least} to ${most} values` };
}
