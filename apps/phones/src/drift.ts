// Where the phone does not hold to what its policies demand: computed here, told when it changes.
import { compliance, type Drift, type Effective } from "@rempart/policy";
import { pendingApps } from "./installs.ts";
import type { Queued, Told } from "./memory.ts";
import type { Phone } from "./phone.ts";
import { reportedSettings, suspendedApps } from "./policies.ts";
import { observation } from "./tell.ts";

/** What is out of line now. */
export function driftsOf(phone: Phone, policy: Effective): Drift[] {
  const { state } = phone.memory;
  const installed = Object.keys(state.apps);
  const suspended = suspendedApps(policy, installed).filter((name) => !state.unsuspended?.includes(name));
  // An app that is on its way is not missing yet; if it fails, it is.
  const apps = { installed: [...installed, ...pendingApps(phone)], suspended };
  return compliance(policy, { settings: reportedSettings(policy, state.overrides), apps });
}

/**
 * Tells what is in line again (`done`, as it was told before), then, where anything is out of line, `failed` with all that is
 * so now: the newest report alone says whether the phone is in line. A drift is told once, for as long as it stays what it is.
 */
export async function driftStep(phone: Phone, policy: Effective) {
  const before = phone.memory.told.drift;
  const drifts = driftsOf(phone, policy);
  const now = Object.fromEntries(drifts.map((one) => [one.key, JSON.stringify(one)]));
  const over = Object.entries(before).filter(([key]) => !Object.hasOwn(now, key));
  const queued: Queued[] = [];
  const events: [event: string, more: Record<string, unknown>][] = [];
  if (over.length > 0) {
    const data = over.map(([, one]) => JSON.parse(one) as Drift);
    queued.push(await observation(phone, "drift", "done", data));
    events.push(["drift", { inLine: true, keys: over.map(([key]) => key) }]);
  }
  const changed = over.length > 0 || Object.entries(now).some(([key, one]) => before[key] !== one);
  if (changed && drifts.length > 0) {
    queued.push(await observation(phone, "drift", "failed", drifts, queued.length));
    events.push(["drift", { inLine: false, keys: drifts.map(({ key }) => key) }]);
  }
  const told: Partial<Told> | undefined = queued.length > 0 ? { drift: now } : undefined;
  return { ...(told ? { told } : {}), queued, events };
}
