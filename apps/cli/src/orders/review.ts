// What a signer is shown comes from here: everything is recomputed from the exact bytes that will be signed.
import {
  type Charter,
  checkTargetList,
  claimedType,
  type Document,
  decidingRow,
  holdsRole,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  type Person,
  Refusal,
  type Row,
  rootSignatures,
  signersOf,
  type Ticket,
  targetCount,
  ticketType,
} from "@rempart/trust";
import { Problem } from "../problem.ts";

export type Reviewed = { kind: "order"; document: Document<Order> } | { kind: "ticket"; document: Document<Ticket> };

/** A document, verified against the hash that the person named, and what the charter's rules say about it. */
export type Review = Reviewed & {
  hash: string;
  targets: string[];
  signers: Person[];
  /** The rule that decides, or why none does. */
  row: Row | undefined;
  refusal: Refusal | undefined;
  /** People (or roots) of the row's role who signed. */
  counting: number;
  missing: number;
  complete: boolean;
};

function open(envelope: JsonValue): Reviewed {
  const type = claimedType(envelope);
  // Only what a person may be asked to sign here: a charter or a sign-in in this place would be an attempt.
  if (type === "ticket") return { kind: "ticket", document: openEnvelope(ticketType, envelope) };
  return { kind: "order", document: openEnvelope(orderType, envelope) };
}

/** The number of phones that a rule's `max` looks at. */
function countOf(reviewed: Reviewed): number | undefined {
  return reviewed.kind === "order" ? targetCount(reviewed.document.body.targets) : reviewed.document.body.uses;
}

/**
 * Reads `envelope` as the document whose hash is `hash` and judges it under `charter`. Refuses with `answer.hash` another
 * document, `org`, `charter.current`, `targets.list` and the codes of form; never for missing signatures.
 */
export async function review(
  hash: string,
  envelope: JsonValue,
  targets: readonly string[],
  charter: Charter,
  frozen: boolean,
): Promise<Review> {
  const reviewed = open(envelope);
  const { document } = reviewed;
  if (document.hash !== hash)
    throw new Problem(
      "answer.hash",
      "order",
      `Asked for ${hash} and was shown another document, ${document.hash}. Do not sign it; the server may be in other hands.`,
    );
  if (document.body.org !== charter.genesis) throw new Refusal("org", `${reviewed.kind}.org`);
  if (reviewed.kind === "order" && reviewed.document.body.charter !== charter.hash)
    throw new Refusal("charter.current", "order.charter", "names another charter than the one in force");
  if (reviewed.kind === "ticket" && targets.length > 0)
    throw new Refusal("targets.list", "targets", "a ticket names no phones");
  const sorted = reviewed.kind === "order" ? checkTargetList(reviewed.document.body, targets) : [];
  const signers = await signersOf(document, charter);
  const base = { ...reviewed, hash, targets: sorted, signers };
  const action = reviewed.kind === "order" ? reviewed.document.body.action : "ticket";
  try {
    const row = decidingRow(charter, action, countOf(reviewed), frozen);
    const { role, count } = row.need;
    const counting =
      role === "root"
        ? await rootSignatures(document, charter)
        : signers.filter((person) => holdsRole(person, role)).length;
    const missing = Math.max(0, count - counting);
    return { ...base, row, refusal: undefined, counting, missing, complete: missing === 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...base, row: undefined, refusal: error, counting: 0, missing: 0, complete: false };
  }
}
