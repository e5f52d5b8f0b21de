// The keys of a demonstration's people. They lie in this browser, non-extractable, so that one person can play all parts;
// a real organisation never has this.

import { keySigner, type PrivateKey, type Signer } from "@rempart/trust";
import { keepKey, keptKey } from "../organisation/store.ts";
import { Problem } from "../problem/problem.ts";

const idOf = (genesis: string, person: string): string => `${genesis}/${person}/demonstration`;

/** Keeps a demonstration person's key. */
export async function keepDemonstrationKey(
  genesis: string,
  person: string,
  kid: string,
  key: CryptoKey,
): Promise<void> {
  await keepKey({ id: idOf(genesis, person), key, kid });
}

/** The signer of a demonstration's person. Rejects with `key.broken` when this browser does not hold it. */
export async function demonstrationSigner(genesis: string, person: string): Promise<Signer> {
  const kept = await keptKey(idOf(genesis, person));
  if (kept?.kid === undefined) throw new Problem("key.broken", "browser", "this browser holds no key of that person");
  // The trust core's key is opaque; in a browser it is the CryptoKey itself (packages/trust/src/crypto/browser.ts).
  return keySigner(kept.kid, kept.key as unknown as PrivateKey);
}

/** Whether this browser holds the key of a demonstration's person. */
export async function holdsDemonstrationKey(genesis: string, person: string): Promise<boolean> {
  return (await keptKey(idOf(genesis, person))) !== undefined;
}

/** Where a demonstration's directory key lies in this browser. */
export function directoryNote(genesis: string): string {
  return `${genesis}/directory`;
}
