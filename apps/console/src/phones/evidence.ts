// What a phone signed of itself, checked here. Its id is the hash of its key, so a server that passes one phone's words off
// as another's, or makes a model up, is found out.

import {
  deviceId,
  enrolmentType,
  forms,
  helloType,
  importVerifyKey,
  type JsonValue,
  openEnvelope,
  toBase64url,
  type VerifyKey,
  verifyKeySignature,
} from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

/** The documents as a server shows them. */
export interface Shown {
  enrolment?: unknown;
  hello?: unknown;
}

/** What is proved of a phone. */
export interface Vouched {
  device: string;
  platform: string;
  model: string;
  os: string;
  patch: string | undefined;
  /** Hash of the ticket that it came with. */
  ticket: string;
  /** Where OS and patch level come from: its enrolment, or a later hello. */
  osFrom: "enrolment" | "hello";
  kid: string;
  key: VerifyKey;
  /** The newest number of each stream that it said to hold; empty before its first hello. */
  streams: readonly { stream: string; n: number }[];
}

function unproven(device: string, why: string): Problem {
  return new Problem("phone.unproven", device, why);
}

/**
 * Checks that the phone `device` of the organisation `genesis` signed what is shown. Rejects with `phone.unproven` what is
 * missing, is of another phone or organisation, or was not signed by the phone's key; an iPhone has no key of its own and
 * proves nothing here. Documents of a wrong form reject with the codes of form.
 */
export async function verifyEvidence(genesis: string, device: string, shown: Shown): Promise<Vouched> {
  if (shown.enrolment === undefined) throw unproven(device, "the server shows no enrolment of this phone");
  const document = openEnvelope(enrolmentType, shown.enrolment as JsonValue);
  const { body } = document;
  if (body.org !== genesis) throw unproven(device, "the enrolment is of another organisation");
  if (!("spki" in body)) throw unproven(device, "this phone has no key of its own that it signs with");
  if (toBase64url(deviceId(genesis, body.spki)) !== device) throw unproven(device, "the enrolment is of another phone");
  const kid = forms.keyId(body.spki);
  const key = await importVerifyKey(body.spki);
  const [signature] = document.signatures;
  if (signature?.keyid !== kid || !(await verifyKeySignature(key, document.pae, signature)))
    throw unproven(device, "the phone did not sign the enrolment");
  const { platform, model, ticket } = body;
  const known = { device, platform, model, ticket, kid, key };
  if (shown.hello === undefined) return { ...known, os: body.os, patch: body.patch, osFrom: "enrolment", streams: [] };
  const hello = openEnvelope(helloType, shown.hello as JsonValue);
  const [own] = hello.signatures;
  if (hello.body.org !== genesis || hello.body.device !== device)
    throw unproven(device, "the hello is of another phone");
  if (own?.keyid !== kid || !(await verifyKeySignature(key, hello.pae, own)))
    throw unproven(device, "the phone did not sign the hello");
  const { os, patch, streams } = hello.body;
  return { ...known, os, patch, streams, osFrom: "hello" };
}

/** Fields of a phone that its evidence can vouch for. */
export type Provable = "platform" | "model" | "os" | "patch" | "ticket";

/** Whether the server's word on a field is what the phone signed: a difference is a lie or an old document, never a proof. */
export function vouchesFor(vouched: Vouched | undefined, field: Provable, said: string | undefined): boolean {
  return vouched !== undefined && vouched[field] === said;
}

/** As many phones are proved one by one before something that destroys is drafted. */
export const mostProved = 50;

/** A phone as the server shows it: its documents, and every model that it was called by here. */
export interface Claimed {
  shown: Shown;
  models: readonly string[];
}

/**
 * Which of these phones have no proof, or signed another model than the one they were chosen by: a server that swaps ids in
 * its list would have somebody's phone wiped in place of a lost one. `read` fetches one; at most eight are asked for at once.
 */
export async function withoutProof(
  genesis: string,
  ids: readonly string[],
  read: (id: string) => Promise<Claimed>,
): Promise<{ id: string; error: unknown }[]> {
  const missing: { id: string; error: unknown }[] = [];
  const waiting = [...ids];
  const work = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      try {
        const { shown, models } = await read(id);
        const { model } = await verifyEvidence(genesis, id, shown);
        if (models.some((said) => said !== model)) throw unproven(id, `the phone signed that it is a ${model}`);
      } catch (error) {
        missing.push({ id, error });
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return missing.sort((a, b) => (a.id < b.id ? -1 : 1));
}
