import { addSignatures, type JsonValue, type NewSignature, type Signer, sha256, signatureJson } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import type { Judging } from "./draft.ts";
import { type Review, requireTimely, review } from "./review.ts";

/** What an authenticator answers to `navigator.credentials.get`. */
export interface Assertion {
  authenticatorData: Uint8Array;
  clientDataJSON: Uint8Array;
  /** DER, as WebAuthn has it. */
  signature: Uint8Array;
}

/** The challenge under which an authenticator signs a document: SHA-256 of its PAE (PROTOCOL section 3). */
export function assertionChallenge(pae: Uint8Array): Uint8Array {
  return sha256(pae);
}

/** An authenticator's answer as a signature of an envelope. `keyid` is the credential's id, base64url. */
export function assertionSignature(keyid: string, assertion: Assertion): NewSignature {
  const { authenticatorData, clientDataJSON, signature } = assertion;
  return { keyid, sig: signature, webauthn: { authenticatorData, clientDataJSON } };
}

/**
 * The envelope with `made` in it. What stood under the same key ids goes: a server that wrote a broken signature under
 * ours must not keep the good one out.
 */
export function withSignatures(envelope: JsonValue, made: readonly JsonValue[]): JsonValue {
  const kids = new Set(made.map((one) => (one as { keyid: string }).keyid));
  const outer = envelope as { signatures: { keyid: string }[] };
  const others = { ...outer, signatures: outer.signatures.filter((one) => !kids.has(one.keyid)) };
  return addSignatures(others as unknown as JsonValue, made);
}

/**
 * Signs exactly the bytes that were shown. `now` is Unix seconds. Refuses as `requireTimely` does what no signature would
 * help. The caller has shown the document and its texts (`requireRead`) before.
 */
export async function signReview(shown: Review, signers: readonly Signer[], now: number): Promise<JsonValue[]> {
  requireTimely(shown, now);
  const made: JsonValue[] = [];
  for (const signer of signers) made.push(signatureJson(await signer.sign(shown.document.pae)));
  return made;
}

/** The document judged again with signatures added. */
export async function reviewWith(shown: Review, made: readonly JsonValue[], judging: Judging): Promise<Review> {
  const envelope = withSignatures(shown.document.envelope, made);
  return await review(shown.hash, envelope, shown.targets, judging.charters, judging.frozen);
}

/** What stays on when the server is down, or in other hands. */
const directActions: ReadonlySet<string> = new Set(["freeze", "unfreeze", "cancel"]);

/** Whether the document goes straight to the gatekeeper in any case: tickets, freeze, unfreeze, cancel. */
export function goesStraight(shown: Review): boolean {
  return shown.kind === "ticket" || directActions.has(shown.document.body.action);
}

/** Refuses with `signature.quorum`, and as `requireTimely` does, what the gatekeeper would not take yet. `now`: Unix seconds. */
export function requireComplete(shown: Review, now: number): asserts shown is Review & { targets: string[] } {
  requireTimely(shown, now);
  if (!shown.complete)
    throw new ClientError(
      "signature.quorum",
      "signatures",
      say`${shown.counting} of ${shown.row!.need.count} ${shown.row!.need.role} signatures so far; it was not submitted.`,
    );
}
