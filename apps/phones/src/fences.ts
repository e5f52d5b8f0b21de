// Fences, evaluated on the phone: what it tells is that it crossed one, never where it is.
import { dwell, type FenceStates, fencesOf, stepFences } from "@rempart/policy";
import type { Queued, Told } from "./memory.ts";
import type { Phone } from "./phone.ts";
import { locate } from "./place.ts";
import { policiesOn } from "./policies.ts";
import { observation } from "./tell.ts";

export interface FenceStep {
  /** Where the states changed in what must survive a restart. */
  fences?: FenceStates;
  told?: Partial<Told>;
  queued: Queued[];
  events: [event: string, more: Record<string, unknown>][];
  /** Seconds until another fix is wanted, where a crossing is likely. */
  again?: number;
}

/** Takes a fix, where a policy has a fence. What was told of a fence and is no longer so is told anew. */
export async function fenceStep(phone: Phone): Promise<FenceStep> {
  const { memory } = phone;
  const fences = fencesOf(policiesOn(memory));
  const step: FenceStep = { queued: [], events: [] };
  // The position is measured for a fence only: without one there is nobody whom it concerns.
  if (fences.length === 0 && Object.keys(memory.fences.fences).length === 0) return step;
  const { states, pending, ignored } = stepFences(memory.fences, fences, locate(phone));
  if (pending) step.again = ignored === undefined ? dwell : 1;
  if (JSON.stringify(states.fences) !== JSON.stringify(memory.fences.fences)) step.fences = states;
  // The fix alone is not worth a record: after a restart the next one is taken at once.
  else memory.fences = states;
  const told: Record<string, boolean> = {};
  for (const { key, policy, name } of fences) {
    const inside = states.fences[key]?.inside;
    const before = Object.hasOwn(memory.told.fences, key) ? memory.told.fences[key] : undefined;
    // Outside is where every phone is of most fences: only who was inside has left.
    if (inside === undefined || inside === (before ?? false)) {
      if (before !== undefined) told[key] = before;
      continue;
    }
    told[key] = inside;
    const at = states.last!.at;
    const data = { policy, fence: name, inside, at };
    step.queued.push(await observation(phone, "fence", "observed", data, step.queued.length));
    step.events.push(["fence", data]);
  }
  if (JSON.stringify(told) !== JSON.stringify(memory.told.fences)) step.told = { fences: told };
  return step;
}
