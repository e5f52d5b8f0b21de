import {
  acceptance,
  type Charter,
  checkTargetList,
  claimedType,
  type Document,
  type JsonValue,
  type Order,
  openCharter,
  openEnvelope,
  orderType,
  Refusal,
  rootSignatures,
  signersOf,
  type Ticket,
  targetCount,
  ticketType,
} from "@rempart/trust";

/** A document that may wait here for signatures, its form checked and its charter the one in force. */
export type Draftable =
  | { type: "order"; document: Document<Order> }
  | { type: "ticket"; document: Document<Ticket> }
  | { type: "charter"; document: Document<unknown>; successor: Charter };

function requireOrg(org: string | undefined, current: Charter, where: string): void {
  if (org !== current.genesis) throw new Refusal("org", where);
}

/**
 * Checks what can be checked without the quorum, so that nobody is asked to sign what would be refused anyway. It decides
 * nothing: gatekeeper, phones and signers check again, since this server may be hostile.
 */
export async function openDraft(envelope: JsonValue, current: Charter): Promise<Draftable> {
  const type = claimedType(envelope);
  if (type === "order") {
    const document = openEnvelope(orderType, envelope);
    requireOrg(document.body.org, current, "order.org");
    if (document.body.charter !== current.hash) throw new Refusal("charter.current", "order.charter");
    return { type, document };
  }
  if (type === "ticket") {
    const document = openEnvelope(ticketType, envelope);
    requireOrg(document.body.org, current, "ticket.org");
    return { type, document };
  }
  if (type === "charter") {
    const successor = await openCharter(envelope);
    requireOrg(successor.body.org, current, "charter.org");
    if (successor.body.prev !== current.hash) {
      throw new Refusal("charter.chain", "charter.prev", "does not follow the charter in force");
    }
    return { type, document: successor.document, successor };
  }
  throw new Refusal("type", "payloadType", "orders, tickets and charters wait here");
}

/** What a draft is judged by in lists. */
interface Subject {
  /** By what the charter's rules find their row. */
  action: string;
  phones: number | null;
  /** Hash of the charter it was made under. */
  charter: string;
  /** Until when the gatekeeper may accept it; null: as long as its charter is in force. */
  lapses_at: number | null;
}

/** What lists judge a draft by, out of its own bytes. */
export function subjectOf(draft: Draftable): Subject {
  if (draft.type === "order") {
    const { action, targets, charter, createdAt, expiresAt = Number.POSITIVE_INFINITY } = draft.document.body;
    const lapses = Math.min(createdAt + acceptance, expiresAt);
    return { action, phones: targetCount(targets) ?? null, charter, lapses_at: lapses };
  }
  if (draft.type === "ticket") {
    const { uses, floor, expiresAt } = draft.document.body;
    return { action: "ticket", phones: uses, charter: floor.hash, lapses_at: expiresAt };
  }
  return { action: "charter", phones: null, charter: draft.successor.body.prev ?? "", lapses_at: null };
}

/** The signed list of phones, bytewise sorted; refuses any other list with `targets.list`. */
export function draftTargets(draft: Draftable, targets: readonly string[]): string[] {
  if (draft.type === "order") return checkTargetList(draft.document.body, targets);
  if (targets.length > 0) throw new Refusal("targets.list", "targets", "this document names no phones");
  return [];
}

/** Who made one signature: a person of the charter or one of the roots; undefined when it verifies for nobody. */
async function signerOf(
  draft: Draftable,
  signature: Document<unknown>["signatures"][number],
  charter: Charter,
): Promise<string | undefined> {
  const alone = { ...draft.document, signatures: [signature] };
  const [person] = await signersOf(alone, charter);
  if (person) return person.id;
  const roots =
    (await rootSignatures(alone, charter)) +
    (draft.type === "charter" ? await rootSignatures(alone, draft.successor) : 0);
  return roots > 0 ? `root ${signature.keyid}` : undefined;
}

/** Who made each signature of the document, in order; refuses a document with one that verifies for nobody. */
export async function signersOfDraft(draft: Draftable, charter: Charter): Promise<string[]> {
  const signers: string[] = [];
  for (const signature of draft.document.signatures) {
    const signer = await signerOf(draft, signature, charter);
    if (signer === undefined) throw new UnverifiedSignature(signature.keyid);
    signers.push(signer);
  }
  return signers;
}

/** A signature that no key of the charter made over these bytes. */
export class UnverifiedSignature extends Error {
  override readonly name = "UnverifiedSignature";
  readonly keyid: string;
  constructor(keyid: string) {
    super(`no key of the charter made the signature of ${keyid}`);
    this.keyid = keyid;
  }
}
