// What phones say of an order. A phone's id is the hash of its key, so whoever shows its enrolment cannot have made up
// another key; iPhones have no key of their own, and what is told of them is the gatekeeper's record.

import {
  deviceId,
  enrolmentType,
  forms,
  importVerifyKey,
  type JsonValue,
  openEnvelope,
  type Result,
  resultType,
  toBase64url,
  type VerifyKey,
  verifyKeySignature,
} from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

/** The key with which a phone signs. */
export interface PhoneKey {
  device: string;
  kid: string;
  key: VerifyKey;
}

/**
 * The phone's key, from the enrolment that the server keeps; undefined for a phone that has none of its own. Rejects with
 * `phone.key` an enrolment of another phone, and with the codes of form.
 */
export async function phoneKey(
  genesis: string,
  device: string,
  enrolment: JsonValue | undefined,
): Promise<PhoneKey | undefined> {
  if (enrolment === undefined) return undefined;
  const { body } = openEnvelope(enrolmentType, enrolment);
  if (!("spki" in body)) return undefined;
  if (body.org !== genesis || toBase64url(deviceId(genesis, body.spki)) !== device)
    throw new Problem("phone.key", device, "the enrolment shown is that of another phone");
  return { device, kid: forms.keyId(body.spki), key: await importVerifyKey(body.spki) };
}

/** A result as it is shown. */
export interface ShownResult {
  device: string;
  outcome: string;
  code?: string | undefined;
  envelope: JsonValue;
}

/**
 * What the phone signed about the order `hash`. `key` undefined: nothing of it can be proven, only its form is checked.
 * Rejects with `result.signature` what another key signed or what differs from what the server says of it, with
 * `result.order` what is about another order or phone.
 */
export async function verifyResult(
  genesis: string,
  hash: string,
  shown: ShownResult,
  key: PhoneKey | undefined,
): Promise<{ result: Result; proven: boolean }> {
  const document = openEnvelope(resultType, shown.envelope);
  const { body } = document;
  if (body.org !== genesis || body.order !== hash || body.device !== shown.device)
    throw new Problem("result.order", shown.device, "the result shown is about another order or phone");
  if (body.outcome !== shown.outcome || body.code !== shown.code)
    throw new Problem("result.signature", shown.device, "the server says otherwise than what the phone signed");
  if (!key) return { result: body, proven: false };
  const [signature] = document.signatures;
  const own = document.signatures.length === 1 && signature!.keyid === key.kid && key.device === shown.device;
  if (!own || !(await verifyKeySignature(key.key, document.pae, signature!)))
    throw new Problem("result.signature", shown.device, "this phone did not sign the result");
  return { result: body, proven: true };
}
