// What a plan does on phones, by the code that phones themselves use. Which phones there are, and in which groups, is the
// server's word: it can make the plan count wrongly, and nothing else.
import { shown } from "@rempart/client";
import type { Change as Order, Standing } from "@rempart/configuration";
import { type Change, type FleetPhone, type PlanLine, plan, planLines, type StandingDocument } from "@rempart/policy";
import { type PhoneRow, phoneId } from "../commands/phones.ts";
import { counted, language, t } from "../language/language.ts";

export interface Effect {
  /** Phones that the server tells of, and those for which something changes. */
  phones: number;
  touched: number;
  lines: PlanLine[];
}

/** How a phone is enrolled is not told: what these phones are when they belong to the organisation. */
const enrolments = { android: "device-owner", ios: "supervised" } as const;

function phoneOf(row: PhoneRow): FleetPhone[] {
  const { platform, os, groups, state } = row;
  if ((platform !== "android" && platform !== "ios") || typeof os !== "string" || state === "gone") return [];
  const own = Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [];
  return [{ device: phoneId(row), groups: own, target: { platform, os, enrolment: enrolments[platform] } }];
}

function documentOf({ stream, group, params }: Order | Standing, order: string): StandingDocument {
  return { stream, order, signers: [], group, params: params as StandingDocument["params"] };
}

/** What the orders of `changes` change on `rows`, on which `standing` is now. */
export function effectOf(rows: readonly PhoneRow[], standing: readonly Standing[], changes: readonly Order[]): Effect {
  const documents = standing.map((one) => documentOf(one, one.hash));
  const sets = changes.map((one, index): Change => ({ set: documentOf(one, String(index).padStart(64, "0")) }));
  const planned = plan({ phones: rows.flatMap(phoneOf), documents }, sets);
  return { phones: planned.phones, touched: planned.touched, lines: planLines(planned) };
}

export function effectLines({ phones, touched, lines }: Effect): string[] {
  return [
    t`On phones, as the server counts them: something changes on ${touched} of ${counted(phones, "phone")}`,
    ...lines.map(({ words }) => `  ${shown(words[language], 400)}`),
  ];
}
