// What signs a webhook's messages (Standard Webhooks): a secret shared with the target, and a key whose public half it has.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
} from "node:crypto";

/** 32 bytes of HMAC secret, 32 bytes of Ed25519 seed. */
export type Secret = Buffer;

export function newSecret(): Secret {
  return randomBytes(64);
}

/** PKCS #8 of an Ed25519 key before its seed (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

function privateKey(secret: Secret) {
  return createPrivateKey({ key: Buffer.concat([pkcs8, secret.subarray(32)]), format: "der", type: "pkcs8" });
}

/** What the maker of a webhook is shown once: the shared secret. */
export function shownSecret(secret: Secret): string {
  return `whsec_${secret.subarray(0, 32).toString("base64")}`;
}

/** The public half, which anybody may know. */
export function publicKey(secret: Secret): string {
  const spki = createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" });
  return `whpk_${spki.subarray(-32).toString("base64")}`;
}

/** `webhook-signature` of a message: both kinds, parted by a space. `timestamp` in Unix seconds. */
export function signMessage(secret: Secret, id: string, timestamp: number, body: string): string {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const shared = createHmac("sha256", secret.subarray(0, 32)).update(signed).digest("base64");
  return `v1,${shared} v1a,${sign(null, signed, privateKey(secret)).toString("base64")}`;
}

/** As stored: sealed with `key` (64 hex digits) where there is one, so that a stolen table signs nothing. */
export function sealSecret(secret: Secret, key: string | undefined): Buffer {
  if (key === undefined) return Buffer.concat([Buffer.of(0), secret]);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), nonce);
  return Buffer.concat([Buffer.of(1), nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** The secret as it was before `sealSecret`; throws with another key. */
export function openSecret(stored: Buffer, key: string | undefined): Secret {
  if (stored[0] === 0) return stored.subarray(1);
  if (key === undefined) throw new Error("the key that sealed the webhook's secret is not configured");
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "hex"), stored.subarray(1, 13));
  decipher.setAuthTag(stored.subarray(-16));
  return Buffer.concat([decipher.update(stored.subarray(13, -16)), decipher.final()]);
}
