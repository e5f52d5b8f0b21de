/** JSON as it comes out of a strict reader. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The same words in every language of the product. */
export interface Text {
  en: string;
  fr: string;
}

/** One value that a `choice` may have, in plain words. */
export interface Option extends Text {
  value: string;
}

/**
 * How values of several policies become one. Each is a semilattice: order, grouping and repetition of the policies do
 * not matter.
 * - `any`: true when one says true. `all`: true when all say true.
 * - `least`, `greatest`: of the numbers. `strictest`: the option that stands last in the table.
 * - `union`, `intersection`: of the sets.
 * - `each`: all values stand side by side, and all must hold.
 * - `pick`: the value of the policy with the lowest id (then order hash); the others are reported as conflicts.
 */
export type Merge = "any" | "all" | "least" | "greatest" | "strictest" | "union" | "intersection" | "each" | "pick";

/** What the bytes of a text may be; `read/forms.ts` has the patterns. */
export type Form = "label" | "package" | "permission" | "ssid" | "url" | "host" | "day" | "slug";

interface Common {
  label: Text;
  unit?: Text;
  optional?: true;
  /** What a form shows before anything is typed; never what an absent field means. */
  hint?: boolean | number | string;
  merge: Merge;
}

/** What a field of a rule may hold. Data, not code, so that other implementations and the console read the same table. */
export type Field = Common &
  (
    | { type: "boolean" }
    /** Both bounds are allowed values. */
    | { type: "integer"; least: number; most: number }
    /** Options from the least to the most restrictive. */
    | { type: "choice"; options: readonly Option[] }
    /** UTF-8 bytes. */
    | { type: "text"; form: Form; most: number }
    /** `least` (1 when absent) to `most` different texts of one form, or different options. */
    | { type: "set"; of: Form; bytes: number; least?: number; most: number }
    | { type: "choices"; options: readonly Option[] }
    | { type: "hours"; most: number }
    | { type: "area" }
  );

/** Parts of the table, as forms and documentation group them. */
export type Subject = "device" | "lock" | "links" | "apps" | "network" | "location" | "updates" | "contact";

/** One kind of rule: its fields, and its name and help in plain words. */
export interface RuleKind {
  subject: Subject;
  fields: Record<string, Field>;
  name: Text;
  help: Text;
  /** Numbers of the management functions of NIAP's protection profile for MDM that the kind serves. */
  niap: readonly number[];
  /** True when obeying the rule can destroy data: every verifier asks this of the document alone. */
  destructive?: true;
  /** Holds always: a rule of this kind has no `when`. */
  always?: true;
  /** Fields that tell rules of this kind apart; a kind without stands once for each `when`. */
  key?: readonly string[];
  /** The rule is one value: its fields make sense together only, and policies that differ are a conflict. */
  whole?: true;
}

type Extra = Partial<Pick<Common, "unit" | "optional" | "hint" | "merge">>;
type Made<T, M> = T & { label: Text; merge: Merge } & M;

/** True restricts: one policy that says so is enough. */
export function flag<const M extends Extra = object>(en: string, fr: string, more?: M) {
  return { type: "boolean", merge: "any", label: { en, fr }, ...more } as Made<{ type: "boolean" }, M>;
}

export function integer<const M extends Extra>(en: string, fr: string, least: number, most: number, more: M) {
  const made = { type: "integer", least, most, merge: "least", label: { en, fr }, ...more };
  return made as Made<{ type: "integer"; least: number; most: number }, M>;
}

/** `options`: value, English, French; least restrictive first. */
export function choice<const V extends string, const M extends Extra = object>(
  en: string,
  fr: string,
  options: readonly (readonly [value: V, en: string, fr: string])[],
  more?: M,
) {
  const made = { type: "choice", merge: "strictest", label: { en, fr }, options: options.map(option), ...more };
  return made as unknown as Made<{ type: "choice"; options: readonly (Option & { value: V })[] }, M>;
}

function option([value, en, fr]: readonly [string, string, string]): Option {
  return { value, en, fr };
}

export function choices<const V extends string>(
  en: string,
  fr: string,
  options: readonly (readonly [value: V, en: string, fr: string])[],
) {
  const made = { type: "choices", merge: "union", label: { en, fr }, options: options.map(option) };
  return made as unknown as Made<{ type: "choices"; options: readonly (Option & { value: V })[] }, object>;
}

export function text<const M extends Extra = object>(en: string, fr: string, form: Form, most: number, more?: M) {
  const made = { type: "text", form, most, merge: "pick", label: { en, fr }, ...more };
  return made as Made<{ type: "text"; form: Form; most: number }, M>;
}

/** A set of package names. */
export function packages<const M extends Extra = object>(more?: M) {
  const label = { en: "packages", fr: "paquets" };
  const made = { type: "set", of: "package", bytes: 255, most: 256, merge: "union", label, ...more };
  return made as Made<{ type: "set"; of: "package"; bytes: number; most: number }, M>;
}

export const minutes: Text = { en: "minutes", fr: "minutes" };
export const seconds: Text = { en: "seconds", fr: "secondes" };
export const hoursUnit: Text = { en: "hours", fr: "heures" };
export const days: Text = { en: "days", fr: "jours" };
