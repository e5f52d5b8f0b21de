// Updates of the operating system: what an order demands at least, when this phone would install it by itself, and when
// it must.
import { type Effective, localTime, wanted } from "@rempart/policy";
import { everyPhone, type ParamsOf } from "@rempart/trust";
import type { DeviceState } from "./device.ts";
import type { Identity } from "./identity.ts";
import type { Memory, Queued, Told } from "./memory.ts";
import type { Phone } from "./phone.ts";
import { mayTell, observation } from "./tell.ts";

export interface System {
  os: string;
  patch: string;
}

/** What runs on the phone now. */
export function systemOf(state: DeviceState, { os, patch }: Identity): System {
  return { os: state.os ?? os, patch: state.patch ?? patch };
}

const patchLevel = /^\d{4}-\d{2}-\d{2}$/;

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

function isBelow(version: string, minimum: string): boolean {
  const [have, least] = [numbersOf(version), numbersOf(minimum)];
  for (const [index, number] of least.entries()) {
    const own = have[index] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}

/** A minimum is a security patch level (2026-10-05) or a version (16, 16.1); undefined where it is neither. */
export function isBehind({ os, patch }: System, minimum: string): boolean | undefined {
  if (patchLevel.test(minimum)) return patch < minimum;
  return numbersOf(minimum).length === 0 ? undefined : isBelow(os, minimum);
}

interface Asked {
  order: string;
  minimum: string;
  deadline: number | undefined;
}

/** The newest OS order that applies to the phone, where it is behind it. */
export function updateAsked(phone: Phone): Asked | undefined {
  const { held, trust, state } = phone.memory;
  const document = held["os/android"];
  if (!document || !(document.group === everyPhone || trust.groups.includes(document.group ?? ""))) return undefined;
  const { minimum, deadline } = document.params as unknown as Exclude<ParamsOf<"os-update">, { removed: true }>;
  if (!isBehind(systemOf(state, phone.identity), minimum)) return undefined;
  return { order: document.order, minimum, deadline };
}

/** Seconds after the order at which this phone's owner would let it restart, if nothing forces them: within twelve hours. */
function patienceOf({ seed }: Identity): number {
  return seed % 43_200;
}

/** Where virtual phones have their day. */
const zone = "Europe/Paris";
const day = 86_400;
/** Android lets a policy postpone updates this long. */
const longestPostponement = 30 * day;

function isWithin(from: number | string, to: number | string, value: number | string): boolean {
  return from <= to ? value >= from && value < to : value >= from || value < to;
}

/** Whether a window of the day is open, and no freeze of the year runs, at `time`. */
function isOpen({ settings }: Effective, time: number): boolean {
  const window = settings["os-update-window"]?.value as { from: number; to: number } | undefined;
  const minute = localTime(zone, time)?.minute ?? 0;
  if (window && !isWithin(window.from, window.to, minute)) return false;
  const today = new Date(time * 1000).toISOString().slice(5, 10);
  return !Object.values(settings).some(({ kind, value }) => {
    const { from, to } = value as { from: string; to: string };
    return kind === "os-update-freeze" && (today === to || isWithin(from, to, today));
  });
}

/** Seconds from the order until the phone would install the update by itself. */
function waitOf(phone: Phone, policy: Effective): number {
  const deferral = (wanted(policy, "os-update-deferral", "days") ?? 0) * day;
  switch (wanted(policy, "os-updates", "install")) {
    case "automatic":
      return deferral;
    case "postponed":
      return Math.max(deferral, longestPostponement);
    default:
      return Math.max(deferral, patienceOf(phone.identity));
  }
}

/**
 * Whether the update is installed at `now`: at the deadline in any case, before it when its owner has had their time, no
 * deferral or freeze runs and the window is open. An owner who refuses is not forced: the phone is overdue, and says so.
 */
function isTime(phone: Phone, policy: Effective, asked: Asked, since: number, now: number): boolean {
  if (phone.memory.state.refusesUpdate) return false;
  if (asked.deadline !== undefined && now >= asked.deadline) return true;
  return now >= since + waitOf(phone, policy) / phone.shared.world.speed && isOpen(policy, now);
}

function updated(system: System, minimum: string): System {
  if (patchLevel.test(minimum)) return { ...system, patch: minimum };
  return { ...system, os: minimum };
}

export interface UpdateStep {
  state?: Partial<DeviceState>;
  told?: Partial<Told>;
  queued: Queued[];
  events: [event: string, more: Record<string, unknown>][];
}

function alertOnce(memory: Memory, key: string): string[] | undefined {
  const { alerts } = memory.told;
  return alerts.includes(key) ? undefined : [...alerts, key].slice(-128);
}

/** What is to be done about updates at this check. Only within `exclusive`. */
export async function updateStep(phone: Phone, policy: Effective): Promise<UpdateStep> {
  const { memory, identity } = phone;
  const asked = updateAsked(phone);
  const step: UpdateStep = { queued: [], events: [] };
  // Without the time nothing of this can be judged; it is known again with the next head.
  if (!asked || !phone.timeKnown || !mayTell(phone)) return step;
  const now = phone.now();
  const { order, minimum, deadline } = asked;
  const system = systemOf(memory.state, identity);
  const began = memory.told.update?.order === order ? memory.told.update.since : undefined;
  const say = async (what: string): Promise<void> => {
    const alerts = alertOnce({ ...memory, told: { ...memory.told, ...step.told } }, `${what}:${order}`);
    if (!alerts) return;
    const data = { what, order, minimum, ...system, ...(deadline === undefined ? {} : { deadline }) };
    step.queued.push(await observation(phone, "alert", "observed", data, step.queued.length));
    step.told = { ...step.told, alerts };
    step.events.push(["alert", data]);
  };
  if (began === undefined) step.told = { ...step.told, update: { order, since: now } };
  await say("os-update-behind");
  if (isTime(phone, policy, asked, began ?? now, now)) {
    const next = updated(system, minimum);
    step.state = next;
    step.events.push(["updated", { order, ...next }]);
  } else if (deadline !== undefined && now >= deadline) await say("os-update-overdue");
  return step;
}
