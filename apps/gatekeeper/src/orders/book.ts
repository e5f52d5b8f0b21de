// Every accepted order in memory, with what is still to be delivered. The database holds the same; it is read at start.
import {
  type Document,
  isDestructive,
  isStanding,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  type Release,
  releaseType,
} from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";

export type OrderState = "held" | "released" | "cancelled" | "ended";

export interface Released {
  document: Document<Release>;
  index: number;
}

export interface Entry {
  document: Document<Order>;
  state: OrderState;
  phones: number;
  by: string[];
  acceptedAt: number;
  holdUntil: number | undefined;
  destructive: boolean;
  standing: boolean;
  /** In order of the log; the first is the acceptance. */
  releases: Released[];
  /** For a target tree: phone to its index, the pending ones only. */
  pending: Map<string, number>;
  /** Brake slots: phone to the release that names it. */
  slots: Map<string, Released>;
  /** Phones that reported on a document that still grows: whether it failed there, by their newest word. */
  failures: Map<string, boolean>;
  /** Too many failed: its reach grows no more by the clock. */
  halted: boolean;
  /** When its submission arrived, on the monotonic clock of this process; undefined after a restart. */
  receivedAt?: number;
}

interface OrderRow {
  hash: string;
  envelope: string;
  state: OrderState;
  phones: number;
  by_people: string[];
  accepted_at: string;
  hold_until: string | null;
  halted: boolean;
}

/** The accepted orders. */
export class OrderBook {
  readonly byHash = new Map<string, Entry>();
  /** Newest document of each stream. */
  readonly streams = new Map<string, Entry>();
  /** Newest document of each stream for each group: what a successor for another group leaves standing. */
  readonly #byGroup = new Map<string, Map<string, Entry>>();
  /** Orders that set a pace, oldest first. */
  readonly paces: Entry[] = [];
  /** Device to the orders that wait for it. */
  readonly byDevice = new Map<string, Set<Entry>>();
  readonly slots: { at: number; phones: number }[] = [];
  /** Files that accepted orders name: SHA-256 to size. Phones may fetch these and no others. */
  readonly blobs = new Map<string, number>();
  /** Orders that were erased: never accepted again. */
  readonly erased = new Set<string>();

  /** Reads everything anew. An erased order is over: it has a row, but nothing to deliver. */
  async load(pool: pg.Pool): Promise<void> {
    for (const memory of [this.byHash, this.streams, this.#byGroup, this.byDevice, this.blobs]) memory.clear();
    this.paces.length = 0;
    this.slots.length = 0;
    this.erased.clear();
    const gone = await pool.query<{ hash: string }>("select hash from accepted_order where envelope is null");
    for (const { hash } of gone.rows) this.erased.add(hash);
    const orders = await pool.query<OrderRow>(
      "select * from accepted_order where envelope is not null order by accepted_at, hash",
    );
    for (const row of orders.rows) {
      const document = openEnvelope(orderType, JSON.parse(row.envelope) as JsonValue);
      const entry = newEntry(
        document,
        row.state,
        row.phones,
        row.by_people,
        Number(row.accepted_at),
        row.hold_until === null ? undefined : Number(row.hold_until),
      );
      entry.halted = row.halted;
      this.add(entry);
    }
    const releases = await pool.query<{ order_hash: string; log_index: string; envelope: string }>(
      "select order_hash, log_index, envelope from release order by log_index",
    );
    const byRelease = new Map<string, Released>();
    for (const row of releases.rows) {
      const document = openEnvelope(releaseType, JSON.parse(row.envelope) as JsonValue);
      const released = { document, index: Number(row.log_index) };
      byRelease.set(document.hash, released);
      this.byHash.get(row.order_hash)?.releases.push(released);
    }
    const targets = await pool.query<{ order_hash: string; device: string; tree_index: number }>(
      // The targets of an order that is over are left as they were: a cancel must not have to write a million rows.
      `select order_hash, device, tree_index from order_target
       join accepted_order on hash = order_hash and state in ('held', 'released') and envelope is not null
       where not settled`,
    );
    for (const row of targets.rows) this.expect(this.byHash.get(row.order_hash)!, row.device, row.tree_index);
    // Phones that waited for a cancelled order are told of the cancellation. Who was told before says so once more.
    const waiting = await pool.query<{ order_hash: string; device: string }>(
      `select order_hash, device from order_target
       join accepted_order on hash = order_hash and state = 'cancelled' where not settled`,
    );
    const cancels = this.#cancels();
    for (const { order_hash: order, device } of waiting.rows) {
      const cancel = cancels.get(order);
      if (cancel) this.expect(cancel, device, 0);
    }
    const slots = await pool.query<{
      order_hash: string;
      device: string;
      release_hash: string;
      at: string;
      counted: boolean;
    }>("select * from slot");
    for (const row of slots.rows) {
      this.byHash.get(row.order_hash)?.slots.set(row.device, byRelease.get(row.release_hash)!);
      if (row.counted) this.slots.push({ at: Number(row.at), phones: 1 });
    }
  }

  /** The newest order that cancels each, while a phone could still obey what it cancels. */
  #cancels(): Map<string, Entry> {
    const found = new Map<string, Entry>();
    for (const entry of this.byHash.values()) {
      const { action, params } = entry.document.body;
      if (action !== "cancel") continue;
      const { order } = params as { order: string };
      const until = this.byHash.get(order)?.document.body.expiresAt ?? Number.POSITIVE_INFINITY;
      if (until >= nowSeconds()) found.set(order, entry);
    }
    return found;
  }

  /** Takes an accepted order in, after its commit. */
  add(entry: Entry): void {
    this.byHash.set(entry.document.hash, entry);
    const { action, stream, n } = entry.document.body;
    const { sha256, size } = entry.document.body.params as { sha256?: string; size?: number };
    if ((action === "app" || action === "agent-update") && sha256 !== undefined) this.blobs.set(sha256, size!);
    if (action === "pace") this.paces.push(entry);
    if (stream === undefined || stream === "assign") return;
    if ((this.streams.get(stream)?.document.body.n ?? 0) < n!) this.streams.set(stream, entry);
    const { targets } = entry.document.body;
    if (!("group" in targets)) return;
    const groups = this.#byGroup.get(stream) ?? new Map<string, Entry>();
    this.#byGroup.set(stream, groups);
    if ((groups.get(targets.group)?.document.body.n ?? 0) < n!) groups.set(targets.group, entry);
  }

  /** Of each stream the newest document for a group that `isIn`; without it, all that stands for some group. */
  *standing(isIn?: (group: string) => boolean): Generator<Entry> {
    for (const groups of this.#byGroup.values()) {
      if (!isIn) {
        yield* groups.values();
        continue;
      }
      let newest: Entry | undefined;
      for (const [group, entry] of groups)
        if (isIn(group) && (newest?.document.body.n ?? 0) < entry.document.body.n!) newest = entry;
      if (newest) yield newest;
    }
  }

  /** Whether `entry` is what stands of its stream, for its group. */
  isStanding({ document }: Entry): boolean {
    const { stream, targets } = document.body;
    if (stream === undefined || !("group" in targets)) return false;
    return this.#byGroup.get(stream)?.get(targets.group)?.document.hash === document.hash;
  }

  /** `device` waits for this order. */
  expect(entry: Entry, device: string, index: number): void {
    entry.pending.set(device, index);
    const waiting = this.byDevice.get(device) ?? new Set();
    this.byDevice.set(device, waiting.add(entry));
  }

  /** `device` needs this order no longer. */
  settle(entry: Entry, device: string): void {
    entry.pending.delete(device);
    const waiting = this.byDevice.get(device);
    waiting?.delete(entry);
    if (waiting?.size === 0) this.byDevice.delete(device);
  }

  /** Cancelled or ended: nobody waits for it any more. Returns the phones that did. */
  close(entry: Entry, state: "cancelled" | "ended"): string[] {
    entry.state = state;
    const devices = [...entry.pending.keys()];
    for (const device of devices) this.settle(entry, device);
    return devices;
  }
}

/** An entry for a freshly accepted order. */
export function newEntry(
  document: Document<Order>,
  state: OrderState,
  phones: number,
  by: string[],
  acceptedAt: number,
  holdUntil: number | undefined,
): Entry {
  return {
    document,
    state,
    phones,
    by,
    acceptedAt,
    holdUntil,
    destructive: isDestructive(document.body),
    standing: isStanding(document.body),
    releases: [],
    pending: new Map(),
    slots: new Map(),
    failures: new Map(),
    halted: false,
  };
}
