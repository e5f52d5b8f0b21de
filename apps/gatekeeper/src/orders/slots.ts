// The brake at work (PROTOCOL section 5): a slot is cut when a phone is on the line and about to be handed a destructive
// document, as a logged release that names it. Strictly one after the other, so that no two requests share a slot.
import { freeSlots, secondsUntilFree, targetLeaf, toHex, type Window } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Device } from "../devices/registry.ts";
import { passesFreeze } from "../freeze/stands.ts";
import type { Entry, Released } from "./book.ts";
import { paceOf } from "./pace.ts";
import { addRelease } from "./releases.ts";

const enrolmentGrace = 86_400;
/** At most this many phones in one release (PROTOCOL section 8). */
const releaseSize = 50;

interface Wish {
  entry: Entry;
  device: Device;
  resolve(released: Released | undefined): void;
  reject(error: unknown): void;
}

/** A standing document on a phone that has just enrolled takes nothing away from anyone: its slot is not counted. */
function isCounted(entry: Entry, device: Device, now: number): boolean {
  return !(entry.standing && now - device.enrolledAt < enrolmentGrace);
}

/** Hands out brake slots. */
export class Slots {
  readonly #context: Context;
  #wishes: Wish[] = [];
  constructor(context: Context) {
    this.#context = context;
  }

  /** The release that hands `entry` to `device`, cutting a slot if the brake leaves one; undefined when it does not. */
  request(entry: Entry, device: Device): Promise<Released | undefined> {
    const have = entry.slots.get(device.id);
    if (have) return Promise.resolve(have);
    return new Promise((resolve, reject) => {
      this.#wishes.push({ entry, device, resolve, reject });
      void this.#context.decisions.run(() => this.#serve());
    });
  }

  /** Seconds until the brake leaves a slot for `entry`. */
  wait(entry: Entry): number {
    return secondsUntilFree(this.#context.book.slots, this.#windows(entry), nowSeconds());
  }

  #windows(entry: Entry): readonly Window[] {
    const pace = paceOf(this.#context, entry.document.hash);
    return pace ? [pace] : this.#context.charters.newest.body.brake.destructive;
  }

  async #serve(): Promise<void> {
    const wishes = this.#wishes;
    this.#wishes = [];
    for (const entry of new Set(wishes.map((wish) => wish.entry))) {
      const group = wishes.filter((wish) => wish.entry === entry);
      for (let at = 0; at < group.length; at += releaseSize) await this.#cut(entry, group.slice(at, at + releaseSize));
    }
  }

  async #cut(entry: Entry, wishes: Wish[]): Promise<void> {
    try {
      // Looked at in turn: a freeze or a cancel may have come since the phone asked.
      const open = entry.state === "released" && (await passesFreeze(this.#context, entry.document));
      await this.#share(entry, wishes, open);
    } catch (error) {
      for (const wish of wishes) wish.reject(error);
    }
  }

  async #share(entry: Entry, wishes: Wish[], open: boolean): Promise<void> {
    const now = nowSeconds();
    let free = freeSlots(this.#context.book.slots, this.#windows(entry), now);
    const served: Wish[] = [];
    const taken = new Set<string>();
    for (const wish of wishes) {
      const have = entry.slots.get(wish.device.id);
      const counted = isCounted(entry, wish.device, now);
      if (have || !open) wish.resolve(have);
      else if (taken.has(wish.device.id)) served.push(wish);
      else if (!counted || free > 0) {
        if (counted) free--;
        taken.add(wish.device.id);
        served.push(wish);
      } else wish.resolve(undefined);
    }
    if (served.length === 0) return;
    const devices = [...new Set(served.map((wish) => wish.device))];
    const released = await this.#release(entry, devices, now);
    for (const wish of served) wish.resolve(released);
  }

  async #release(entry: Entry, devices: Device[], now: number): Promise<Released> {
    const { book } = this.#context;
    const { id } = entry.document.body;
    const leaves = devices.map((device) => toHex(targetLeaf(id, device.id)));
    const released = await addRelease(
      this.#context,
      entry,
      { phones: leaves },
      {
        also: async (tx, release) => {
          await tx.query(
            `insert into slot (order_hash, device, release_hash, at, counted)
           select $1, device, $2, $3, counted from unnest($4::text[], $5::boolean[]) as wish (device, counted)`,
            [
              entry.document.hash,
              release,
              now,
              devices.map((device) => device.id),
              devices.map((device) => isCounted(entry, device, now)),
            ],
          );
        },
      },
    );
    for (const device of devices) {
      entry.slots.set(device.id, released);
      if (isCounted(entry, device, now)) book.slots.push({ at: now, phones: 1 });
    }
    return released;
  }
}
