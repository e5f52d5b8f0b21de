// What a signer is shown comes from here: everything is recomputed from the exact bytes that will be signed.

import {
  type Charter,
  checkAccepted,
  checkWindow,
  claimedType,
  clockSkew,
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
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { checkedTargets } from "./checked.ts";

export type Reviewed = { kind: "order"; document: Document<Order> } | { kind: "ticket"; document: Document<Ticket> };

/** A document, verified against the hash that the person named, and what the charter's rules say about it. */
export type Review = Reviewed & {
  hash: string;
  /** The phones of the signed tree; undefined when nobody gave the list, which is enough to read but not to sign. */
  targets: string[] | undefined;
  /** Whether the charter that it names is the one in force. */
  current: boolean;
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

/** The charter to judge by: the one that an order names, the newest for a ticket. */
function judgeOf(reviewed: Reviewed, charters: readonly Charter[]): Charter {
  if (reviewed.kind === "ticket") return charters.at(-1)!;
  const named = charters.find((charter) => charter.hash === reviewed.document.body.charter);
  if (!named)
    throw new ClientError("charter.current", "order.charter", say`names a charter that is not in the verified chain`);
  return named;
}

function targetsOf(reviewed: Reviewed, targets: readonly string[] | undefined): string[] | undefined {
  if (reviewed.kind === "order") {
    if (targets === undefined && "count" in reviewed.document.body.targets) return undefined;
    return checkedTargets(reviewed.document, targets ?? []);
  }
  if (targets?.length) throw new ClientError("targets.list", "targets", say`a ticket names no phones`);
  return [];
}

/**
 * Reads `envelope` as the document whose hash is `hash` and judges it under the verified `charters`. Refuses with
 * `answer.hash` another document, `org`, `charter.currensay`, `targets.lissay` and the codes of form; never for missing
 * signatures.
 */
export async function review(
  hash: string,
  envelope: JsonValue,
  targets: readonly string[] | undefined,
  charters: readonly Charter[],
  frozen: boolean,
): Promise<Review> {
  const reviewed = open(envelope);
  const { document } = reviewed;
  const newest = charters.at(-1)!;
  if (document.hash !== hash)
    throw new ClientError(
      "answer.hash",
      "order",
      say`Asked for ${hash} and was shown another document, ${document.hash}. Do not sign it; the server may be in other hands.`,
    );
  if (document.body.org !== newest.genesis) throw new Refusal("org", `${reviewed.kind}.org`);
  const charter = judgeOf(reviewed, charters);
  const sorted = targetsOf(reviewed, targets);
  const signers = await signersOf(document, charter);
  const base = { ...reviewed, hash, targets: sorted, current: charter === newest, signers };
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

/**
 * Whether a signature would help now: refuses with `charter.currensay`, `targets.lissay`, `freeze`, `rule.none`, and with
 * `release.late`, `window.expired`, `window.early` what the gatekeeper would not take. A draft dated into the future would
 * be a signature kept for later.
 */
export function requireTimely(shown: Review, now: number): asserts shown is Review & { targets: string[] } {
  if (!shown.current)
    throw new ClientError("charter.current", "order.charter", say`names another charter than the one in force`);
  if (shown.targets === undefined)
    throw new ClientError("targets.list", "targets", say`the list of phones was not given`);
  if (shown.refusal) throw shown.refusal;
  if (shown.kind === "order") {
    checkWindow(shown.document.body, now);
    checkAccepted(shown.document.body, now);
    return;
  }
  const { createdAt, expiresAt } = shown.document.body;
  if (createdAt > now + clockSkew) throw new Refusal("window.early", "ticket.createdAt");
  if (now > expiresAt) throw new Refusal("window.expired", "ticket.expiresAt");
}
