// What one phone remembers across restarts, and the records that change it. Replaying the journal and living through
// the same events are one function, `apply`, so that a restarted phone is the phone that was killed.
import type { FenceStates } from "@rempart/policy";
import type { Action, JsonValue, PhoneState } from "@rempart/trust";
import type { DeviceState } from "./device.ts";

/** The part of the verifier's state that survives a restart. The clock's `at` does not: a restart is a reboot. */
export interface Trust extends Pick<PhoneState, "log" | "freezes" | "groups" | "assigned" | "cancelled"> {
  readonly time: number;
  readonly witnessed: number;
  streams: Record<string, { readonly n: number; readonly hash: string }>;
  done: Record<string, number>;
}

/** A standing document in force, until its successor. */
export interface Held {
  order: string;
  action: Action;
  group: string | undefined;
  params: JsonValue;
  /** Index of its release in the log, and the people whose signatures count. */
  index: number;
  signers: string[];
  /** Highest version that earlier documents of an app's stream asked for. */
  before?: number;
}

/** A signed result that the gatekeeper has not acknowledged. */
export interface Queued {
  seq: number;
  result: JsonValue;
  data?: { sha256: string; value: string } | undefined;
}

export interface Executed {
  order: string;
  action: string;
  outcome: string;
  at: number;
}

/** An order that was decided to be executed and has no result yet. */
export interface Begun {
  order: string;
  action: Action;
  index: number;
  head: { size: number; hash: string };
}

/** How far an install got, by the stream that asks for it. */
export interface Install {
  order: string;
  tries: number;
  /** Why it fails, as it was reported; undefined while nothing failed. */
  why?: string | undefined;
}

/** What the phone last told about itself, so that it tells changes only. */
export interface Told {
  /** Settings out of line: key to what was told. */
  drift: Record<string, string>;
  /** Fences by key: what was told of the side the phone is on. */
  fences: Record<string, boolean>;
  /** Keys of alerts, newest last: one thing is alerted once. */
  alerts: string[];
  inventory?: { sha256: string; at: number };
  installs: Record<string, Install>;
  /** The OS update that is asked for, and since when (T). */
  update?: { order: string; since: number };
}

export type Farewell = "wiped" | "unenrolled";

export interface Memory {
  device: string;
  /** Hashes of the charters, genesis first; their envelopes stand once in the journal. */
  chain: string[];
  /** The code's two parts, while an operator has to compare it. */
  confirm?: { enrolment: string; nonce: string } | undefined;
  trust: Trust;
  held: Record<string, Held>;
  state: DeviceState;
  told: Told;
  /** Where the phone is, as the fences' stepper left it. */
  fences: FenceStates;
  /** Of the newest hello. */
  count: number;
  /** Of the newest result. */
  seq: number;
  queue: Queued[];
  begun?: Begun | undefined;
  /** Refusals reported, newest last: one order is refused for one reason once. */
  refused: string[];
  executed: Executed[];
  leaving?: Farewell | undefined;
}

export type Change =
  | { t: "enrolled"; memory: Memory }
  | { t: "admitted" }
  | { t: "hello"; count: number }
  | { t: "chain"; chain: string[] }
  | { t: "head"; chain?: string[]; trust: Partial<Trust> }
  | { t: "begin"; begun: Begun; trust: Partial<Trust>; stream?: string; held?: Held | undefined }
  | { t: "end"; executed: Executed; queued: Queued; state?: Partial<DeviceState>; leaving?: Farewell | undefined }
  | { t: "refused"; key: string; queued: Queued }
  | { t: "self"; state?: Partial<DeviceState>; told?: Partial<Told>; fences?: FenceStates; queued?: Queued[] }
  | { t: "sent"; seq: number }
  | { t: "gone"; why: Farewell };

/** What is left of a phone that was wiped or has left: that it is not to come back. */
export interface Gone {
  device: string;
  gone: Farewell;
}

export type Remembered = Memory | Gone;

/** What a phone that has just enrolled has told: nothing. */
export function nothingTold(): Told {
  return { drift: {}, fences: {}, alerts: [], installs: {} };
}

const keptRefusals = 256;
const keptExecutions = 64;

function applyTrust(memory: Memory, delta: Partial<Trust>): void {
  const { streams, done, ...rest } = delta;
  const { trust } = memory;
  Object.assign(trust, rest);
  Object.assign(trust.streams, streams);
  if (!done) return;
  // As the verifier forgets: what is expired is refused for that alone.
  for (const [order, until] of Object.entries(trust.done)) if (until < trust.time) delete trust.done[order];
  Object.assign(trust.done, done);
}

function applyEnd(memory: Memory, record: Extract<Change, { t: "end" }>): void {
  memory.begun = undefined;
  memory.executed = [...memory.executed, record.executed].slice(-keptExecutions);
  memory.state = { ...memory.state, ...record.state };
  memory.leaving = record.leaving;
  enqueue(memory, record.queued);
}

function enqueue(memory: Memory, queued: Queued): void {
  memory.queue.push(queued);
  memory.seq = queued.seq;
}

/** The memory after `record`. The memory given may be changed in place. */
export function apply(memory: Remembered | undefined, record: Change): Remembered {
  if (record.t === "enrolled") return record.memory;
  if (!memory) throw new Error(`a record ${record.t} before enrolment`);
  if ("gone" in memory) return memory;
  switch (record.t) {
    case "admitted":
      memory.confirm = undefined;
      break;
    case "hello":
      memory.count = record.count;
      break;
    case "chain":
      memory.chain = record.chain;
      break;
    case "head":
      memory.chain = record.chain ?? memory.chain;
      applyTrust(memory, record.trust);
      break;
    case "begin":
      memory.begun = record.begun;
      applyTrust(memory, record.trust);
      if (record.stream === undefined) break;
      if (record.held) memory.held[record.stream] = record.held;
      else delete memory.held[record.stream];
      break;
    case "end":
      applyEnd(memory, record);
      break;
    case "refused":
      memory.refused = [...memory.refused, record.key].slice(-keptRefusals);
      enqueue(memory, record.queued);
      break;
    case "self":
      memory.state = { ...memory.state, ...record.state };
      memory.told = { ...memory.told, ...record.told };
      memory.fences = record.fences ?? memory.fences;
      for (const queued of record.queued ?? []) enqueue(memory, queued);
      break;
    case "sent":
      memory.queue = memory.queue.filter(({ seq }) => seq > record.seq);
      memory.seq = Math.max(memory.seq, record.seq);
      break;
    case "gone":
      return { device: memory.device, gone: record.why };
  }
  return memory;
}
