// What on the overview needs somebody: each with a number, a way there, and how urgent it is. Nothing is listed that is well.

import type { Tone } from "../parts/notice.tsx";
import type { Overview } from "./read.ts";

export type Matter = "lost" | "held" | "waiting" | "confirm" | "outOfLine" | "silent" | "behind" | "alarms" | "halted";

export interface Attention {
  matter: Matter;
  count: number;
  tone: Tone;
  to: string;
  search: Record<string, string>;
}

/** The matters that are not at zero, the most urgent first. */
export function attention(overview: Overview): Attention[] {
  const { phones, orders, drafts, rollouts } = overview;
  const all: Attention[] = [
    { matter: "lost", count: phones.lost, tone: "danger", to: "/phones", search: { lost: "yes" } },
    { matter: "held", count: orders.held ?? 0, tone: "warn", to: "/approvals", search: { show: "all", state: "held" } },
    { matter: "waiting", count: drafts.forMe ?? 0, tone: "info", to: "/approvals", search: {} },
    { matter: "halted", count: rollouts.halted ?? 0, tone: "danger", to: "/policies", search: {} },
    { matter: "alarms", count: overview.alarms, tone: "warn", to: "/settings", search: {} },
    {
      matter: "confirm",
      count: phones.byState.confirm ?? 0,
      tone: "info",
      to: "/phones",
      search: { state: "confirm" },
    },
    {
      matter: "outOfLine",
      count: phones.compliance["out-of-line"] ?? 0,
      tone: "warn",
      to: "/phones",
      search: { compliance: "out-of-line" },
    },
    { matter: "silent", count: phones.silent["7"] ?? 0, tone: "warn", to: "/phones", search: { silent: "7" } },
    { matter: "behind", count: phones.behindOs, tone: "warn", to: "/phones", search: { behind: "yes" } },
  ];
  return all.filter(({ count }) => count > 0);
}
