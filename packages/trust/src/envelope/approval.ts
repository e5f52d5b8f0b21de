// One signature by one key: a plain P-256 key over the PAE, or a WebAuthn assertion whose challenge is its hash.
import { sha256, type VerifyKey, verifyP256 } from "#crypto";
import { toBase64url } from "../encoding/base64.ts";
import { concat, equalBytes } from "../encoding/bytes.ts";
import { readJson } from "../json/reader.ts";
import { signatureFromDer } from "./der.ts";
import type { Signature } from "./envelope.ts";

/** Where assertions may come from: the charter's origins, and SHA-256 of its rpId. */
export interface WebauthnScope {
  origins: readonly string[];
  rpIdHash: Uint8Array;
}

/** A plain key's signature over the PAE. False for bad DER, a wrong key, or an assertion in its place. */
export async function verifyKeySignature(key: VerifyKey, pae: Uint8Array, signature: Signature): Promise<boolean> {
  if (signature.webauthn) return false;
  const raw = signatureFromDer(signature.sig);
  return raw !== undefined && (await verifyP256(key, pae, raw));
}

interface ClientData {
  type?: unknown;
  challenge?: unknown;
  origin?: unknown;
  crossOrigin?: unknown;
  topOrigin?: unknown;
}

function readClientData(bytes: Uint8Array): ClientData | null {
  try {
    // Strict like all else, so that no two implementations read two values out of one text; unknown fields pass.
    // What is no object has no field `type` and is refused for that.
    return readJson(bytes, bytes.length, "clientDataJSON") as ClientData | null;
  } catch {
    return null;
  }
}

const flag = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
  extension: 0x80,
};

function authenticatorDataHolds(data: Uint8Array, rpIdHash: Uint8Array): boolean {
  if (data.length < 37 || !equalBytes(data.subarray(0, 32), rpIdHash)) return false;
  const flags = data[32]!;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  if (!has(flag.userPresent) || !has(flag.userVerified) || has(flag.attested)) return false;
  if (has(flag.backedUp) && !has(flag.backupEligible)) return false;
  return has(flag.extension) || data.length === 37;
}

/**
 * A WebAuthn assertion whose challenge is SHA-256 of this PAE (WebAuthn Level 3 section 7.2; PROTOCOL section 3).
 * An assertion made for anything else, a sign-in for one, has another challenge. False for whatever does not hold.
 */
export async function verifyAssertion(
  key: VerifyKey,
  pae: Uint8Array,
  signature: Signature,
  scope: WebauthnScope,
): Promise<boolean> {
  if (!signature.webauthn) return false;
  const { authenticatorData, clientDataJSON } = signature.webauthn;
  const client = readClientData(clientDataJSON);
  if (client?.type !== "webauthn.get") return false;
  if (client.challenge !== toBase64url(sha256(pae))) return false;
  if (!scope.origins.includes(client.origin as string)) return false;
  // A page framed by another site could make a person touch their key for what the frame shows.
  if ((client.crossOrigin !== undefined && client.crossOrigin !== false) || client.topOrigin !== undefined)
    return false;
  if (!authenticatorDataHolds(authenticatorData, scope.rpIdHash)) return false;
  const raw = signatureFromDer(signature.sig);
  return raw !== undefined && (await verifyP256(key, concat(authenticatorData, sha256(clientDataJSON)), raw));
}
