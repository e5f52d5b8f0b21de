// Passkeys: the browser's side of PROTOCOL section 3. The payload and the challenge are built here; nobody's bytes but ours
// are signed. Of an approval only id, authenticatorData, clientDataJSON and signature leave this function.

import { assertionChallenge, assertionSignature } from "@rempart/client";
import { fromBase64url, type NewSignature, randomBytes, type Signer } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

const patienceMs = 120_000;

/** A kid or id as bytes. Both come from verified documents, so they are well formed. */
function idBytes(text: string): BufferSource {
  return fromBase64url(text) as BufferSource;
}

/** Whether this browser can use passkeys at this address. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && isSecureContext;
}

/** Asks the authenticator. `kids`: which credentials may answer; empty lets the person choose. */
async function assertion(challenge: Uint8Array, rpId: string, kids: readonly string[], extensions = {}) {
  if (!hasPasskeys()) throw new Problem("passkey.missing", "authenticator", "no passkeys in this browser");
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge: challenge as BufferSource,
      rpId,
      allowCredentials: kids.map((kid) => ({ type: "public-key", id: idBytes(kid) })),
      userVerification: "required",
      timeout: patienceMs,
      extensions,
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Problem("passkey.cancelled", "authenticator", "no passkey was chosen");
  return credential;
}

/** A signer of one person's passkey; `kid` undefined lets the person choose, as when signing in. */
export function passkeySigner(rpId: string, kid?: string): Signer {
  return {
    async sign(pae): Promise<NewSignature> {
      const credential = await assertion(assertionChallenge(pae), rpId, kid === undefined ? [] : [kid]);
      const response = credential.response as AuthenticatorAssertionResponse;
      return assertionSignature(credential.id, {
        authenticatorData: new Uint8Array(response.authenticatorData),
        clientDataJSON: new Uint8Array(response.clientDataJSON),
        signature: new Uint8Array(response.signature),
      });
    },
  };
}

/** A credential that was just made. */
export interface NewPasskey {
  kid: string;
  /** SPKI DER, 91 bytes. */
  spki: Uint8Array;
  /** Whether the authenticator derives secrets (PRF), which is what unlocks sealed texts. */
  prf: boolean;
}

/**
 * Makes a passkey for a person. `name` stands in the authenticator's own list. Rejects with `passkey.cancelled`, and with
 * `passkey.missing` when the authenticator makes no ES256 key.
 */
export async function makePasskey(
  rpId: string,
  organisation: string,
  person: string,
  name: string,
): Promise<NewPasskey> {
  if (!hasPasskeys()) throw new Problem("passkey.missing", "authenticator", "no passkeys in this browser");
  const credential = (await navigator.credentials.create({
    publicKey: {
      rp: { id: rpId, name: organisation },
      user: { id: idBytes(person), name, displayName: name },
      challenge: randomBytes(32) as BufferSource,
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
      timeout: patienceMs,
      extensions: { prf: {} },
    },
  })) as PublicKeyCredential | null;
  const response = credential?.response as AuthenticatorAttestationResponse | undefined;
  const spki = response?.getPublicKey();
  if (!credential || !response || !spki || response.getPublicKeyAlgorithm() !== -7)
    throw new Problem("passkey.missing", "authenticator", "the authenticator makes no P-256 keys");
  return {
    kid: credential.id,
    spki: new Uint8Array(spki),
    prf: credential.getClientExtensionResults().prf?.enabled === true,
  };
}

/**
 * The 32-byte secret that a passkey derives from `input`: a ceremony of its own, with a random local challenge whose
 * assertion is thrown away. Undefined where the authenticator has no PRF.
 */
export async function passkeySecret(rpId: string, kid: string, input: Uint8Array): Promise<Uint8Array | undefined> {
  const credential = await assertion(randomBytes(32), rpId, [kid], { prf: { eval: { first: input as BufferSource } } });
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first === undefined ? undefined : new Uint8Array(first as ArrayBuffer);
}
