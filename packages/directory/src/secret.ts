// The `secret` of PROTOCOL section 2: one text, sealed to the gatekeeper and to the approvers, pinned by its hash.
import { concat, equalBytes, type forms, randomBytes, sha256, toBase64, toHex, utf8, uuidBytes } from "@rempart/trust";
import { openSealed, sealTo } from "./seal.ts";

const nonceBytes = 32;
/** Longest text of a secret, in UTF-8 bytes. */
export const maxSecretBytes = 8192;

/** The two public keys that a charter names for secrets. */
export interface SecretKeys {
  /** `sealKey.spki` */
  gatekeeper: Uint8Array;
  /** `directory.spki` */
  approvers: Uint8Array;
}

/** JSON form of a secret, as it stands in an order's params. */
export interface SecretJson {
  gatekeeper: string;
  approvers: string;
  sha256: string;
  [key: string]: string;
}

/** Seals `text` for the order `orderId` (uuid). The nonce keeps short texts from being guessed from the hash. */
export async function sealSecret(
  text: string,
  keys: SecretKeys,
  genesis: string,
  orderId: string,
): Promise<SecretJson> {
  const bytes = utf8(text);
  if (bytes.length > maxSecretBytes) throw new RangeError(`a sealed text has at most ${maxSecretBytes} bytes`);
  const plaintext = concat(randomBytes(nonceBytes), bytes);
  const context = uuidBytes(orderId);
  return {
    gatekeeper: toBase64(await sealTo(keys.gatekeeper, "secret", genesis, context, plaintext)),
    approvers: toBase64(await sealTo(keys.approvers, "secret", genesis, context, plaintext)),
    sha256: toHex(sha256(plaintext)),
  };
}

/**
 * The nonce and text of a secret, opened with the private key of one side (PKCS #8). Undefined when it does not open
 * or is not what `sha256` pins: two sides could otherwise be shown two texts.
 */
export async function openSecret(
  secret: forms.Secret,
  side: keyof SecretKeys,
  pkcs8: Uint8Array,
  genesis: string,
  orderId: string,
): Promise<{ plaintext: Uint8Array; text: string } | undefined> {
  const plaintext = await openSealed(pkcs8, "secret", genesis, uuidBytes(orderId), secret[side]);
  if (!plaintext || plaintext.length < nonceBytes || toHex(sha256(plaintext)) !== secret.sha256) return undefined;
  const body = plaintext.subarray(nonceBytes);
  const text = new TextDecoder().decode(body);
  // Bytes that are not UTF-8 would be shown as something else than what the phone gets.
  return equalBytes(utf8(text), body) ? { plaintext, text } : undefined;
}
