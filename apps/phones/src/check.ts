// What a phone looks after by itself, from time to time and after whatever happens to it: fences, rules in force, drift,
// inventory, updates, apps. One timer for all phones of the process; a phone costs nothing between two checks.
import { createHash } from "node:crypto";
import { type Effective, wanted } from "@rempart/policy";
import type { DeviceState } from "./device.ts";
import { driftStep } from "./drift.ts";
import { fenceStep } from "./fences.ts";
import { installDue } from "./installs.ts";
import { inventoryFacts } from "./inventory.ts";
import type { Queued, Told } from "./memory.ts";
import { elapsed, type Phone } from "./phone.ts";
import { demandsOn, fingerprint, policiesOn } from "./policies.ts";
import { alert, mayTell, observation, tell } from "./tell.ts";
import { updateStep } from "./updates.ts";

/** Seconds of T between two inventories of a phone on which nothing changed, where no policy says otherwise. */
const inventoryEvery = 86_400;

/** What one part of a check found: what changed, what is told of it, and what the process says. */
interface Found {
  state?: Partial<DeviceState>;
  told?: Partial<Told>;
  queued: Queued[];
  events?: [event: string, more: Record<string, unknown>][];
}

/** An inventory, when one is due: on change, else as often as the policies say, at a time of the phone's own. */
async function inventoryStep(phone: Phone, policy: Effective): Promise<Found> {
  const { memory, identity, shared } = phone;
  const facts = inventoryFacts(memory, identity);
  const sha256 = createHash("sha256").update(JSON.stringify(facts)).digest("hex");
  const { inventory } = memory.told;
  const now = phone.now();
  const period = (wanted(policy, "check-in", "every") ?? inventoryEvery / 60) * 60;
  const every = period / shared.world.speed;
  // The first one waits for the phone's own time of the day: a fleet that enrols at once must not report at once.
  if (!inventory) {
    const at = Math.floor(now - every + (identity.seed % period) / shared.world.speed);
    return { told: { inventory: { sha256, at } }, queued: [] };
  }
  if (inventory.sha256 === sha256 && now < inventory.at + every) return { queued: [] };
  const queued = [await observation(phone, "inventory", "observed", facts)];
  return { told: { inventory: { sha256, at: now } }, queued };
}

/** Apps that a policy wants gone are uninstalled, whoever brought them. */
function removalStep(phone: Phone, policy: Effective): Found {
  const gone = wanted(policy, "apps-removed", "packages") ?? [];
  const { apps, packages = {} } = phone.memory.state;
  const there = gone.filter((name) => Object.hasOwn(apps, name));
  if (there.length === 0) return { queued: [] };
  const kept = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !there.includes(name)));
  const state = { apps: kept(apps), packages: kept(packages) };
  return { state, queued: [], events: [["uninstalled", { packages: there }]] };
}

async function keep(phone: Phone, { state, told, queued, events = [] }: Found): Promise<void> {
  if (state || told || queued.length > 0)
    await phone.write({ t: "self", ...(state ? { state } : {}), ...(told ? { told } : {}), queued });
  for (const [event, more] of events) phone.emit(event, more);
}

/** Settings that are not as they were at the last check; `because` an order came, or place or time alone. */
function changes(phone: Phone, policy: Effective): { changed: string[]; because: "order" | "situation" } | undefined {
  const values = fingerprint(policy);
  const orders = policiesOn(phone.memory)
    .map(({ order }) => order)
    .join();
  const before = phone.settings;
  phone.settings = { values, orders };
  if (!before) return undefined;
  const keys = new Set([...Object.keys(before.values), ...Object.keys(values)]);
  const changed = [...keys].filter((key) => before.values[key] !== values[key]).sort();
  if (changed.length === 0) return undefined;
  return { changed, because: before.orders === orders ? "situation" : "order" };
}

/** Fences first: they decide which rules are in force. */
async function fencePart(phone: Phone): Promise<void> {
  if (!mayTell(phone)) return;
  const { fences, told, queued, events, again } = await fenceStep(phone);
  if (again !== undefined) phone.shared.world.soon(phone, again);
  if (fences || told)
    await phone.write({ t: "self", ...(fences ? { fences } : {}), ...(told ? { told } : {}), queued });
  for (const [event, more] of events) phone.emit(event, more);
}

/** One check. Nothing of it is done twice after a crash: what is told and that it was told are one record. */
async function look(phone: Phone): Promise<void> {
  if (!phone.remembered || phone.over || phone.memory.leaving || phone.memory.confirm) return;
  let other: ReturnType<typeof changes>;
  let asksForAlert = false;
  const systemBefore = JSON.stringify([phone.memory.state.os, phone.memory.state.patch]);
  await phone.exclusive(async () => {
    if (phone.shared.stopping.aborted || phone.over || phone.memory.leaving || phone.memory.begun) return;
    await fencePart(phone);
    const policy = demandsOn(phone);
    other = changes(phone, policy);
    asksForAlert = wanted(policy, "alerts", "about")?.includes("policy-changed") ?? false;
    await keep(phone, removalStep(phone, policy));
    // Without the time nothing of the rest can be judged; it is known again with the next head.
    if (!phone.timeKnown) return;
    for (const part of [driftStep, updateStep, inventoryStep])
      if (mayTell(phone)) await keep(phone, await part(phone, policy));
  });
  if (other) phone.emit("settings", other);
  // What an order changes, its own result says.
  if (other?.because === "situation" && asksForAlert)
    await alert(phone, `policy-changed:${phone.memory.seq}`, { what: "policy-changed", changed: other.changed });
  installDue(phone);
  tell(phone);
  if (phone.over || systemBefore === JSON.stringify([phone.memory.state.os, phone.memory.state.patch])) return;
  // The gatekeeper learns of another system by a hello alone.
  phone.token = undefined;
  phone.interrupt();
}

/** Milliseconds between two rounds of the timer. */
const beat = 250;

/** Looks after `phones`: each every `seconds`, and those that ask for it when they ask for it. */
export function startChecks(phones: readonly Phone[], seconds: number, stopping: AbortSignal) {
  /** When, on the clock of `elapsed`. */
  const asked = new Map<Phone, number>();
  const running = new Set<Phone>();
  let next = 0;
  let owed = 0;
  let last = elapsed();
  const soon = (phone: Phone, after = 0): void => {
    const at = elapsed() + after;
    asked.set(phone, Math.min(asked.get(phone) ?? at, at));
  };
  const run = (phone: Phone): void => {
    running.add(phone);
    look(phone)
      .catch((error: unknown) => {
        if (!stopping.aborted) phone.emit("error", { where: "check", message: String(error) });
      })
      .finally(() => running.delete(phone));
  };
  const timer = setInterval(() => {
    const now = elapsed();
    owed = Math.min(phones.length, owed + ((now - last) / seconds) * phones.length);
    last = now;
    for (const [phone, at] of asked) {
      if (at > now || running.has(phone)) continue;
      asked.delete(phone);
      run(phone);
    }
    for (; owed >= 1; owed--) {
      const phone = phones[next++ % phones.length]!;
      if (running.has(phone)) soon(phone);
      else run(phone);
    }
  }, beat);
  return { soon, stop: (): void => clearInterval(timer) };
}
