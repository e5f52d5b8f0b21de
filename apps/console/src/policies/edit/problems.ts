// What keeps a draft from being signed, each thing where it belongs. The verdict is that of `readRules`, which every verifier
// asks; here it is asked rule by rule, so that a person sees all that is wrong and not only the first of it.

import { kindOf, readRules, type Text } from "@rempart/policy";
import { fenceNames, type RuleDraft, ruleOf, rulesOf } from "./draft.ts";
import { sayProblem } from "./problem-words.ts";

/** Bytes of a policy's rules as JSON (PROTOCOL section 4). */
export const sizeLimit = 48 * 1024;

export interface DraftProblem {
  /** The card; absent for what is wrong with all of them together. */
  uid?: string;
  /** Below the rule: `minimumLength`, `when.hours[0].to`; empty for the rule itself. */
  path: string;
  said: Text;
}

/** The bytes that the rules take in the signed document. */
export function sizeOf(rules: readonly RuleDraft[]): number {
  return new TextEncoder().encode(JSON.stringify(rulesOf(rules))).length;
}

/** A fence that is right, so that a rule which names one can be read by itself. */
function fenceNamed(name: string): object {
  return { kind: "fence", name, area: { circle: { lat: 0, lon: 0, radius: 100 } } };
}

function ownProblems(rule: RuleDraft, fences: readonly string[]): DraftProblem[] {
  const fields = kindOf(rule.kind)?.fields ?? {};
  const missing = Object.keys(fields).filter((name) => !fields[name]!.optional && !Object.hasOwn(rule.values, name));
  if (missing.length > 0) return missing.map((path) => ({ uid: rule.uid, path, said: sayProblem("is missing") }));
  const others = rule.kind === "fence" ? [] : [...new Set(fences)].map(fenceNamed);
  const found = readRules([ruleOf(rule), ...others]);
  // What the fences that stand in here are called is judged on their own cards.
  if (!found?.where.startsWith("[0]")) return [];
  return [{ uid: rule.uid, path: found.where.replace(/^\[0\]\.?/, ""), said: sayProblem(found.problem) }];
}

/** Everything that is wrong; empty when `readRules` and the limit of size let the rules pass. */
export function problemsOf(rules: readonly RuleDraft[]): DraftProblem[] {
  const own = rules.flatMap((rule) => ownProblems(rule, fenceNames(rules)));
  const size = sizeOf(rules);
  const tooLarge: DraftProblem[] =
    size > sizeLimit
      ? [
          {
            path: "",
            said: {
              en: `The rules take ${size} bytes; 48 KiB (${sizeLimit}) can be signed. Shorten lists and polygons, or make two policies.`,
              fr: `Les règles font ${size} octets ; 48 Kio (${sizeLimit}) peuvent être signés. Raccourcissez listes et polygones, ou faites deux politiques.`,
            },
          },
        ]
      : [];
  // What is wrong between rules is said even while others are not complete: it is the worst there is.
  const wrong = new Set(own.map(({ uid }) => uid));
  const complete = rules.filter(({ uid }) => !wrong.has(uid));
  const gone = fenceNames(rules).filter((name) => !fenceNames(complete).includes(name));
  const ordered = [
    ...complete.filter(({ kind }) => kind === "fence"),
    ...complete.filter(({ kind }) => kind !== "fence"),
  ];
  const together =
    ordered.length > 0 ? readRules([...rulesOf(complete), ...[...new Set(gone)].map(fenceNamed)]) : undefined;
  if (!together) return [...own, ...tooLarge];
  const [, index] = /^\[(\d+)\]/.exec(together.where) ?? [];
  const uid = index === undefined ? undefined : ordered[Number(index)]?.uid;
  // `kind` is no field of a form: what is said of it is said of the card.
  const path = together.where.replace(/^\[\d+\]\.?/, "").replace(/^kind$/, "");
  const between = { ...(uid === undefined ? {} : { uid }), path, said: sayProblem(together.problem) };
  return [...own, between, ...tooLarge];
}

/** The problem beside one field of a card: at the field itself or anywhere below it. */
export function problemAt(problems: readonly DraftProblem[], uid: string, path: string): Text | undefined {
  const below = (at: string): boolean => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
  return problems.find((problem) => problem.uid === uid && below(problem.path))?.said;
}
