// Section 7 of PROTOCOL: what each action may say, and to whom.
import { readRules } from "@rempart/policy";
import type { JsonValue } from "../json/reader.ts";
import { Refusal } from "../refusal.ts";
import { bytes, hash, id, label, secret, time, url } from "../schema/forms.ts";
import {
  boolean,
  checked,
  integer,
  literal,
  object,
  oneOf,
  optional,
  type Reader,
  set,
  text,
  variant,
} from "../schema/schema.ts";

const platform = oneOf("android", "ios");
const packageName = text(1, 255, /^[A-Za-z0-9._-]+$/, "must be a package name or bundle id");
const count = integer(1);

/** Policy rules are read by the policy package, so that every verifier knows the same kinds. */
const rules: Reader<JsonValue[]> = (value, path) => {
  const problem = readRules(value);
  if (problem) throw new Refusal("schema", `${path}${problem.where}`, problem.problem);
  return value as JsonValue[];
};

const policySize = 48 * 1024;

const app = checked(
  object({
    platform,
    package: packageName,
    state: oneOf("required", "available", "removed"),
    versionCode: optional(count),
    sha256: optional(hash),
    size: optional(count),
    signer: optional(hash),
    urls: optional(set(url, 1, 8)),
  }),
  ({ state, versionCode, sha256, size, signer, urls }) => {
    const pinned = [versionCode, sha256, size, signer].filter((field) => field !== undefined).length;
    if (state === "removed")
      return pinned || urls ? "versionCode, sha256, size, signer, urls are for an app that stays" : undefined;
    return pinned === 4 ? undefined : "versionCode, sha256, size and signer are required";
  },
);

/** `{id, removed: true}` or the full document. */
function removable<T>(full: Reader<T>, key: "id" | "platform"): Reader<T | { removed: true }> {
  const gone = object(key === "id" ? { id, removed: literal(true) } : { platform, removed: literal(true) });
  return variant({ removed: gone as unknown as Reader<{ removed: true }>, [key]: full }) as Reader<
    T | { removed: true }
  >;
}

const params = {
  lock: object({ message: optional(secret), phone: optional(secret) }),
  "lost-mode": object({ on: boolean, message: optional(secret), contact: optional(secret), sound: optional(boolean) }),
  ring: object({ seconds: integer(5, 300) }),
  message: object({ text: secret }),
  query: object({ what: set(oneOf("inventory", "apps", "audit"), 1, 3) }),
  locate: object({}),
  wipe: object({ storage: boolean, esim: boolean, keepProtection: boolean }),
  unenrol: object({}),
  "clear-passcode": object({}),
  admit: object({ enrolment: hash }),
  freeze: object({}),
  unfreeze: object({ freezes: set(hash, 1, 16), mute: set(id, 0, 16) }),
  cancel: object({ order: hash }),
  pace: object({ order: hash, phones: count, seconds: count, until: time }),
  policy: removable(
    checked(object({ id, rules }), (value) =>
      new TextEncoder().encode(JSON.stringify(value.rules)).length <= policySize
        ? undefined
        : "rules must have at most 48 KiB",
    ),
    "id",
  ),
  app,
  certificate: removable(object({ id, use: literal("ca"), der: bytes(1, 32 * 1024) }), "id"),
  "os-update": removable(object({ platform, minimum: label(64), deadline: optional(time) }), "platform"),
  "agent-update": object({ versionCode: count, sha256: hash, size: count, signer: hash, urls: set(url, 1, 8) }),
  assign: object({ groups: set(id, 0, 64) }),
} satisfies Record<string, Reader<unknown>>;

export type Action = keyof typeof params;
export type ParamsOf<A extends Action> = (typeof params)[A] extends Reader<infer T> ? T : never;

/** Every action of version 1. */
export const actions = Object.keys(params) as Action[];

export const standingActions: ReadonlySet<Action> = new Set<Action>([
  "policy",
  "app",
  "certificate",
  "os-update",
  "agent-update",
  "assign",
]);
/** Standing documents whose first hour is bounded by reach. */
export const reachActions: ReadonlySet<Action> = new Set<Action>([
  "policy",
  "app",
  "certificate",
  "os-update",
  "assign",
]);
const groupActions = new Set<Action>(["policy", "app", "certificate", "os-update", "agent-update"]);
const allActions = new Set<Action>(["freeze", "unfreeze", "cancel", "pace"]);

/** How an action names its phones: a tree of ids, one group, or all. */
export function targetKind(action: Action): "tree" | "group" | "all" {
  if (groupActions.has(action)) return "group";
  return allActions.has(action) ? "all" : "tree";
}

/** Reads the parameters of `action`; refuses with `schema` or `encoding`. */
export function readParams(action: Action, value: JsonValue, path: string): ParamsOf<Action> {
  return params[action](value, path) as ParamsOf<Action>;
}

/** The stream in which a standing document counts up. */
export function streamOf(action: Action, value: ParamsOf<Action>): string | undefined {
  const field = value as { id?: string; platform?: string; package?: string };
  if (action === "policy" || action === "certificate") return `${action}/${field.id}`;
  if (action === "app") return `app/${field.platform}/${field.package}`;
  if (action === "os-update") return `os/${field.platform}`;
  if (action === "agent-update") return "agent";
  return action === "assign" ? "assign" : undefined;
}
