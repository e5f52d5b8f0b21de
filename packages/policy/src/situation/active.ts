// Which rules are in force, given time and place.
import { type FenceStates, fenceKey, staleAfter } from "../fences/stepper.ts";
import type { Rule, When } from "../rule.ts";
import { isInHours } from "./schedule.ts";

/** What a phone knows of time and place. A fence that is in neither set is one of which it does not know. */
export interface Situation {
  /** Verified Unix time in seconds; absent while unknown. */
  time?: number;
  /** Keys of fences (`fenceKey`). */
  inside: ReadonlySet<string>;
  outside: ReadonlySet<string>;
}

/**
 * The situation of a phone. `now` is of the clock of the fixes, `time` the verified Unix time. An hour after the last good
 * fix nothing is known of the place any more: whoever switches location off must not stay outside for ever.
 */
export function situationOf(states: FenceStates, now: number, time?: number): Situation {
  const fresh = states.last !== undefined && now - states.last.at <= staleAfter;
  const where = (inside: boolean): Set<string> =>
    new Set(
      Object.entries(fresh ? states.fences : {})
        .filter(([, state]) => state.inside === inside)
        .map(([key]) => key),
    );
  return { inside: where(true), outside: where(false), ...(time === undefined ? {} : { time }) };
}

/**
 * Whether a rule of `policy` with this `when` is in force. What the phone does not know counts in favour of the rule
 * (PROTOCOL section 10): cutting a phone off from time or satellites must not loosen anything.
 */
export function isInForce(when: When | undefined, policy: string, situation: Situation): boolean {
  if (when === undefined) return true;
  const { inside, outside, hours } = when;
  if (inside && !inside.some((name) => !situation.outside.has(fenceKey(policy, name)))) return false;
  if (outside?.some((name) => situation.inside.has(fenceKey(policy, name)))) return false;
  return hours === undefined || isInHours(hours, situation.time, true);
}

/** The same policies with those of their rules that are in force. */
export function activeRules<P extends { policy: string; rules: readonly Rule[] }>(
  policies: readonly P[],
  situation: Situation,
): P[] {
  return policies.map((policy) => ({
    ...policy,
    rules: policy.rules.filter((rule) => isInForce("when" in rule ? rule.when : undefined, policy.policy, situation)),
  }));
}
