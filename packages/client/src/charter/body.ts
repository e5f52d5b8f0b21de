import { type Charter, makeEnvelope, openCharter, payloadBytes } from "@rempart/trust";
import { payloadOf } from "../remote/trust.ts";

/** A public key as it stands in a charter's JSON. */
export interface KeyJson {
  kid: string;
  spki: string;
}

export interface PersonJson {
  id: string;
  roles: string[];
  credentials: (KeyJson & { kind: string; alg: string })[];
}

/** The JSON of a charter's payload, before it is read strictly: what edits work on. */
export interface CharterJson {
  v: number;
  org?: string;
  version: number;
  prev?: string;
  from: number;
  roots: { keys: KeyJson[]; threshold: number };
  people: PersonJson[];
  rules: { actions: string[]; max?: number; when: string; need: { role: string; count: number }; limit?: object }[];
  brake: object;
  origins: string[];
  rpId: string;
  logs: (KeyJson & { epoch: number; origin: string; startSize: number; startRoot: string })[];
  witnesses: KeyJson[];
  k: number;
  rendezvous: string[];
  tlsPins: string[];
  sealKey: KeyJson;
  directory: { epoch: number; spki: string; writers: KeyJson[] };
  voids: string[];
  issuedAt: number;
}

/** A copy of a charter's JSON that may be changed. */
export function bodyOf(charter: Charter): CharterJson {
  return payloadOf(charter.document.envelope) as unknown as CharterJson;
}

/** Reads a body as strictly as every verifier will; nobody signed it yet. Refuses with the codes of form. */
export function openBody(body: CharterJson): Promise<Charter> {
  return openCharter(makeEnvelope("charter", payloadBytes(body), []));
}
