// One phone: what it remembers, and what it holds only while it runs.
import {
  type Charter,
  currentLog,
  deviceId,
  type Invitation,
  type JsonObject,
  type PhoneState,
  resultType,
  signDocument,
  timeNow,
  toBase64url,
} from "@rempart/trust";
import type { CharterStore } from "./charters.ts";
import { supported } from "./device.ts";
import type { Emit } from "./events.ts";
import type { Gate } from "./gate.ts";
import type { Identity } from "./identity.ts";
import { apply, type Change, type Memory, type Queued, type Remembered } from "./memory.ts";
import type { Place } from "./track.ts";
import type { Surroundings } from "./world.ts";

/** What the phones of a process share. */
export interface Shared {
  readonly charters: CharterStore;
  readonly emit: Emit;
  /** Resolves once the record is on the disk. */
  save(record: object): Promise<void>;
  readonly stopping: AbortSignal;
  /** Runs `task` when not too many phones are doing the same. */
  arrive<T>(task: () => Promise<T>): Promise<T>;
  /** Speak to this URL first, where the charter or the invitation allows it. */
  readonly rendezvous: string | undefined;
  readonly world: Surroundings;
}

/** Seconds on a clock that only runs forwards, for as long as this process lives: a restart is a reboot. */
export function elapsed(): number {
  return performance.now() / 1000;
}

export class Phone {
  readonly identity: Identity;
  readonly invitation: Invitation;
  readonly shared: Shared;
  remembered: Remembered | undefined;
  charters: readonly Charter[] = [];
  frozen = false;
  gate: Gate | undefined;
  token: { text: string; until: number; wait: number } | undefined;
  /** Undefined until the first attempt succeeded or failed. */
  connected: boolean | undefined;
  /** A rendezvous to turn to with the next request. */
  redirect: string | undefined;
  /** Where a command put the phone; undefined while it walks its track. */
  standing: (Place & { readonly accuracy: number }) | undefined;
  /** The settings that were in force at the last check, and the orders that carried them. */
  settings: { values: Record<string, string>; orders: string } | undefined;
  installing: Promise<void> | undefined;
  /** When an install that failed is tried again, by its stream, on the clock of `elapsed`. */
  readonly installAfter = new Map<string, number>();
  /** Sends the queue beside the poll that is waiting; set while the phone lives. */
  flush: (() => void) | undefined;
  flushing: Promise<void> = Promise.resolve();
  #clockAt: number | undefined;
  #witnessedAt: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #interruption = new AbortController();

  constructor(identity: Identity, invitation: Invitation, shared: Shared, remembered: Remembered | undefined) {
    this.identity = identity;
    this.invitation = invitation;
    this.shared = shared;
    this.remembered = remembered;
  }

  /** After a restart: verifies the charters that the journal held, and signals whether it was frozen. */
  async wake(memory: Memory): Promise<void> {
    this.charters = await this.shared.charters.load(memory.chain);
    const derived = toBase64url(deviceId(this.newest.genesis, this.identity.spki));
    if (derived !== memory.device) throw new Error(`phone ${this.identity.index} was made from another seed`);
    this.frozen = memory.trust.freezes.length > 0;
  }

  /** What an enrolled phone that is still here remembers. */
  get memory(): Memory {
    if (!this.remembered || "gone" in this.remembered) throw new Error("this phone is not enrolled");
    return this.remembered;
  }

  get over(): boolean {
    return this.remembered !== undefined && "gone" in this.remembered;
  }

  get newest(): Charter {
    return this.charters.at(-1)!;
  }

  /** The state as the verifier reads it. */
  view(): PhoneState {
    const { device, trust } = this.memory;
    const { time, witnessed, ...rest } = trust;
    return {
      ...rest,
      device,
      genesis: this.newest.genesis,
      charters: this.charters,
      clock: { time, at: this.#clockAt },
      witnessed: { time: witnessed, at: this.#witnessedAt },
      supported,
    };
  }

  /** Where the phone stands in the log: in a new epoch, where its charter says it begins. */
  position(): { size: number; root: string } {
    const log = currentLog(this.newest.body);
    const { trust } = this.memory;
    return log.epoch === trust.log.epoch ? trust.log : { size: log.startSize, root: log.startRoot };
  }

  /** Seconds of T, or of the last T known before a reboot. */
  now(): number {
    const state = this.view();
    return Math.floor(timeNow(state, elapsed()) ?? state.clock.time);
  }

  get timeKnown(): boolean {
    return this.#clockAt !== undefined;
  }

  /** Changes the memory; resolves once the change is on the disk. */
  write(change: Change): Promise<void> {
    this.remembered = apply(this.remembered, change);
    return this.shared.save({ p: this.identity.index, ...change });
  }

  /** Takes the state that phase A gave, or a chain that was extended apart. */
  adopt(state: Pick<PhoneState, "charters" | "clock" | "witnessed" | "log" | "freezes">): Promise<void> {
    this.#clockAt = state.clock.at;
    this.#witnessedAt = state.witnessed.at;
    const chain = this.#adoptCharters(state.charters);
    const { log, freezes, clock, witnessed } = state;
    const trust = { log, freezes, time: clock.time, witnessed: witnessed.time };
    return this.write({ t: "head", ...(chain ? { chain } : {}), trust });
  }

  /** Takes a longer verified chain. */
  async adoptChain(charters: readonly Charter[]): Promise<void> {
    const chain = this.#adoptCharters(charters);
    if (chain) await this.write({ t: "chain", chain });
  }

  #adoptCharters(charters: readonly Charter[]): string[] | undefined {
    if (charters.length === this.charters.length) return undefined;
    this.charters = charters.map((charter) => this.shared.charters.keep(charter));
    // Other pins, perhaps another log: the next request opens its connection anew.
    this.hangUp();
    return this.charters.map(({ hash }) => hash);
  }

  hangUp(): void {
    this.gate?.agent.destroy();
    this.gate = undefined;
    this.token = undefined;
  }

  /** A result, signed and numbered, for the queue. Only within `exclusive`; `ahead` others come before it. */
  async result(body: JsonObject, data?: Queued["data"], ahead = 0): Promise<Queued> {
    const { device, seq: last } = this.memory;
    const seq = last + 1 + ahead;
    const whole = { v: 1, org: this.newest.genesis, device, seq, ...body, at: this.now() };
    const { envelope } = await signDocument(resultType, whole, [this.identity.signer]);
    return { seq, result: envelope, ...(data ? { data } : {}) };
  }

  emit(event: string, more: Record<string, unknown> = {}): void {
    const device = this.remembered?.device;
    this.shared.emit({ event, phone: this.identity.index, ...(device === undefined ? {} : { device }), ...more });
  }

  /** Runs `task` alone: what changes the trusted state never overlaps. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when nothing is being changed or fetched any more; the process has been told to stop. */
  async rest(): Promise<void> {
    await this.installing;
    await this.#turn;
    await this.flushing;
  }

  /** Aborted when the process stops or the phone is to turn to something else. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  /** Ends what the phone is waiting for. */
  interrupt(): void {
    this.#interruption.abort();
    if (!this.shared.stopping.aborted) this.#interruption = new AbortController();
  }
}
