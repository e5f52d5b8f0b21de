// The form of rules as types, read off the table.
import type { Kind, Table } from "./kinds/table.ts";

/** Latitude and longitude, degrees x 10^7. */
export type Point = [lat: number, lon: number];

/** A place. Radius in metres. Rings close by themselves; the way from one point to the next is the shorter one. */
export type Area =
  | { circle: { lat: number; lon: number; radius: number } }
  | { polygon: { outer: Point[]; holes?: Point[][] } };

/**
 * Times of a week. `days`: 1 = Monday to 7 = Sunday; `from`, `to`: minutes of the local day in `zone` (an IANA name),
 * `from` included, `to` not. `to` <= 1440; with `to` < `from` it ends on the day after the one that is named.
 */
export interface Hours {
  days: number[];
  from: number;
  to: number;
  zone: string;
}

/** When a rule is in force: inside one of these fences, outside all of those, in one of these hours; all that is said. */
export interface When {
  inside?: string[];
  outside?: string[];
  hours?: Hours[];
}

type ValueOf<F> = F extends { type: "boolean" }
  ? boolean
  : F extends { type: "integer" }
    ? number
    : F extends { type: "choice"; options: readonly { value: infer V }[] }
      ? V
      : F extends { type: "choices"; options: readonly { value: infer V }[] }
        ? V[]
        : F extends { type: "set" }
          ? string[]
          : F extends { type: "hours" }
            ? Hours[]
            : F extends { type: "area" }
              ? Area
              : string;
type FieldsOf<F> = {
  [K in keyof F as F[K] extends { optional: true } ? never : K]: ValueOf<F[K]>;
} & {
  [K in keyof F as F[K] extends { optional: true } ? K : never]?: ValueOf<F[K]>;
};
/** A rule of one kind. */
export type RuleOf<K extends Kind> = { kind: K } & FieldsOf<Table[K]["fields"]> &
  (Table[K] extends { always: true } ? object : { when?: When });
/** A rule that `readRules` accepted. */
export type Rule = { [K in Kind]: RuleOf<K> }[Kind];
