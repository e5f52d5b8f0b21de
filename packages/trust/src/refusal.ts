/** Every reason for which a document is refused, in the order in which a verifier checks (PROTOCOL section 11). */
export const refusalCodes = [
  "size",
  "encoding",
  "json",
  "type",
  "schema",
  "org",
  // Phase A, once per bundle.
  "charter.chain",
  "log.head",
  "log.consistency",
  "log.time",
  // Phase B, per document.
  "charter.current",
  "charter.from",
  "charter.void",
  "freeze",
  "rule.none",
  "signature.quorum",
  "target.proof",
  "log.inclusion",
  "witness.quorum",
  "release.late",
  "release.reach",
  "window.expired",
  "window.early",
  "stream.old",
  "stream.prev",
  "replay",
  "secret.hash",
  "action.unsupported",
  // The gatekeeper's own, when it accepts.
  "targets.list",
  "stream.next",
  "brake.held",
  "cancelled",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

const sentences: Record<RefusalCode, string> = {
  size: "The document is larger than its kind may be. Split it or shorten it.",
  encoding: "A part is not canonical base64 or not UTF-8. Send the bytes exactly as they were signed.",
  json: "The text is not strict JSON. Duplicate keys, fractions and exponents are refused.",
  type: "This document is of another type than the one expected here. Send it where its type belongs.",
  schema: "A field is missing, unknown or out of range. Correct it and sign again.",
  org: "This document belongs to another organisation.",
  "charter.chain":
    "The charters do not form a chain signed by old and new roots. Fetch them again from a clean source.",
  "log.head": "The head of the log is not signed for this organisation, charter and question. Ask again.",
  "log.consistency": "The log shown contradicts the log seen before. Raise an alarm: history may have been rewritten.",
  "log.time": "The time of the head is not believable without witnesses.",
  "charter.current": "This order names an older charter. Ask its signers to sign it again.",
  "charter.from": "The roots cut this document off in a newer charter. Ask its signers to sign it again.",
  "charter.void": "The roots declared this document void.",
  freeze: "The organisation is frozen. A quorum must lift the freeze first.",
  "rule.none": "No rule of the charter allows this action on so many phones.",
  "signature.quorum": "Too few people who may approve this have signed these exact bytes.",
  "target.proof": "This phone is not among the order's targets.",
  "log.inclusion": "The release of this order is not proven to be in the log.",
  "witness.quorum": "Too few witnesses have signed the log in which this order stands.",
  "release.late": "The order was accepted outside the 24 hours after its creation. Sign a new one.",
  "release.reach": "The release does not reach this phone.",
  "window.expired": "The order has expired. Sign a new one.",
  "window.early": "The order's creation lies in the future. Check the signer's clock.",
  "stream.old": "A newer document of this stream is in force already.",
  "stream.prev": "This document does not follow the one in force.",
  replay: "This order was carried out already.",
  "secret.hash": "A sealed text does not match what the signers saw.",
  "action.unsupported": "This phone cannot carry out this action.",
  "targets.list": "The list of phones does not match what was signed. Send the signed list.",
  "stream.next": "Another document of this stream was accepted first. Build the change on it and sign again.",
  "brake.held": "The brake holds this: too many phones in too short a time.",
  cancelled: "A person cancelled this order.",
};

/** The plain sentence for a refusal code: what is wrong, then the way out. */
export function refusalSentence(code: RefusalCode): string {
  return sentences[code];
}

/** A document was refused. `where` names the field or part, in the document's own words. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly where: string;
  constructor(code: RefusalCode, where: string, detail?: string) {
    super(`${code}: ${where}: ${detail ?? sentences[code]}`);
    this.name = "Refusal";
    this.code = code;
    this.where = where;
  }
}

/** Refuses with `code` unless `condition` holds. Every check of the verifier goes through here. */
export function demand(condition: boolean, code: RefusalCode, where: string, detail?: string): asserts condition {
  if (!condition) throw new Refusal(code, where, detail);
}
