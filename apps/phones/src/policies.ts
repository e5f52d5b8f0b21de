// The policies in force on one phone: which apply, what they make of its settings together where and when it is, and what
// is out of line. All of it is `@rempart/policy`; here is only how a phone's memory is put before it.
import {
  type Applied,
  activeRules,
  type Effective,
  type Json,
  merge,
  type Rule,
  type Situation,
  situationOf,
  wanted,
} from "@rempart/policy";
import { everyPhone } from "@rempart/trust";
import type { Memory } from "./memory.ts";
import type { Phone } from "./phone.ts";
import { fixTime } from "./place.ts";

/** The policies that concern this phone now: those of groups it belongs to no longer do not apply. */
export function policiesOn({ trust, held }: Memory): Applied[] {
  return Object.values(held)
    .filter(({ action, group }) => action === "policy" && (group === everyPhone || trust.groups.includes(group ?? "")))
    .map(({ order, group, params, signers }) => {
      const { id, rules } = params as unknown as { id: string; rules: Rule[] };
      return { policy: id, order, signers, group: group ?? "", rules };
    });
}

/** What the phone knows of place and time. The time is T, never the wall clock; unknown after a reboot. */
export function situation(phone: Phone): Situation {
  return situationOf(phone.memory.fences, fixTime(phone), phone.timeKnown ? phone.now() : undefined);
}

/** What the policies demand here and now, with whose wish each setting is. */
export function demandsOn(phone: Phone): Effective {
  return merge(activeRules(policiesOn(phone.memory), situation(phone)));
}

/** Apps that are there and may not be opened. */
export function suspendedApps(policy: Effective, apps: readonly string[]): string[] {
  const denied = wanted(policy, "apps-denied", "packages") ?? [];
  const allowed = wanted(policy, "apps-allowed", "packages");
  return apps.filter((name) => denied.includes(name) || (allowed !== undefined && !allowed.includes(name)));
}

/** Each setting with its value and whose wish it is: "why is this so?". */
export function explained({ settings, conflicts }: Effective) {
  return {
    settings: Object.entries(settings).map(([key, { value, from, lost }]) => ({
      key,
      value,
      from,
      ...(lost.length > 0 ? { lost } : {}),
    })),
    ...(conflicts.length > 0
      ? { conflicts: conflicts.map(({ code, keys, items, words }) => ({ code, keys, items, words: words.en })) }
      : {}),
  };
}

/** A text that changes exactly when the settings do. */
export function fingerprint({ settings }: Effective): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, JSON.stringify(value)]));
}

/** What the device says of its settings: a virtual phone obeys all of them, but for what somebody changed behind them. */
export function reportedSettings(policy: Effective, overrides: Readonly<Record<string, unknown>> = {}) {
  const settings: Record<string, Json> = {};
  for (const [key, { value }] of Object.entries(policy.settings))
    settings[key] = Object.hasOwn(overrides, key) ? (overrides[key] as Json) : value;
  return settings;
}
