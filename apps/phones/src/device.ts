// The simulated device: what carrying out an order does to it. No trust is decided here.
import { type Effective, wanted } from "@rempart/policy";
import { type Action, type Document, type Order, paramsOf } from "@rempart/trust";
import type { Identity } from "./identity.ts";
import { type Package, planInstall } from "./installs.ts";
import { inventoryOf, type Queryable } from "./inventory.ts";
import type { Farewell, Memory } from "./memory.ts";
import { suspendedApps } from "./policies.ts";
import type { Fix } from "./track.ts";
import { systemOf } from "./updates.ts";

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
  /** What those apps were made from that an order installed. */
  packages?: Record<string, Package>;
  agent: number;
  /** After an update of the system; before, what the phone was made with. */
  os?: string;
  patch?: string;
  /** Its owner does not let updates be installed. */
  refusesUpdate?: boolean;
  /** Settings that somebody changed behind the policies' back, by key. */
  overrides?: Record<string, unknown>;
  /** Suspended apps that somebody opened again behind the policies' back. */
  unsuspended?: string[];
  /** How the system was tampered with; absent: it was not. */
  tampered?: string[];
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

/** What an order finds on the phone besides its memory. */
export interface Means {
  /** Opened texts of the order, by field. */
  texts: Record<string, Uint8Array>;
  /** Measures where the phone is, now. */
  fix(): Fix;
  /** What the policies demand here and now. */
  demands(): Effective;
}

interface Setting {
  memory: Memory;
  identity: Identity;
  fix(): Fix;
  demands(): Effective;
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
  locate: (_order, { fix }) => ({ outcome: "done", data: fix() }),
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
    const { platform, package: name, state } = wanted;
    if (platform !== "android") return { outcome: "unsupported" };
    if (state === "removed") {
      const { [name]: _app, ...apps } = memory.state.apps;
      const { [name]: _package, ...packages } = memory.state.packages ?? {};
      return { outcome: "done", state: { apps, packages } };
    }
    // What is offered is the user's to take. What is required is fetched beside all else; its end is a result of its own.
    const before = memory.held[order.body.stream!]?.before;
    const there = state === "available" || planInstall(memory.state, identity, wanted, before) === "nothing";
    return { outcome: there ? "done" : "started" };
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
  { texts, fix, demands }: Means,
): Effect {
  const text = (field: string): { [field: string]: string } => {
    const bytes = texts[field];
    return bytes ? { [field]: Buffer.from(bytes).toString() } : {};
  };
  return handlers[order.body.action]?.(order, { memory, identity, fix, demands, text }) ?? { outcome: "unsupported" };
}

/** What the phone shows from outside: its state, and what `policy` makes of it. */
export function appearance(memory: Memory, identity: Identity, policy: Effective) {
  const { state, trust, held } = memory;
  const apps = Object.keys(state.apps).sort();
  const required = wanted(policy, "apps-required", "packages") ?? [];
  const attempts = wanted(policy, "failedUnlocksBeforeWipe", "attempts");
  return {
    ...state,
    ...systemOf(state, identity),
    lost: state.lost ?? false,
    camera: wanted(policy, "camera", "disabled") !== true,
    passcodeMinimumLength: wanted(policy, "passcode", "minimumLength") ?? 0,
    ...(attempts === undefined ? {} : { failedUnlocksBeforeWipe: attempts }),
    suspended: suspendedApps(policy, apps),
    missing: required.filter((name) => !apps.includes(name)),
    groups: trust.groups,
    held: Object.keys(held).sort(),
  };
}

function queryable({ memory, identity, demands }: Setting): Queryable {
  return { identity, memory, appearance: appearance(memory, identity, demands()) };
}
