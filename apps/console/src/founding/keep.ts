// The plan between visits: in this browser's IndexedDB, without anything secret.

import { useSyncExternalStore } from "react";
import { keepNote, keptNote } from "../organisation/store.ts";
import { newPlan, type Plan } from "./plan.ts";

const noteId = "founding/plan";
let plan: Plan | undefined;
/** Whether what is shown was begun before this page was loaded: private keys are gone then. */
let again = false;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Reads what was kept at this origin, or begins anew. */
export async function loadPlan(origin: string): Promise<Plan> {
  if (plan) return plan;
  const kept = await keptNote<Plan>(noteId).catch(() => undefined);
  again = kept !== undefined && kept.origins[0] === origin;
  plan = again ? { ...newPlan(origin), ...kept } : newPlan(origin);
  tell();
  return plan;
}

/** Changes the plan and keeps it. */
export function changePlan(change: Partial<Plan> | ((plan: Plan) => Partial<Plan>)): void {
  if (!plan) return;
  plan = { ...plan, ...(typeof change === "function" ? change(plan) : change) };
  // A browser that keeps nothing still founds: only a reload loses what was typed.
  void keepNote(noteId, plan).catch(() => undefined);
  tell();
}

/** Begins anew. */
export async function dropPlan(): Promise<void> {
  plan = undefined;
  again = false;
  await keepNote(noteId, undefined).catch(() => undefined);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The plan; undefined until `loadPlan` is done. */
export function usePlan(): Plan | undefined {
  return useSyncExternalStore(subscribe, () => plan);
}

/** Whether the plan was begun before this page was loaded. */
export function isAgain(): boolean {
  return again;
}
