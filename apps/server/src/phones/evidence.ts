import {
  deviceId,
  enrolmentType,
  helloType,
  importVerifyKey,
  type JsonValue,
  openEnvelope,
  toBase64url,
  verifyKeySignature,
} from "@rempart/trust";
import type { Database } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";
import type { LinkEvent } from "../link/events.ts";

/** What a phone itself signed of what the gatekeeper tells about it. */
export interface Vouched {
  /** Its model and platform. */
  readonly facts: boolean;
  /** Its OS and patch level. */
  readonly os: boolean;
}

function foreign(where: string): ApiError {
  return new ApiError(403, "signature.invalid", where, "The phone named in the event did not sign this document.");
}

/** The phone's key out of its enrolment, if that was signed with the key from which the phone's id is derived. */
async function keyOf(enrolment: JsonValue, device: string, genesis: string) {
  const document = openEnvelope(enrolmentType, enrolment);
  const { body } = document;
  const [signature] = document.signatures;
  if (!("spki" in body) || body.org !== genesis || !signature) throw foreign("phone.enrolment");
  if (toBase64url(deviceId(genesis, body.spki)) !== device) throw foreign("phone.enrolment");
  const key = await importVerifyKey(body.spki);
  if (!(await verifyKeySignature(key, document.pae, signature))) throw foreign("phone.enrolment");
  return { key, body };
}

/**
 * Checks and keeps the documents that come with a phone's event. They vouch for those values only that equal theirs; a
 * document of another phone is refused, since somebody then tries to pass words off as a phone's.
 */
export async function takeEvidence(database: Database, event: LinkEvent<"phone">, genesis: string): Promise<Vouched> {
  const { device } = event;
  let facts = false;
  let os = false;
  const sameOs = (body: { os: string; patch?: string | undefined }): boolean =>
    body.os === event.os && body.patch === event.patch;

  if (event.enrolment !== undefined) {
    const { body } = await keyOf(event.enrolment, device, genesis);
    facts = body.model === event.model && body.platform === event.platform;
    os = sameOs(body);
    const enrolment = JSON.stringify(event.enrolment);
    await database
      .insertInto("phone_evidence")
      .values({ device, enrolment, hello: null })
      .onConflict((known) => known.column("device").doUpdateSet({ enrolment }))
      .execute();
  }
  if (event.hello !== undefined) {
    const known = await database
      .selectFrom("phone_evidence")
      .select("enrolment")
      .where("device", "=", device)
      .executeTakeFirst();
    const document = openEnvelope(helloType, event.hello);
    const [signature] = document.signatures;
    if (!signature || document.body.device !== device) throw foreign("phone.hello");
    // Phones that enrolled before their enrolment was told here: their key is not known, so nothing is vouched for.
    if (!known?.enrolment) return { facts, os };
    const { key } = await keyOf(known.enrolment, device, genesis);
    if (!(await verifyKeySignature(key, document.pae, signature))) throw foreign("phone.hello");
    os = sameOs(document.body);
    const hello = JSON.stringify(event.hello);
    await database.updateTable("phone_evidence").set({ hello }).where("device", "=", device).execute();
  }
  return { facts, os };
}
