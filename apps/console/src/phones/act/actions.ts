// What one can do with phones, and why not. The charter's rules, the freeze and the roles are those that this browser
// verified; states and platforms are the server's word, so what it says here only spares people a signature in vain.

import type { ReasonCode } from "@rempart/client";
import { type Action, matchRow, type Row } from "@rempart/trust";

/** Everything on offer, as people think of it. */
export const acts = [
  "lock",
  "message",
  "ring",
  "lost-on",
  "lost-off",
  "locate",
  "query",
  "assign",
  "os-update",
  "apps",
  "restart",
  "clear-passcode",
  "unenrol",
  "wipe",
] as const;
export type Act = (typeof acts)[number];
/** What an order for named phones can be made of. */
export type OrderAct = Exclude<Act, "os-update" | "apps" | "restart">;

interface Offer {
  action: Action;
  /** What iPhones have no command for. */
  androidOnly?: true;
  destructive?: true;
  /** One phone at a time: an answer concerns a person. */
  one?: true;
  /** Reasons that make sense, the likeliest first. */
  reasons: readonly ReasonCode[];
}

const anyReason: readonly ReasonCode[] = ["support", "policy", "exercise", "legal", "mistake", "other"];
const gone: readonly ReasonCode[] = ["lost", "stolen", "compromise", "leaver", "exercise", "other"];

export const offers: Readonly<Record<OrderAct, Offer>> = {
  lock: { action: "lock", reasons: [...gone, "support"] },
  message: { action: "message", androidOnly: true, reasons: anyReason },
  ring: { action: "ring", androidOnly: true, reasons: ["lost", ...anyReason] },
  "lost-on": { action: "lost-mode", reasons: gone },
  "lost-off": { action: "lost-mode", reasons: ["mistake", ...anyReason.filter((one) => one !== "mistake")] },
  locate: { action: "locate", one: true, reasons: gone },
  query: { action: "query", reasons: anyReason },
  assign: { action: "assign", reasons: ["policy", "leaver", ...anyReason.filter((one) => one !== "policy")] },
  "clear-passcode": { action: "clear-passcode", destructive: true, reasons: ["support", "legal", "exercise", "other"] },
  unenrol: {
    action: "unenrol",
    destructive: true,
    reasons: ["leaver", "compromise", "support", "exercise", "mistake", "other"],
  },
  wipe: {
    action: "wipe",
    destructive: true,
    reasons: ["stolen", "lost", "leaver", "compromise", "support", "exercise", "legal", "other"],
  },
};

export function isOrderAct(act: Act): act is OrderAct {
  return Object.hasOwn(offers, act);
}

/** Phones that something is to be done with. */
export interface Chosen {
  count: number;
  /** Of them, by the server's word. */
  ios: number;
  confirm: number;
  gone: number;
}

/** Who wants it, under which rules. */
export interface Standpoint {
  rules: readonly Row[];
  frozen: boolean;
  roles: readonly string[];
}

/** Why something cannot be done now. */
export type WhyNot =
  | {
      code: "none" | "restart" | "os-update" | "apps" | "one" | "ios" | "gone" | "confirm" | "frozen" | "role" | "rule";
    }
  /** The charter's rules let so many be named at once. */
  | { code: "max"; max: number };

/** Whether it can be done: under which rule, or why not. */
export type Able = { row: Row; why?: never } | { row?: never; why: WhyNot };

/** Judges `act` on the chosen phones. */
export function able(act: Act, chosen: Chosen, { rules, frozen, roles }: Standpoint): Able {
  if (!isOrderAct(act)) return { why: { code: act } };
  if (chosen.count === 0) return { why: { code: "none" } };
  const { action, androidOnly, one } = offers[act];
  if (!roles.includes("approver") && !roles.includes("operator")) return { why: { code: "role" } };
  if (chosen.gone >= chosen.count) return { why: { code: "gone" } };
  if (chosen.gone + chosen.confirm >= chosen.count) return { why: { code: "confirm" } };
  if (androidOnly && chosen.ios >= chosen.count) return { why: { code: "ios" } };
  if (one && chosen.count > 1) return { why: { code: "one" } };
  const row = matchRow(rules, action, chosen.count, frozen);
  if (row) return { row };
  const fitting = rules.filter((rule) => rule.actions.includes(action));
  const maxima = fitting.flatMap(({ when, max }) =>
    max !== undefined && (when === "always" || (when === "frozen") === frozen) ? [max] : [],
  );
  if (maxima.length > 0) return { why: { code: "max", max: Math.max(...maxima) } };
  return { why: { code: frozen && fitting.length > 0 ? "frozen" : "rule" } };
}
