// Decides, fix by fix, whether a phone is inside its fences. Pure: the caller keeps the states.
import { isInteger } from "../read/texts.ts";
import type { Area, Point, Rule } from "../rule.ts";
import { depth, distance } from "./distance.ts";

/** A fence of one policy. `key` names it among the fences of all policies on a phone. */
export interface Fence {
  key: string;
  policy: string;
  name: string;
  area: Area;
}

/** A position: degrees x 10^7, accuracy in metres (1 or more), time in seconds of a clock that never goes back. */
export interface Fix {
  lat: number;
  lon: number;
  accuracy: number;
  at: number;
}

/** What is known of one fence. */
export interface FenceState {
  /** Fingerprint of the area: another area under the same name is another fence. */
  area: number;
  /** Absent until one fix was sure. */
  inside?: boolean;
  /** Since when fixes are sure of the contrary. */
  doubtedSince?: number;
}

/** Everything that is kept between fixes; plain JSON, at most a hundred bytes a fence. */
export interface FenceStates {
  last?: Fix;
  /** A fix that was too far from the last one to be believed. */
  jumped?: Fix;
  fences: { [key: string]: FenceState };
}

/** A phone crossed the edge of a fence, or found out on which side it is (`first`). */
export interface Transition {
  key: string;
  policy: string;
  name: string;
  inside: boolean;
  first: boolean;
  at: number;
}

export interface Step {
  states: FenceStates;
  transitions: Transition[];
  /** Why the fix was ignored; nothing changed then (but `jumped`). */
  ignored?: "form" | "coarse" | "old" | "jump";
  /** A crossing is likely: take another fix in `dwell` seconds. */
  pending: boolean;
}

/** Seconds for which fixes must be sure of the other side before a phone has crossed. */
export const dwell = 30;
/** Seconds after the last good fix until the phone no longer knows where it is. */
export const staleAfter = 3600;
/** A fix is sure when the edge is further away than its accuracy and this many metres. */
const margin = 5;
const coarsest = 5000;
/** Metres per second that no phone exceeds: an airliner with a strong wind behind it. */
const fastest = 350;

export const noFences: FenceStates = { fences: {} };

/** The name of a fence among those of all policies on a phone. */
export function fenceKey(policy: string, name: string): string {
  return `${policy}/${name}`;
}

/** The fences that policies define. */
export function fencesOf(policies: readonly { policy: string; rules: readonly Rule[] }[]): Fence[] {
  return policies.flatMap(({ policy, rules }) =>
    rules
      .filter((rule) => rule.kind === "fence")
      .map(({ name, area }) => ({ key: fenceKey(policy, name), policy, name, area })),
  );
}

/** FNV-1a of the area as JSON: tells that a fence was redrawn; nothing depends on its being hard to forge. */
function fingerprint(area: Area): number {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(area)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

function pointOf({ lat, lon }: Fix): Point {
  return [lat, lon];
}

/** Whether a phone can have come from `from` to `to`, both as inaccurate as they say. */
function reachable(from: Fix, to: Fix): boolean {
  const metres = distance(pointOf(from), pointOf(to)) - from.accuracy - to.accuracy;
  return metres <= fastest * (to.at - from.at);
}

function flaw(states: FenceStates, fix: Fix): Step["ignored"] {
  const good =
    isInteger(fix.lat, -900_000_000, 900_000_000) &&
    isInteger(fix.lon, -1_800_000_000, 1_800_000_000) &&
    isInteger(fix.accuracy, 1, Number.MAX_SAFE_INTEGER) &&
    isInteger(fix.at, 0, Number.MAX_SAFE_INTEGER);
  if (!good) return "form";
  if (fix.accuracy > coarsest) return "coarse";
  const { last, jumped } = states;
  if (last === undefined) return undefined;
  if (fix.at <= Math.max(last.at, jumped?.at ?? 0)) return "old";
  if (reachable(last, fix)) return undefined;
  // Two fixes that agree outweigh the one before: it was that one which was wrong.
  return jumped !== undefined && reachable(jumped, fix) ? undefined : "jump";
}

function stepOne(state: FenceState | undefined, fence: Fence, fix: Fix): FenceState {
  const area = fingerprint(fence.area);
  const known = state?.area === area ? state : { area };
  const metres = depth(fence.area, pointOf(fix));
  if (Math.abs(metres) <= fix.accuracy + margin) return known;
  const inside = metres > 0;
  if (known.inside === undefined || known.inside === inside) return { area, inside };
  const doubtedSince = known.doubtedSince ?? fix.at;
  if (fix.at - doubtedSince >= dwell) return { area, inside };
  return { area, inside: known.inside, doubtedSince };
}

/**
 * One fix. A phone enters a fence (leaves it) when fixes over `dwell` seconds were sure that it is inside (outside), none
 * between being sure of the contrary; the first sure fix decides at once. States of fences that are gone are dropped.
 */
export function stepFences(states: FenceStates, fences: readonly Fence[], fix: Fix): Step {
  const ignored = flaw(states, fix);
  if (ignored !== undefined) {
    const kept = ignored === "jump" ? { ...states, jumped: fix } : states;
    return { states: kept, transitions: [], ignored, pending: ignored === "jump" || isPending(states) };
  }
  const transitions: Transition[] = [];
  const next: FenceStates = { last: fix, fences: {} };
  for (const fence of fences) {
    const before = states.fences[fence.key];
    const after = stepOne(before, fence, fix);
    next.fences[fence.key] = after;
    const was = before?.area === after.area ? before.inside : undefined;
    if (after.inside === undefined || after.inside === was) continue;
    const { key, policy, name } = fence;
    transitions.push({ key, policy, name, inside: after.inside, first: was === undefined, at: fix.at });
  }
  return { states: next, transitions, pending: isPending(next) };
}

function isPending(states: FenceStates): boolean {
  return Object.values(states.fences).some((fence) => fence.doubtedSince !== undefined);
}
