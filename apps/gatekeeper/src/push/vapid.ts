// Who is calling, for a push service: a signed token with a key of this gatekeeper (RFC 8292, "VAPID"). The key authorises
// nothing but waking browsers that subscribed with it.
import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { join } from "node:path";
import { keyFile, keysFolder } from "../keys/keys.ts";

/** Half of what the standard allows: a push service's clock may be off. */
const life = 12 * 3600;

export interface Vapid {
  /** The public key as browsers want it: base64url of the uncompressed point. */
  readonly publicKey: string;
  /** The Authorization header for a call to `origin` now (Unix seconds); `contact` is a mailto or https address. */
  authorization(origin: string, contact: string, now: number): string;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function makeVapid(key: KeyObject, publicKey: string): Vapid {
  return {
    publicKey,
    authorization(origin, contact, now) {
      const text = `${part({ typ: "JWT", alg: "ES256" })}.${part({ aud: origin, exp: now + life, sub: contact })}`;
      // JWS wants r and s side by side, not DER (RFC 7518 section 3.4).
      const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
      return `vapid t=${text}.${signature}, k=${publicKey}`;
    },
  };
}

/** The key in `<data>/keys/push.json`, made at the first start. Throws `stopped` when the file cannot be read. */
export async function openVapid(data: string): Promise<Vapid> {
  const { pkcs8, spki } = await keyFile(join(keysFolder(data), "push.json"));
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  // The point is the end of a P-256 SPKI: 0x04, x, y.
  return makeVapid(key, Buffer.from(spki.subarray(-65)).toString("base64url"));
}
