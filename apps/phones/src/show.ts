// Answers to `show` and `show-all`.
import { appearance } from "./device.ts";
import type { Phone } from "./phone.ts";
import { locate } from "./place.ts";
import { demandsOn, explained } from "./policies.ts";

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
  const { trust, executed, queue, seq, confirm, told } = remembered;
  const policy = demandsOn(phone);
  const state = {
    enrolled: true,
    confirmed: confirm === undefined,
    connected: phone.connected ?? false,
    wiped: false,
    ...appearance(remembered, phone.identity, policy),
    ...explained(policy),
    fences: Object.fromEntries(
      Object.entries(remembered.fences.fences).map(([key, { inside }]) => [key, inside ?? null]),
    ),
    drift: Object.values(told.drift).map((one) => JSON.parse(one) as unknown),
    charter: phone.newest.body.version,
    size: trust.log.size,
    frozen: phone.frozen || trust.freezes.length > 0,
    freezes: trust.freezes,
    streams: trust.streams,
    seq,
    queued: queue.length,
    executed,
  };
  const { at: _at, ...position } = locate(phone);
  return { ...identify(phone), position: { ...position, walking: phone.standing === undefined }, state };
}

/** One phone in a line. */
export function compact(phone: Phone): Record<string, unknown> {
  const { remembered } = phone;
  if (!remembered || "gone" in remembered)
    return { ...identify(phone), enrolled: false, wiped: remembered !== undefined && remembered.gone === "wiped" };
  const { locked, lost, camera, suspended, missing, os, patch } = appearance(
    remembered,
    phone.identity,
    demandsOn(phone),
  );
  const { trust, executed, queue } = remembered;
  return {
    ...identify(phone),
    enrolled: true,
    connected: phone.connected ?? false,
    wiped: false,
    locked,
    lost: lost !== false,
    camera,
    os,
    patch,
    suspended: suspended.length,
    missing: missing.length,
    charter: phone.newest.body.version,
    size: trust.log.size,
    frozen: phone.frozen || trust.freezes.length > 0,
    queued: queue.length,
    executed: executed.length,
  };
}
