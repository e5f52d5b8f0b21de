// A session token is a MAC over (device, expiry): any replica that holds the key can check it, and nothing is stored.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { fromBase64url, toBase64url, uint64 } from "@rempart/trust";
import { GateError } from "../error.ts";

export const tokenLife = 86_400;

/** Prepared once: every request of every phone needs it. */
const prepared = new WeakMap<Uint8Array, KeyObject>();

function mac(key: Uint8Array, content: Uint8Array): Buffer {
  let ready = prepared.get(key);
  if (!ready) {
    ready = createSecretKey(key);
    prepared.set(key, ready);
  }
  return createHmac("sha256", ready).update("rempart/token/v1\n").update(content).digest();
}

/** A token for `device` (id) that ends at `expires` (Unix seconds). */
export function makeToken(key: Uint8Array, device: string, expires: number): string {
  const content = Buffer.concat([fromBase64url(device)!, uint64(expires)]);
  return Buffer.concat([content, mac(key, content)]).toString("base64url");
}

/** The device that a token names; throws `token` when it is not ours or over. */
export function readToken(key: Uint8Array, header: string | undefined, now: number): string {
  const bytes = Buffer.from(/^Bearer ([A-Za-z0-9_-]{1,256})$/.exec(header ?? "")?.[1] ?? "", "base64url");
  const content = bytes.subarray(0, 24);
  const given = bytes.subarray(24);
  const wanted = mac(key, content);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new GateError("token", "authorization", "the session token is not valid. Say hello again.");
  }
  if (Number(content.readBigUInt64BE(16)) <= now)
    throw new GateError("token", "authorization", "the session is over. Say hello again.");
  return toBase64url(content.subarray(0, 16));
}
