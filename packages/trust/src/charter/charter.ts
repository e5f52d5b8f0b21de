import { importVerifyKey, sha256, type VerifyKey } from "#crypto";
import { utf8 } from "../encoding/bytes.ts";
import type { WebauthnScope } from "../envelope/approval.ts";
import { type Document, openEnvelope } from "../envelope/envelope.ts";
import type { JsonValue } from "../json/reader.ts";
import { demand, Refusal } from "../refusal.ts";
import { rootSignatures } from "../rules/quorum.ts";
import { type CharterBody, charterType } from "./schema.ts";

export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
}

export interface Credential {
  readonly person: Person;
  readonly kind: "webauthn" | "key";
  readonly key: VerifyKey;
}

/** A charter whose keys were imported once. */
export interface Charter {
  readonly document: Document<CharterBody>;
  readonly body: CharterBody;
  readonly hash: string;
  /** Hash of the genesis charter: the organisation's name in every other document. */
  readonly genesis: string;
  readonly roots: ReadonlyMap<string, VerifyKey>;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly logKey: VerifyKey;
  readonly witnesses: ReadonlyMap<string, VerifyKey>;
  readonly webauthn: WebauthnScope;
}

async function importKey(spki: Uint8Array, where: string): Promise<VerifyKey> {
  try {
    return await importVerifyKey(spki);
  } catch {
    throw new Refusal("schema", where, "is not a point on P-256");
  }
}

async function importAll(
  keys: readonly { kid: string; spki: Uint8Array }[],
  where: string,
): Promise<Map<string, VerifyKey>> {
  const result = new Map<string, VerifyKey>();
  for (const key of keys) result.set(key.kid, await importKey(key.spki, where));
  return result;
}

/** The log in use: the last of the list. */
export function currentLog(body: CharterBody): CharterBody["logs"][number] {
  return body.logs.at(-1)!;
}

/** Reads a charter and imports its keys; no signature is verified yet. Refuses with the codes of form. */
export async function openCharter(envelope: JsonValue): Promise<Charter> {
  const document = openEnvelope(charterType, envelope);
  const { body } = document;
  const credentials = new Map<string, Credential>();
  for (const person of body.people) {
    for (const one of person.credentials) {
      credentials.set(one.kid, { person, kind: one.kind, key: await importKey(one.spki, "charter.people") });
    }
  }
  // Imported only to refuse points off the curve: sealing to one could leak what is sealed.
  await importKey(body.sealKey.spki, "charter.sealKey");
  await importKey(body.directory.spki, "charter.directory");
  await importAll(body.directory.writers, "charter.directory.writers");
  await importAll(body.logs, "charter.logs");
  return {
    document,
    body,
    hash: document.hash,
    genesis: body.org ?? document.hash,
    roots: await importAll(body.roots.keys, "charter.roots"),
    credentials,
    logKey: await importKey(currentLog(body).spki, "charter.logs"),
    witnesses: await importAll(body.witnesses, "charter.witnesses"),
    webauthn: { origins: body.origins, rpIdHash: sha256(utf8(body.rpId)) },
  };
}

function extendsLogs(previous: CharterBody, next: CharterBody): boolean {
  return JSON.stringify(next.logs.slice(0, previous.logs.length)) === JSON.stringify(previous.logs);
}

/** The genesis charter that a phone or client pinned: exact hash, signed by its own roots. */
export async function verifyGenesis(charter: Charter, pinned: string): Promise<void> {
  demand(
    charter.hash === pinned && charter.body.version === 1,
    "charter.chain",
    "charter",
    "is not the pinned genesis charter",
  );
  const signed = await rootSignatures(charter.document, charter);
  demand(
    signed >= charter.body.roots.threshold,
    "charter.chain",
    "charter.signatures",
    "its own roots did not sign it",
  );
}

/** That `next` follows `previous`: signed by old *and* new roots, so that neither alone can take over (TUF, 5.3). */
export async function verifySuccessor(previous: Charter, next: Charter): Promise<void> {
  demand(next.body.org === previous.genesis, "org", "charter.org");
  demand(
    next.body.version === previous.body.version + 1,
    "charter.chain",
    "charter.version",
    "is not the next version",
  );
  demand(next.body.prev === previous.hash, "charter.chain", "charter.prev", "does not name the charter before it");
  demand(
    extendsLogs(previous.body, next.body),
    "charter.chain",
    "charter.logs",
    "must begin with the logs of the charter before",
  );
  for (const added of next.body.logs.slice(previous.body.logs.length)) {
    demand(
      next.body.from <= added.startSize,
      "charter.chain",
      "charter.from",
      "must not lie after the start of a new log",
    );
  }
  const old = await rootSignatures(next.document, previous);
  demand(old >= previous.body.roots.threshold, "charter.chain", "charter.signatures", "the old roots did not sign it");
  const own = await rootSignatures(next.document, next);
  demand(own >= next.body.roots.threshold, "charter.chain", "charter.signatures", "the new roots did not sign it");
}

/**
 * Extends a verified chain (empty: `pinned` names the genesis) by envelopes in order of version.
 * Returns the longer chain; refuses with the codes of form, `org` or `charter.chain`.
 */
export async function extendChain(
  chain: readonly Charter[],
  pinned: string,
  envelopes: readonly JsonValue[],
): Promise<Charter[]> {
  const result = [...chain];
  for (const envelope of envelopes) {
    const next = await openCharter(envelope);
    const previous = result.at(-1);
    if (previous) await verifySuccessor(previous, next);
    else await verifyGenesis(next, pinned);
    result.push(next);
  }
  return result;
}
