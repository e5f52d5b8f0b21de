// Reports of phones: what the phone signed is checked, what the gatekeeper sealed is opened, and the two are compared. The
// server that hands both on is believed in nothing.

import { openSealed } from "@rempart/directory";
import {
  type Document,
  deviceId,
  enrolmentType,
  forms,
  fromBase64url,
  importVerifyKey,
  type JsonValue,
  openEnvelope,
  type Result,
  resultType,
  sha256,
  toBase64url,
  toHex,
  type VerifyKey,
  verifyKeySignature,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

/** The key of a phone. Its id is derived from it, so that whoever shows it cannot have made up another. */
export interface PhoneKey {
  device: string;
  genesis: string;
  kid: string;
  key: VerifyKey;
}

/** Finds the phone's key in the enrolment that the server keeps. Refuses with `phone.key`. */
export async function phoneKey(genesis: string, device: string, enrolment: JsonValue | undefined): Promise<PhoneKey> {
  if (enrolment === undefined)
    throw new ClientError(
      "phone.key",
      device,
      say`The server keeps no enrolment of this phone, so nothing of it can be checked.`,
    );
  const { body } = openEnvelope(enrolmentType, enrolment);
  if (!("spki" in body))
    throw new ClientError("phone.key", device, say`This phone has no key of its own that it signs with.`);
  if (toBase64url(deviceId(genesis, body.spki)) !== device)
    throw new ClientError("phone.key", device, say`The server shows the key of another phone. Do not rely on it.`);
  return { device, genesis, kid: forms.keyId(body.spki), key: await importVerifyKey(body.spki) };
}

/** A report as a server hands it on. */
export interface ReportRow {
  hash?: JsonValue;
  envelope?: JsonValue;
  sealed?: JsonValue;
}

/** Checks that this phone signed the report. Refuses with `report.signature` and the codes of form. */
export async function signedResult(phone: PhoneKey, row: ReportRow): Promise<Document<Result>> {
  const document = openEnvelope(resultType, row.envelope ?? null);
  const { hash, body, pae, signatures } = document;
  const foreign = body.org !== phone.genesis || body.device !== phone.device;
  const [signature] = signatures;
  const own = !foreign && signature?.keyid === phone.kid && signatures.length === 1;
  if (!own || !(await verifyKeySignature(phone.key, pae, signature)))
    throw new ClientError(
      "report.signature",
      hash,
      say`This phone did not sign that. The server may be in other hands.`,
    );
  if (row.hash !== undefined && row.hash !== hash)
    throw new ClientError("report.signature", hash, say`The server names another report than it shows.`);
  return document;
}

/** Nonce and bytes, as they went beside the result. */
const nonceBytes = 32;

/**
 * Opens what came sealed beside a report with the directory's private key. Undefined when the phone sent nothing beside it.
 * Refuses with `report.sealed` what is missing or does not open, with `report.data` what the phone did not sign.
 */
export async function openData(
  phone: PhoneKey,
  { body, hash }: Document<Result>,
  row: ReportRow,
  pkcs8: Uint8Array,
): Promise<JsonValue | undefined> {
  if (body.data === undefined) return undefined;
  if (row.sealed === undefined)
    throw new ClientError(
      "report.sealed",
      hash,
      say`The phone sent something beside this report, and the server does not show it.`,
    );
  const sealed = forms.bytes(1, 1024 * 1024)(row.sealed, "report.sealed");
  const plain = await openSealed(pkcs8, "report", phone.genesis, fromBase64url(phone.device)!, sealed);
  if (!plain)
    throw new ClientError(
      "report.sealed",
      hash,
      say`It does not open with the directory's key of this profile: it was sealed to another one, or changed.`,
    );
  if (plain.length < nonceBytes || toHex(sha256(plain)) !== body.data)
    throw new ClientError("report.data", hash, say`What was sealed is not what the phone signed. Do not rely on it.`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain.subarray(nonceBytes))) as JsonValue;
  } catch {
    throw new ClientError("report.data", hash, say`The phone signed it, but it is not the JSON that phones send.`);
  }
}
