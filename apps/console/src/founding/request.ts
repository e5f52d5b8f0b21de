// A key request made by whoever is to join: their key's own proof, and a key of this browser for the directory's.

import { makeRequest } from "@rempart/client";
import { forms, type JsonValue, newId, type Signer, toBase64 } from "@rempart/trust";
import { keepNote, keptNote } from "../organisation/store.ts";
import { makeTransferKey } from "../sealed/transfer.ts";
import { makePasskey, passkeySigner } from "../session/passkey.ts";
import type { Joining } from "./joining.ts";

/** A request as this browser keeps it: nothing in it is secret. `spki` in padded base64. */
export interface Asked {
  name: string;
  person: string;
  spki: string;
  /** The request itself: strict JSON of an envelope. */
  text: string;
}

const noteId = "founding/asked";

/** The request that was made in this browser before, if any. */
export async function askedBefore(): Promise<Asked | undefined> {
  return await keptNote<Asked>(noteId);
}

export async function forgetAsked(): Promise<void> {
  await keepNote(noteId, undefined);
}

interface Made {
  kind: "key" | "webauthn";
  kid: string;
  spki: Uint8Array;
}

async function keepRequest(name: string, person: string, made: Made, signer: Signer): Promise<Asked> {
  const transfer = await makeTransferKey(person);
  const now = Math.floor(Date.now() / 1000);
  const request: JsonValue = await makeRequest({ use: "person", name, person, ...made, transfer }, signer, now);
  const asked = { name, person, spki: toBase64(made.spki), text: JSON.stringify(request) };
  await keepNote(noteId, asked);
  return asked;
}

/** Makes a passkey and a request for it. Rejects with what the authenticator refuses. */
export async function askWithPasskey({ organisation, rpId }: Joining, name: string): Promise<Asked> {
  const person = newId();
  const { kid, spki } = await makePasskey(rpId, organisation, person, name);
  return await keepRequest(name, person, { kind: "webauthn", kid, spki }, passkeySigner(rpId, kid));
}

/** Makes a request for a plain key that `signer` holds. */
export async function askWithKey(name: string, person: string, spki: Uint8Array, signer: Signer): Promise<Asked> {
  return await keepRequest(name, person, { kind: "key", kid: forms.keyId(spki), spki }, signer);
}
