// What phones answered to an order, checked against what they signed.

import type { JsonValue } from "@rempart/trust";
import { phoneKey, verifyResult } from "../../orders/results.ts";

/** An answer as the server shows it. */
export interface Shown {
  device: string;
  outcome: string;
  code?: string | undefined;
  envelope: unknown;
}

/**
 * Of the phones that the server says failed, those that the order named: one that it adds would be wiped when people try
 * again for "the failed ones".
 */
export function signedAmong(targets: readonly string[] | undefined, failed: readonly { device: string }[]): string[] {
  const signed = new Set(targets);
  return [...new Set(failed.map(({ device }) => device))].filter((device) => signed.has(device));
}

/** As many answers are checked one by one: each takes a question for the phone's key. */
export const mostChecked = 50;

/** What became of checking one answer. */
export type Checked =
  | { proven: boolean; outcome: string; error?: never }
  | { proven?: never; outcome?: never; error: unknown };

/**
 * Checks the answers of at most `mostChecked` phones to the order `hash`; eight keys are asked for at once with
 * `enrolmentOf`. What is not what its phone signed stands in the answer as an error.
 */
export async function checkAnswers(
  genesis: string,
  hash: string,
  shown: readonly Shown[],
  enrolmentOf: (device: string) => Promise<JsonValue | undefined>,
): Promise<ReadonlyMap<string, Checked>> {
  const checked = new Map<string, Checked>();
  const waiting = shown.slice(0, mostChecked);
  const work = async (): Promise<void> => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const { device, outcome, code } = one;
      try {
        const key = await phoneKey(genesis, device, await enrolmentOf(device));
        const answer = { device, outcome, code, envelope: one.envelope as JsonValue };
        const { result, proven } = await verifyResult(genesis, hash, answer, key);
        checked.set(device, { proven, outcome: result.outcome });
      } catch (error) {
        checked.set(device, { error });
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return checked;
}
