// The form of `when` and of hours.
import type { Hours, When } from "../rule.ts";
import { isInteger, listProblem, objectProblem, type RuleProblem } from "./texts.ts";

const mostFences = 16;
const mostHours = 14;
// The region begins with a capital: what starts with a sign or a digit is an offset, which knows no summer time.
const zonePattern = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

function daysProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = listProblem(value, 1, 7, where);
  if (problem) return problem;
  const days = value as unknown[];
  if (!days.every((day) => isInteger(day, 1, 7))) return { where, problem: "must hold days 1 (Monday) to 7 (Sunday)" };
  return new Set(days).size === days.length ? undefined : { where, problem: "names a day twice" };
}

function oneHoursProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = objectProblem(value, ["days", "from", "to", "zone"], where);
  if (problem) return problem;
  const { days, from, to, zone } = value as Record<string, unknown>;
  if (!isInteger(from, 0, 1439)) return { where: `${where}.from`, problem: "must be an integer 0..1439" };
  if (!isInteger(to, 1, 1440)) return { where: `${where}.to`, problem: "must be an integer 1..1440" };
  if (from === to) return { where: `${where}.to`, problem: "must differ from `from`" };
  if (typeof zone !== "string" || zone.length > 64 || !zonePattern.test(zone))
    return { where: `${where}.zone`, problem: "must be an IANA time zone, such as Europe/Paris" };
  return daysProblem(days, `${where}.days`);
}

/** The same for the same times: days in order, fields in order. */
function canonicalHours({ days, from, to, zone }: Hours): string {
  return JSON.stringify([days.toSorted((a, b) => a - b), from, to, zone]);
}

/** What is wrong with 1 to `most` different hours. */
export function hoursProblem(value: unknown, most: number, where: string): RuleProblem | undefined {
  const problem = listProblem(value, 1, most, where);
  if (problem) return problem;
  for (const [index, one] of (value as unknown[]).entries()) {
    const found = oneHoursProblem(one, `${where}[${index}]`);
    if (found) return found;
  }
  const all = (value as Hours[]).map(canonicalHours);
  return new Set(all).size === all.length ? undefined : { where, problem: "names the same hours twice" };
}

function fencesProblem(value: unknown, fences: ReadonlySet<string>, where: string): RuleProblem | undefined {
  const problem = listProblem(value, 1, mostFences, where);
  if (problem) return problem;
  for (const [index, name] of (value as unknown[]).entries()) {
    if (typeof name !== "string" || !fences.has(name))
      return { where: `${where}[${index}]`, problem: "must be the name of a fence of this policy" };
  }
  const names = value as string[];
  return new Set(names).size === names.length ? undefined : { where, problem: "names a fence twice" };
}

/** What is wrong with a `when`, given the names of the policy's fences. */
export function whenProblem(value: unknown, fences: ReadonlySet<string>, where: string): RuleProblem | undefined {
  const problem = objectProblem(value, ["inside", "outside", "hours"], where);
  if (problem) return problem;
  const { inside, outside, hours } = value as Record<string, unknown>;
  if (inside === undefined && outside === undefined && hours === undefined)
    return { where, problem: "must say inside, outside or hours" };
  const found =
    (inside === undefined ? undefined : fencesProblem(inside, fences, `${where}.inside`)) ??
    (outside === undefined ? undefined : fencesProblem(outside, fences, `${where}.outside`)) ??
    (hours === undefined ? undefined : hoursProblem(hours, mostHours, `${where}.hours`));
  if (found) return found;
  const both = ((inside ?? []) as string[]).some((name) => ((outside ?? []) as string[]).includes(name));
  return both ? { where, problem: "wants to be inside and outside of one fence" } : undefined;
}

/** The same text for conditions that say the same, whatever the order of what they list. */
export function canonicalWhen({ inside, outside, hours }: When): string {
  return JSON.stringify([
    inside?.toSorted() ?? [],
    outside?.toSorted() ?? [],
    (hours ?? []).map(canonicalHours).sort(),
  ]);
}
