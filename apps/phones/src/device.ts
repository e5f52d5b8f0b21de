// The simulated device: what carrying out an order does to it. No trust is decided here.
import { type Applied, activeRules, merge, type Rule, wanted } from "@rempart/policy";
import { type Action, type Document, everyPhone, type Order, paramsOf } from "@rempart/trust";
import type { Identity } from "./identity.ts";
import { inventoryOf, type Queryable } from "./inventory.ts";
import type { Farewell, Memory } from "./memory.ts";

export interface DeviceState {
  locked: boolean;
  lockMessage?: string;
  lockPhone?: string;
  lost?: { message?: string; contact?: string; sound: boolean } | false;
  passcode: boolean;
  rings: number;
  messages: string[];
  /** Installed apps with their version codes. */
  apps: Record<string, number>;
  agent: number;
}

export function newDevice(identity: Identity): DeviceState {
  const apps = { ...identity.apps };
  return { locked: false, passcode: true, rings: 0, messages: [], apps, agent: 1 };
}

/** What came of an order. `data` goes to the gatekeeper beside the result. */
export interface Effect {
  outcome: "done" | "started" | "failed" | "unsupported";
  state?: Partial<DeviceState>;
  data?: unknown;
  leaving?: Farewell;
}

interface Setting {
  memory: Memory;
  identity: Identity;
  /** Opened texts of the order, by field. */
  text(field: string): { [field: string]: string };
}

const done: Effect = { outcome: "done" };
type Handler = (order: Document<Order>, setting: Setting) => Effect;

const handlers: Partial<Record<Action, Handler>> = {
  lock: (_order, { text }) => {
    const { message, phone } = { ...text("message"), ...text("phone") };
    const words = {
      ...(message === undefined ? {} : { lockMessage: message }),
      ...(phone ? { lockPhone: phone } : {}),
    };
    return { outcome: "done", state: { locked: true, ...words } };
  },
  "lost-mode": (order, { text }) => {
    const { on, sound } = paramsOf(order, "lost-mode");
    if (!on) return { outcome: "done", state: { lost: false } };
    return { outcome: "done", state: { lost: { ...text("message"), ...text("contact"), sound: sound ?? false } } };
  },
  ring: (_order, { memory }) => ({ outcome: "done", state: { rings: memory.state.rings + 1 } }),
  message: (_order, { memory, text }) => {
    const messages = [...memory.state.messages, ...Object.values(text("text"))].slice(-20);
    return { outcome: "done", state: { messages } };
  },
  query: (order, setting) => ({
    outcome: "done",
    data: inventoryOf(paramsOf(order, "query").what, queryable(setting)),
  }),
  locate: (_order, { identity }) => ({ outcome: "done", data: { ...identity.position, accuracy: 12 } }),
  // The report leaves first: afterwards there is nobody left to send it.
  wipe: () => ({ outcome: "started", leaving: "wiped" }),
  unenrol: () => ({ outcome: "done", leaving: "unenrolled" }),
  "clear-passcode": () => ({ outcome: "done", state: { passcode: false, locked: false } }),
  // The memory of them, which the verifier keeps, is all that these do on a phone.
  cancel: () => done,
  unfreeze: () => done,
  assign: () => done,
  policy: () => done,
  certificate: () => done,
  app: (order, { memory, identity }) => {
    const wanted = paramsOf(order, "app");
    if (wanted.platform !== "android") return { outcome: "unsupported" };
    const apps = { ...memory.state.apps };
    if (wanted.state === "removed") delete apps[wanted.package];
    if (wanted.state !== "required") return { outcome: "done", state: { apps } };
    if (wanted.size! > identity.storage) return { outcome: "failed" };
    apps[wanted.package] = wanted.versionCode!;
    return { outcome: "done", state: { apps } };
  },
  "os-update": (order) => (order.body.stream === "os/android" ? done : { outcome: "unsupported" }),
  "agent-update": (order, { memory }) => {
    const { versionCode } = paramsOf(order, "agent-update");
    if (versionCode <= memory.state.agent) return { outcome: "failed" };
    return { outcome: "done", state: { agent: versionCode } };
  },
};

/** Every action of an Android phone. */
export const supported: ReadonlySet<Action> = new Set(Object.keys(handlers) as Action[]);

/** Carries `order` out; the caller has remembered it durably before. `texts` are the opened ones, by field. */
export function execute(
  order: Document<Order>,
  memory: Memory,
  identity: Identity,
  texts: Record<string, Uint8Array>,
): Effect {
  const text = (field: string): { [field: string]: string } => {
    const bytes = texts[field];
    return bytes ? { [field]: Buffer.from(bytes).toString() } : {};
  };
  return handlers[order.body.action]?.(order, { memory, identity, text }) ?? { outcome: "unsupported" };
}

/** The policies that concern this phone now: those of groups it belongs to no longer do not apply. */
function policiesInForce({ trust, held }: Memory): Applied[] {
  return Object.values(held)
    .filter(({ action, group }) => action === "policy" && (group === everyPhone || trust.groups.includes(group ?? "")))
    .map(({ order, group, params }) => {
      const { id, rules } = params as unknown as { id: string; rules: Rule[] };
      return { policy: id, order, signers: [], group: group ?? "", rules };
    });
}

/** What the phone shows from outside: its state, and what the policies in force make of it. */
export function appearance(memory: Memory) {
  const { state, trust, held } = memory;
  // Neither place nor time is known to it yet: every rule counts.
  const nowhere = { inside: new Set<string>(), outside: new Set<string>() };
  const policy = merge(activeRules(policiesInForce(memory), nowhere));
  const denied = wanted(policy, "apps-denied", "packages") ?? [];
  const required = wanted(policy, "apps-required", "packages") ?? [];
  const attempts = wanted(policy, "failedUnlocksBeforeWipe", "attempts");
  const apps = Object.keys(state.apps).sort();
  return {
    ...state,
    lost: state.lost ?? false,
    camera: wanted(policy, "camera", "disabled") !== true,
    passcodeMinimumLength: wanted(policy, "passcode", "minimumLength") ?? 0,
    ...(attempts === undefined ? {} : { failedUnlocksBeforeWipe: attempts }),
    suspended: apps.filter((name) => denied.includes(name)),
    missing: required.filter((name) => !apps.includes(name)),
    groups: trust.groups,
    held: Object.keys(held).sort(),
  };
}

function queryable({ memory, identity }: Setting): Queryable {
  return { identity, memory, appearance: appearance(memory) };
}
