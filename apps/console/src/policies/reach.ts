// How far a standing policy has come in its first hour, and whether the gatekeeper halted it (ADR 0010). The time and the
// releases come from the log; how many phones failed is the server's count.

import type { Reached } from "../orders/state.ts";

/** The limits with which the gatekeeper halts: fixed in its code. */
const leastFailures = 3;
const permille = 200;
/** The gatekeeper's clock acts in turns: so long after the first hour its next release is not late yet, seconds. */
const grace = 180;

export type ReachState =
  /** On its way to all of its phones, or there. */
  | "everywhere"
  /** In its first hour. */
  | "growing"
  /** Too many of the first phones failed. */
  | "halted"
  /** The hour is over and the log has no further release; the server's counts do not say why. */
  | "stalled"
  /** Frozen before its first hour was over. */
  | "frozen"
  /** It can destroy: phones are released one by one, as the brake allows, and named in the log. */
  | "braked"
  /** The log proves no release yet. */
  | "unproven";

export interface ReachNow {
  state: ReachState;
  /** Phones that releases in the log let have it, of those it is for. */
  reached: number;
  of: number;
  done: number;
  failed: number;
  reported: number;
  /** When its first hour ends, Unix seconds. */
  until: number | undefined;
}

/** What `verifyOrder` found. */
export interface ProvenReach {
  accepted: number | undefined;
  reached: Reached | undefined;
}

/** Whether so many failures halt a first hour. */
export function isFailing(failed: number, reported: number): boolean {
  return failed >= leastFailures && failed * 1000 > permille * reported;
}

/** `outcomes`: phones by their newest word, as the server counts. `seconds`: the brake's first hour. `now`: Unix seconds. */
export function reachNow(
  { accepted, reached }: ProvenReach,
  outcomes: Readonly<Record<string, number>>,
  seconds: number,
  flags: { destructive: boolean; frozen: boolean },
  now: number,
): ReachNow {
  const of = reached?.of ?? 0;
  const failed = outcomes.failed ?? 0;
  const reported = Object.values(outcomes).reduce((sum, phones) => sum + phones, 0);
  const until = accepted === undefined ? undefined : accepted + seconds;
  const state = (): ReachState => {
    if (until === undefined || reached === undefined) return "unproven";
    if (reached.all) return "everywhere";
    if (flags.destructive) return "braked";
    if (isFailing(failed, reported)) return "halted";
    if (now <= until + grace) return "growing";
    return flags.frozen ? "frozen" : "stalled";
  };
  return { state: state(), reached: reached?.phones ?? 0, of, done: outcomes.done ?? 0, failed, reported, until };
}
