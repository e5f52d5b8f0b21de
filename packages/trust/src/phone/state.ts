import { type Charter, currentLog } from "../charter/charter.ts";
import type { Document } from "../envelope/envelope.ts";
import type { Action } from "../order/actions.ts";
import { everyPhone, isStanding, type Order, paramsOf } from "../order/order.ts";

/** A moment: `time` (Unix seconds) held when the phone's elapsed clock showed `at` (seconds since boot). */
export interface Moment {
  time: number;
  at: number;
}

/** Everything a phone remembers to judge the next bundle. Plain data beside the imported charters; never mutated. */
export interface PhoneState {
  readonly device: string;
  readonly genesis: string;
  /** The verified chain, genesis first. Never empty. */
  readonly charters: readonly Charter[];
  readonly log: { readonly epoch: number; readonly size: number; readonly root: string };
  /** T of the last verified head. `at` is undefined after a reboot: then T is unknown until a head passes. */
  readonly clock: { readonly time: number; readonly at: number | undefined };
  /** Time of the last head to whose time k witnesses agreed (never moved where the charter asks for none). */
  readonly witnessed: { readonly time: number; readonly at: number | undefined };
  readonly freezes: readonly string[];
  readonly groups: readonly string[];
  readonly assigned: { readonly createdAt: number; readonly id: string } | undefined;
  readonly streams: Readonly<Record<string, { readonly n: number; readonly hash: string }>>;
  /** Replay memory: hash of each one-shot order carried out, with the time after which it is expired anyway. */
  readonly done: Readonly<Record<string, number>>;
  readonly cancelled: readonly string[];
  readonly supported: ReadonlySet<Action>;
}

export const maxFreezes = 16;
export const maxStreams = 512;

/** The state of a phone right after it verified its ticket. `groups` are the ticket's. */
export function newPhone(
  device: string,
  charters: readonly Charter[],
  groups: readonly string[],
  supported: ReadonlySet<Action>,
): PhoneState {
  const newest = charters.at(-1)!;
  const log = currentLog(newest.body);
  return {
    device,
    genesis: newest.genesis,
    charters,
    log: { epoch: log.epoch, size: log.startSize, root: log.startRoot },
    clock: { time: newest.body.issuedAt, at: undefined },
    witnessed: { time: newest.body.issuedAt, at: undefined },
    freezes: [],
    groups,
    assigned: undefined,
    streams: {},
    done: {},
    cancelled: [],
    supported,
  };
}

/** T now, or undefined while it is unknown (after a reboot, until a head passes). Never the wall clock. */
export function timeNow(state: PhoneState, elapsed: number): number | undefined {
  return state.clock.at === undefined ? undefined : state.clock.time + Math.max(0, elapsed - state.clock.at);
}

/** Whether the phone counts itself to `group`. */
export function isMember(state: PhoneState, group: string): boolean {
  return group === everyPhone || state.groups.includes(group);
}

/** The state after `order` was decided to be executed; to be written durably *before* it is. */
export function remember(state: PhoneState, order: Document<Order>): PhoneState {
  const { body, hash } = order;
  if (body.action === "assign") {
    const groups = paramsOf(order, "assign").groups;
    return { ...state, groups, assigned: { createdAt: body.createdAt, id: body.id } };
  }
  if (isStanding(body)) {
    return { ...state, streams: { ...state.streams, [body.stream!]: { n: body.n!, hash } } };
  }
  const done: Record<string, number> = {};
  // An expired order is refused for that alone; remembering it any longer would let the memory grow for ever.
  for (const [key, until] of Object.entries(state.done)) if (until >= state.clock.time) done[key] = until;
  done[hash] = body.expiresAt ?? Number.MAX_SAFE_INTEGER;
  const next = { ...state, done };
  if (body.action === "cancel") {
    return { ...next, cancelled: [...state.cancelled, paramsOf(order, "cancel").order].slice(-1000) };
  }
  if (body.action === "unfreeze") {
    const lifted = paramsOf(order, "unfreeze").freezes;
    return { ...next, freezes: state.freezes.filter((freeze) => !lifted.includes(freeze)) };
  }
  return next;
}
