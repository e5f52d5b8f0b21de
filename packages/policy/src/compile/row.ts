// The form of the compilers' tables: what a platform does for a setting, from which version on.
import type { Json, Text } from "../kinds/shape.ts";

/** A value inside a step: a literal, or made of the setting's value. */
export type Arg =
  | boolean
  | number
  | string
  | { value: true }
  | { of: string }
  | { named: string }
  | { map: { [value: string]: Json } }
  | { times: number }
  | { per: number }
  | { not: true }
  | { has: string };

/** What is done. `on`, `only`: the values for which; without it true (`on`) or every value (`only`). */
export type Step =
  | { restriction: string; on?: readonly Json[] }
  | { keyguard: string; on?: readonly Json[] }
  | { call: string; args: readonly Arg[]; only?: readonly Json[] }
  | { agent: string; only?: readonly Json[] }
  | { payload: string; key: string; set: Arg; only?: readonly Json[] }
  | { declaration: string; key: string; set: Arg; only?: readonly Json[] }
  | { command: string; key: string; set: Arg; only?: readonly Json[] };

/** `since`: API level of Android, or version of iOS. The first row of a setting that a phone is new enough for counts. */
export type Row =
  | {
      since: number;
      steps: readonly Step[];
      /** The setting is met in part, or by other means: which. */
      approximated?: Text;
      /** iOS: supervised phones only. */
      supervised?: boolean;
      /** iOS: on phones that their users enrolled, too. */
      userEnrolled?: true;
      /** Values for which the row holds; others fall to the next row. */
      values?: readonly Json[];
    }
  | { never: Text };

/** Rows by setting: `kind.field`, or `kind` where the rule is one value. */
export type Rows = { readonly [setting: string]: readonly Row[] };

/** One thing that an agent or a gatekeeper does, with its values filled in. Done in order; a later call of a method wins. */
export type Operation =
  | { do: "restriction" | "keyguard"; name: string; on: boolean }
  | { do: "call"; method: string; args: Json[] }
  | { do: "agent"; task: string; value: Json }
  | { do: "payload" | "declaration" | "command"; type: string; key: string; value: Json };

interface Valued {
  value: Json;
  named?: { [field: string]: string };
}

function fill(arg: Arg, { value, named }: Valued): Json {
  if (typeof arg !== "object") return arg;
  if ("of" in arg) return (value as { [field: string]: Json })[arg.of] ?? false;
  if ("named" in arg) return named?.[arg.named] ?? "";
  if ("map" in arg) return arg.map[String(value)] ?? false;
  if ("times" in arg) return (value as number) * arg.times;
  if ("per" in arg) return Math.max(1, Math.floor((value as number) / arg.per));
  if ("not" in arg) return value !== true;
  if ("has" in arg) return (value as Json[]).includes(arg.has);
  return value;
}

/** The operation of a step for a setting; undefined where the step is not for this value. */
export function operationOf(step: Step, setting: Valued): Operation | undefined {
  const among = (values: readonly Json[] | undefined, rest: Json[]): boolean =>
    (values ?? rest).includes(setting.value);
  if ("restriction" in step) return { do: "restriction", name: step.restriction, on: among(step.on, [true]) };
  if ("keyguard" in step) return { do: "keyguard", name: step.keyguard, on: among(step.on, [true]) };
  if (step.only && !among(step.only, [])) return undefined;
  if ("call" in step) return { do: "call", method: step.call, args: step.args.map((arg) => fill(arg, setting)) };
  if ("agent" in step) return { do: "agent", task: step.agent, value: setting.value };
  const value = fill(step.set, setting);
  if ("payload" in step) return { do: "payload", type: step.payload, key: step.key, value };
  if ("declaration" in step) return { do: "declaration", type: step.declaration, key: step.key, value };
  return { do: "command", type: step.command, key: step.key, value };
}
