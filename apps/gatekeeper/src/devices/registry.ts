import { everyPhone, importVerifyKey, type JsonValue, type VerifyKey } from "@rempart/trust";
import type pg from "pg";
import type { LinkEvent } from "../link/outbox.ts";

export interface Device {
  id: string;
  spki: Uint8Array;
  platform: string;
  model: string;
  os: string;
  patch: string | undefined;
  ticket: string;
  state: "confirm" | "ready" | "gone";
  groups: string[];
  enrolment: string;
  confirm: string | undefined;
  enrolledAt: number;
  helloCount: number;
  resultSeq: number;
  seenAt: number;
  /** What the phone said it holds, by stream; undefined until its first hello since our start. */
  streams: Map<string, number> | undefined;
  /** Offers made since our start, so that a phone that refuses is not asked in a loop: order hash to what was offered. */
  offered: Map<string, string>;
  /** The freezes that the phone said it keeps at its last poll. */
  freezes: string;
  key: VerifyKey | undefined;
}

/** What is stored of a device. */
type NewDevice = Omit<Device, "seenAt" | "streams" | "offered" | "freezes" | "key">;

interface DeviceRow {
  id: string;
  spki: Buffer;
  platform: string;
  model: string;
  os: string;
  patch: string | null;
  ticket: string;
  state: Device["state"];
  groups: string[];
  enrolment: string;
  confirm: string | null;
  enrolled_at: string;
  hello_count: string;
  result_seq: string;
}

/** All enrolled phones in memory. */
export class Devices {
  readonly #byId = new Map<string, Device>();
  /** Devices seen since the last report to the server. */
  readonly seen = new Map<string, number>();

  async load(pool: pg.Pool): Promise<void> {
    const { rows } = await pool.query<DeviceRow>("select * from device");
    for (const row of rows) {
      this.add({
        id: row.id,
        spki: new Uint8Array(row.spki),
        platform: row.platform,
        model: row.model,
        os: row.os,
        patch: row.patch ?? undefined,
        ticket: row.ticket,
        state: row.state,
        groups: row.groups,
        enrolment: row.enrolment,
        confirm: row.confirm ?? undefined,
        enrolledAt: Number(row.enrolled_at),
        helloCount: Number(row.hello_count),
        resultSeq: Number(row.result_seq),
      });
    }
  }

  add(facts: NewDevice): Device {
    const device: Device = { ...facts, seenAt: 0, streams: undefined, offered: new Map(), freezes: "", key: undefined };
    this.#byId.set(device.id, device);
    return device;
  }

  get(id: string): Device | undefined {
    return this.#byId.get(id);
  }
  all(): IterableIterator<Device> {
    return this.#byId.values();
  }

  /** Ids of the phones that belong to `group` and are served. */
  inGroup(group: string): string[] {
    return [...this.#byId.values()]
      .filter((device) => device.state !== "gone" && isIn(device, group))
      .map((device) => device.id);
  }
}

/** Whether the gatekeeper counts `device` to `group`; the phone decides for itself again. */
export function isIn(device: Device, group: string): boolean {
  return group === everyPhone || device.groups.includes(group);
}

/** The device's key, imported when first needed. */
export async function keyOf(device: Device): Promise<VerifyKey> {
  device.key ??= await importVerifyKey(device.spki);
  return device.key;
}

/** What the server is told of a phone, in `state`. */
export function phoneEvent(device: NewDevice, state: Device["state"]): LinkEvent {
  const { id, platform, model, os, patch, groups, ticket } = device;
  const body: Record<string, JsonValue> = { device: id, platform, model, os, state, groups, ticket };
  if (patch !== undefined) body.patch = patch;
  return { type: "phone", body };
}
