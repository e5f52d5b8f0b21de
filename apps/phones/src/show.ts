// Answers to `show` and `show-all`.
import { appearance } from "./device.ts";
import type { Phone } from "./phone.ts";

function identify(phone: Phone): { phone: number; device?: string } {
  const device = phone.remembered?.device;
  return { phone: phone.identity.index, ...(device === undefined ? {} : { device }) };
}

/** Everything about one phone. */
export function show(phone: Phone): Record<string, unknown> {
  const { remembered } = phone;
  if (!remembered) return { ...identify(phone), state: { enrolled: false } };
  if ("gone" in remembered) {
    const wiped = remembered.gone === "wiped";
    return { ...identify(phone), state: { enrolled: false, gone: remembered.gone, wiped } };
  }
  const { trust, executed, queue, seq, confirm } = remembered;
  const state = {
    enrolled: true,
    confirmed: confirm === undefined,
    connected: phone.connected ?? false,
    wiped: false,
    ...appearance(remembered),
    charter: phone.newest.body.version,
    size: trust.log.size,
    frozen: phone.frozen || trust.freezes.length > 0,
    freezes: trust.freezes,
    streams: trust.streams,
    seq,
    queued: queue.length,
    executed,
  };
  return { ...identify(phone), state };
}

/** One phone in a line. */
export function compact(phone: Phone): Record<string, unknown> {
  const { remembered } = phone;
  if (!remembered || "gone" in remembered)
    return { ...identify(phone), enrolled: false, wiped: remembered !== undefined && remembered.gone === "wiped" };
  const { locked, lost, camera, suspended, missing } = appearance(remembered);
  const { trust, executed, queue } = remembered;
  return {
    ...identify(phone),
    enrolled: true,
    connected: phone.connected ?? false,
    wiped: false,
    locked,
    lost: lost !== false,
    camera,
    suspended: suspended.length,
    missing: missing.length,
    charter: phone.newest.body.version,
    size: trust.log.size,
    frozen: phone.frozen || trust.freezes.length > 0,
    queued: queue.length,
    executed: executed.length,
  };
}
