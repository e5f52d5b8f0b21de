// A key of this browser to which the directory's key can be sealed by whoever lets its person in. Its private half cannot be
// read, not even by this page: it can only be used here.

import { forms } from "@rempart/trust";
import { dropKey, keepKey, keptKey } from "../organisation/store.ts";

const algorithm = { name: "ECDH", namedCurve: "P-256" };
const idOf = (person: string): string => `transfer/${person}`;

/** Makes and keeps the transfer key of a person who is to join; its SPKI. */
export async function makeTransferKey(person: string): Promise<Uint8Array> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["deriveBits"]);
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  await keepKey({ id: idOf(person), key: pair.privateKey, kid: forms.keyId(spki), spki });
  return spki;
}

/** The pair, where this browser holds it. */
export async function transferPair(person: string): Promise<{ kid: string; pair: CryptoKeyPair } | undefined> {
  const kept = await keptKey(idOf(person));
  if (!kept?.spki || kept.kid === undefined) return undefined;
  const publicKey = await crypto.subtle.importKey("spki", kept.spki as BufferSource, algorithm, true, []);
  return { kid: kept.kid, pair: { privateKey: kept.key, publicKey } };
}

/** Drops the pair, once the passkey opens the directory by itself. */
export async function dropTransferKey(person: string): Promise<void> {
  await dropKey(idOf(person));
}
