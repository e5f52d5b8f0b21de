// HPKE (RFC 9180) as PROTOCOL section 2 fixes it: base mode, P-256, HKDF-SHA-256, AES-256-GCM, empty aad.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { concat, fromHex, utf8 } from "@rempart/trust";

/** What is sealed. It stands in `info`, so that a text sealed for one use never opens for another. */
export type SealUse = "secret" | "reason" | "report" | "wrap";

/** Bytes of `enc`, an uncompressed P-256 point, at the front of everything sealed. */
export const encBytes = 65;

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const algorithm = { name: "ECDH", namedCurve: "P-256" };
const contextBytes = 16;

// WebCrypto's types want buffers that cannot be shared between threads; a copy is one.
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function infoOf(use: SealUse, genesis: string, context: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{64}$/.test(genesis)) throw new RangeError("genesis is 64 lowercase hex digits");
  if (context.length !== contextBytes) throw new RangeError("the context has 16 bytes");
  return copy(concat(utf8(`rempart/${use}/v1\n`), fromHex(genesis), context));
}

/**
 * Seals `plaintext` to a P-256 public key: enc || ciphertext. `genesis` is the organisation's hash in hex; `context` is
 * 16 bytes: the order's uuid for `secret` and `reason`, the device id for `report`, the person's id for `wrap`. Throws when the
 * key is not on the curve.
 */
export async function sealTo(
  spki: Uint8Array,
  use: SealUse,
  genesis: string,
  context: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const info = infoOf(use, genesis, context);
  const recipientPublicKey = await crypto.subtle.importKey("spki", copy(spki), algorithm, true, []);
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const ciphertext = await sender.seal(copy(plaintext));
  return concat(new Uint8Array(sender.enc), new Uint8Array(ciphertext));
}

/**
 * Opens what `sealTo` made with the private key: PKCS #8 DER, or a pair whose private half this process cannot read.
 * Undefined when it does not open: another key, use, organisation or context, or changed bytes; the reasons are not told
 * apart.
 */
export async function openSealed(
  key: Uint8Array | CryptoKeyPair,
  use: SealUse,
  genesis: string,
  context: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  const info = infoOf(use, genesis, context);
  if (sealed.length < encBytes) return undefined;
  const recipientKey =
    key instanceof Uint8Array
      ? await crypto.subtle.importKey("pkcs8", copy(key), algorithm, true, ["deriveBits"])
      : key;
  try {
    const enc = copy(sealed.subarray(0, encBytes));
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info });
    return new Uint8Array(await recipient.open(copy(sealed.subarray(encBytes))));
  } catch {
    return undefined;
  }
}
