import type { Charter, Person } from "../charter/charter.ts";
import { verifyAssertion, verifyKeySignature } from "../envelope/approval.ts";
import type { Document } from "../envelope/envelope.ts";
import { Refusal } from "../refusal.ts";
import type { Row } from "./rows.ts";

/** Whether a person may count for a row that asks for `role`; an approver is an operator too. */
export function holdsRole(person: Person, role: "operator" | "approver"): boolean {
  return person.roles.includes("approver") || (role === "operator" && person.roles.includes("operator"));
}

/**
 * The people whose signature on this document verifies under `charter`, each once, in the order of their signatures.
 * A keyid must be a kid of the charter exactly; other keys are never tried. Stops after `enough` people that `counts`.
 */
export async function signersOf(
  document: Document<unknown>,
  charter: Charter,
  counts: (person: Person) => boolean = () => true,
  enough: number = Number.POSITIVE_INFINITY,
): Promise<Person[]> {
  const found = new Map<string, Person>();
  for (const signature of document.signatures) {
    const credential = charter.credentials.get(signature.keyid);
    if (!credential || found.has(credential.person.id) || !counts(credential.person)) continue;
    const valid =
      credential.kind === "key"
        ? await verifyKeySignature(credential.key, document.pae, signature)
        : await verifyAssertion(credential.key, document.pae, signature, charter.webauthn);
    if (valid) found.set(credential.person.id, credential.person);
    if (found.size >= enough) break;
  }
  return [...found.values()];
}

/** How many distinct root keys of `charter` signed this document. */
export async function rootSignatures(document: Document<unknown>, charter: Charter): Promise<number> {
  const signed = new Set<string>();
  for (const signature of document.signatures) {
    const key = charter.roots.get(signature.keyid);
    if (!key || signed.has(signature.keyid)) continue;
    if (await verifyKeySignature(key, document.pae, signature)) signed.add(signature.keyid);
  }
  return signed.size;
}

/** Whether the quorum that `row` asks for signed this document. */
export async function hasQuorum(document: Document<unknown>, charter: Charter, row: Row): Promise<boolean> {
  const { role, count } = row.need;
  if (role === "root") return (await rootSignatures(document, charter)) >= charter.body.roots.threshold;
  const people = await signersOf(document, charter, (person) => holdsRole(person, role), count);
  return people.length >= count;
}

/** Refuses with `signature.quorum` unless the quorum signed, saying how many of how many. */
export async function requireQuorum(document: Document<unknown>, charter: Charter, row: Row): Promise<void> {
  if (await hasQuorum(document, charter, row)) return;
  const { role, count } = row.need;
  const detail =
    role === "root" ? "too few root keys signed" : `${count} ${role} signatures are needed on these exact bytes`;
  throw new Refusal("signature.quorum", "signatures", detail);
}
