// The documents of one stream, each judged by its own bytes: the server chooses which it shows, not what they say.

import { type Ask, review } from "@rempart/client";
import type { Rule } from "@rempart/policy";
import { everyPhone } from "@rempart/trust";
import { type Ground, type VerifiedOrder, verifyOrder } from "../../orders/verify.ts";
import { Problem } from "../../problem/problem.ts";
import type { HistoryRow } from "../read.ts";

/** One version, as its signers signed it. */
export interface Version {
  n: number;
  hash: string;
  group: string;
  /** Absent for the one that ends the policy. */
  rules?: readonly Rule[];
  createdAt: number;
  signers: readonly string[];
  verified: VerifiedOrder;
}

/** A row that is not what the server says it is. */
export interface BadRow {
  hash: string;
  error: unknown;
}

/**
 * The version, sealed as checked and offered to be returned to: so only what people signed and the log released. Undefined
 * while its release is on its way into the log.
 */
async function versionOf(row: HistoryRow, stream: string, ground: Ground, ask: Ask): Promise<Version | undefined> {
  const shown = { hash: row.hash, envelope: row.envelope as never, releases: row.releases as never, state: row.state };
  const verified = await verifyOrder(shown, ground, ask);
  const { review: judged } = verified;
  if (judged.kind !== "order") throw new Problem("answer", row.hash, "it is no order");
  const { body } = judged.document;
  if (body.stream !== stream) throw new Problem("answer", row.hash, "it belongs to another policy");
  if (verified.contradictions.length > 0) {
    const [{ code, where, message }] = verified.contradictions as [VerifiedOrder["contradictions"][number]];
    throw new Problem(code, where, message);
  }
  if (verified.releases.length === 0) {
    if (verified.pending > 0) return undefined;
    throw new Problem("log.inclusion", row.hash, "no release that the log proves is shown");
  }
  const { rules } = body.params as { rules?: readonly Rule[] };
  return {
    ...{ n: body.n!, hash: row.hash, createdAt: body.createdAt, verified },
    group: "group" in body.targets ? body.targets.group : everyPhone,
    ...(rules ? { rules } : {}),
    signers: judged.signers.map(({ id }) => id),
  };
}

/** Verifies each row by itself: one that is wrong is shown as such and hides no other. Rejects with `network` alone. */
export async function verifyHistory(
  rows: readonly HistoryRow[],
  stream: string,
  ground: Ground,
  ask: Ask,
): Promise<{ versions: Version[]; bad: BadRow[] }> {
  const versions: Version[] = [];
  const bad: BadRow[] = [];
  for (const row of rows) {
    try {
      const version = await versionOf(row, stream, ground, ask);
      if (version) versions.push(version);
    } catch (error) {
      if ((error as { code?: unknown }).code === "network") throw error;
      bad.push({ hash: row.hash, error });
    }
  }
  return { versions: versions.sort((a, b) => b.n - a.n), bad };
}

/** Whether numbers are missing between the newest and the first: kept back by the server, or not asked for yet. */
export function hasGaps(versions: readonly Version[]): boolean {
  const numbers = new Set(versions.map(({ n }) => n));
  return versions.length > 0 && numbers.size < versions[0]!.n - versions.at(-1)!.n + 1;
}

/** The document again, judged for signing: for lifting a bound with one signature more. */
export async function reviewAgain(verified: VerifiedOrder, { trust, frozen }: Ground) {
  const { hash, document } = verified.review;
  return review(hash, document.envelope, [], trust.charters, frozen);
}
