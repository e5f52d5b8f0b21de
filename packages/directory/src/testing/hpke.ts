// RFC 9180 sections 4 and 5.1 for this one suite, written out over node:crypto: a second opinion for the tests.
import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";

const spkiHeader = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex");
const kemSuite = Buffer.concat([Buffer.from("KEM"), Buffer.from([0x00, 0x10])]);
const suiteId = Buffer.concat([Buffer.from("HPKE"), Buffer.from([0x00, 0x10, 0x00, 0x01, 0x00, 0x02])]);
const empty = Buffer.alloc(0);

function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

function extract(suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer {
  return hmac(salt, Buffer.concat([Buffer.from("HPKE-v1"), suite, Buffer.from(label), ikm]));
}

/** At most 32 bytes, so that one round of HKDF-Expand is enough. */
function expand(suite: Buffer, secret: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const labelled = [
    Buffer.from([0, length]),
    Buffer.from("HPKE-v1"),
    suite,
    Buffer.from(label),
    info,
    Buffer.from([1]),
  ];
  return hmac(secret, Buffer.concat(labelled)).subarray(0, length);
}

/** Opens enc || ciphertext sealed to `spki`, whose private key is `pkcs8`. */
export function openByHand(
  pkcs8: Uint8Array,
  spki: Uint8Array,
  use: string,
  genesis: string,
  context: Uint8Array,
  sealed: Uint8Array,
): string {
  const enc = Buffer.from(sealed.subarray(0, 65));
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey({ key: Buffer.concat([spkiHeader, enc]), format: "der", type: "spki" });
  const shared = diffieHellman({ privateKey, publicKey });
  const kemContext = Buffer.concat([enc, spki.subarray(26)]);
  const kemSecret = expand(kemSuite, extract(kemSuite, empty, "eae_prk", shared), "shared_secret", kemContext, 32);
  const info = Buffer.concat([Buffer.from(`rempart/${use}/v1\n`), Buffer.from(genesis, "hex"), context]);
  const schedule = Buffer.concat([
    Buffer.from([0]),
    extract(suiteId, empty, "psk_id_hash", empty),
    extract(suiteId, empty, "info_hash", info),
  ]);
  const secret = extract(suiteId, kemSecret, "secret", empty);
  const key = expand(suiteId, secret, "key", schedule, 32);
  const nonce = expand(suiteId, secret, "base_nonce", schedule, 12);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAuthTag(Buffer.from(sealed.subarray(sealed.length - 16)));
  return decipher.update(sealed.subarray(65, sealed.length - 16)).toString() + decipher.final("utf8");
}
