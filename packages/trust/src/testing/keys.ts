// Keys derived from names, for vectors and tests only: anyone can derive them.
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "#crypto";
import { toBase64, toBase64url } from "../encoding/base64.ts";
import { concat, utf8 } from "../encoding/bytes.ts";
import { signatureToDer } from "../envelope/der.ts";
import type { NewSignature } from "../envelope/envelope.ts";
import { keyId } from "../schema/forms.ts";
import type { Signer } from "../sign/signer.ts";

const order = p256.Point.Fn.ORDER;
const spkiHeader = Uint8Array.from(
  "3059301306072a8648ce3d020106082a8648ce3d030107034200".match(/../g)!.map((hex) => Number.parseInt(hex, 16)),
);

export interface DerivedKey extends Signer {
  kid: string;
  spki: Uint8Array;
  spkiBase64: string;
  secret: Uint8Array;
}

/** Deterministic (RFC 6979) DER signature over SHA-256 of `data`. */
export function signDeterministic(secret: Uint8Array, data: Uint8Array): Uint8Array {
  return signatureToDer(p256.sign(data, secret, { lowS: false }));
}

/** The key of `name`: scalar = SHA-256("rempart example " + name) mod (n-1) + 1. */
export async function derivedKey(name: string): Promise<DerivedKey> {
  const digest = sha256(utf8(`rempart example ${name}`));
  const scalar = (BigInt(`0x${Buffer.from(digest).toString("hex")}`) % (order - 1n)) + 1n;
  const secret = Uint8Array.from(Buffer.from(scalar.toString(16).padStart(64, "0"), "hex"));
  const spki = concat(spkiHeader, p256.getPublicKey(secret, false));
  const kid = keyId(spki);
  const sign = async (pae: Uint8Array): Promise<NewSignature> => ({ keyid: kid, sig: signDeterministic(secret, pae) });
  return { kid, spki, spkiBase64: toBase64(spki), secret, sign };
}

/** The id of `name`: first 16 bytes of SHA-256("rempart example id " + name). */
export function derivedId(name: string): string {
  return toBase64url(sha256(utf8(`rempart example id ${name}`)).subarray(0, 16));
}

/** A passkey of the derived key `name` at `origin`, as an authenticator and browser would answer. */
export async function derivedPasskey(name: string, origin: string, rpId: string): Promise<DerivedKey> {
  const key = await derivedKey(name);
  const authenticatorData = concat(sha256(utf8(rpId)), Uint8Array.of(0x05, 0, 0, 0, 0));
  const sign = async (pae: Uint8Array): Promise<NewSignature> => {
    const challenge = toBase64url(sha256(pae));
    const clientDataJSON = utf8(JSON.stringify({ type: "webauthn.get", challenge, origin, crossOrigin: false }));
    const sig = signDeterministic(key.secret, concat(authenticatorData, sha256(clientDataJSON)));
    return { keyid: key.kid, sig, webauthn: { authenticatorData, clientDataJSON } };
  };
  return { ...key, sign };
}
