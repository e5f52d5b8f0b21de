// Copies of the directory's private key, each wrapped for one person (ADR 0019): under what their passkey derives, to a key
// of their browser, under a passphrase from paper. What opens is compared with the key that the charter names: a copy that
// somebody else put in its place opens nothing and is said to be wrong.

import { openSealed, sealTo } from "@rempart/directory";
import { type Charter, concat, fromBase64url, fromHex, randomBytes, sha256, toBase64, utf8 } from "@rempart/trust";

export type Wrapping = "prf" | "transfer" | "passphrase";

/** For whom, of which organisation and epoch: everything that a copy is bound to. */
export interface WrapScope {
  /** Hex. */
  genesis: string;
  epoch: number;
  person: string;
}

const nonceBytes = 12;

/** The scope of a copy for `person` under the charter in force. */
export function scopeOf(charter: Charter, person: string): WrapScope {
  return { genesis: charter.genesis, epoch: charter.body.directory.epoch, person };
}

function number8(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** What a passkey is asked to derive a secret from: SHA-256("rempart/prf/v1\n" || genesis || epoch as 8 bytes). */
export function prfInput(genesis: string, epoch: number): Uint8Array {
  return sha256(concat(utf8("rempart/prf/v1\n"), fromHex(genesis), number8(epoch)));
}

function bound({ genesis, epoch, person }: WrapScope): Uint8Array {
  return concat(utf8("rempart/wrap/v1\n"), fromHex(genesis), number8(epoch), fromBase64url(person)!);
}

async function prfKey(secret: Uint8Array, scope: WrapScope): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret as BufferSource, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bound(scope) as BufferSource };
  return await crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** Wraps under the 32 bytes that a passkey derived: nonce (12) || AES-256-GCM ciphertext, bound to the scope. */
export async function wrapByPrf(secret: Uint8Array, scope: WrapScope, key: Uint8Array): Promise<Uint8Array> {
  const iv = randomBytes(nonceBytes);
  const how = { name: "AES-GCM", iv: iv as BufferSource, additionalData: bound(scope) as BufferSource };
  const sealed = await crypto.subtle.encrypt(how, await prfKey(secret, scope), key as BufferSource);
  return concat(iv, new Uint8Array(sealed));
}

/** Opens what `wrapByPrf` made; undefined when it does not open. */
export async function unwrapByPrf(
  secret: Uint8Array,
  scope: WrapScope,
  value: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (value.length <= nonceBytes) return undefined;
  const iv = value.subarray(0, nonceBytes) as BufferSource;
  const how = { name: "AES-GCM", iv, additionalData: bound(scope) as BufferSource };
  try {
    const rest = value.subarray(nonceBytes) as BufferSource;
    return new Uint8Array(await crypto.subtle.decrypt(how, await prfKey(secret, scope), rest));
  } catch {
    return undefined;
  }
}

/** Seals to the key of an invited person's browser (HPKE, use `wrap`). */
export function wrapByTransfer(spki: Uint8Array, { genesis, person }: WrapScope, key: Uint8Array): Promise<Uint8Array> {
  return sealTo(spki, "wrap", genesis, fromBase64url(person)!, key);
}

/** Opens what `wrapByTransfer` made with the browser's own pair; undefined when it does not open. */
export function unwrapByTransfer(
  pair: CryptoKeyPair,
  { genesis, person }: WrapScope,
  value: Uint8Array,
): Promise<Uint8Array | undefined> {
  return openSealed(pair, "wrap", genesis, fromBase64url(person)!, value);
}

/** Wraps as an age file under a passphrase. Takes seconds: age is slow on purpose, 2^`workFactor` turns of scrypt. */
export async function wrapByPassphrase(passphrase: string, key: Uint8Array, workFactor = 18): Promise<Uint8Array> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return await encrypter.encrypt(key);
}

/** Opens what `wrapByPassphrase` made; undefined when it does not open. */
export async function unwrapByPassphrase(passphrase: string, value: Uint8Array): Promise<Uint8Array | undefined> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(value);
  } catch {
    return undefined;
  }
}

/** The public half (SPKI DER) of a P-256 private key (PKCS #8 DER); undefined when it is none. */
export async function publicOf(pkcs8: Uint8Array): Promise<Uint8Array | undefined> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  try {
    const key = await crypto.subtle.importKey("pkcs8", pkcs8 as BufferSource, algorithm, true, ["sign"]);
    const { d: _, key_ops: __, ...jwk } = await crypto.subtle.exportKey("jwk", key);
    const half = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["verify"]);
    return new Uint8Array(await crypto.subtle.exportKey("spki", half));
  } catch {
    return undefined;
  }
}

/** Whether this is the private half of the directory's key that the charter in force names. */
export async function isDirectoryKey(charter: Charter, pkcs8: Uint8Array): Promise<boolean> {
  const half = await publicOf(pkcs8);
  return half !== undefined && toBase64(half) === toBase64(charter.body.directory.spki);
}
