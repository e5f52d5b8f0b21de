// Whether a witness may sign a head: pure decisions, from what was signed before and what is shown now.
import { anyJson, part } from "@rempart/client";
import {
  type Charter,
  currentLog,
  type Document,
  emptyRoot,
  forms,
  fromHex,
  type Head,
  headType,
  type JsonValue,
  openEnvelope,
  Refusal,
  toHex,
  verifyConsistency,
  verifyHeadSignature,
} from "@rempart/trust";

/** Where a witness stands: the largest size that it signed. */
export interface Stand {
  size: number;
  root: string;
}

/** What a head turned out to be. `fork` and `cut` are the gatekeeper's own signature against itself. */
export type Verdict = "grown" | "same" | "fork" | "cut";

/** A head as the gatekeeper showed it. */
export interface Shown {
  head: Document<Head>;
  consistency: Uint8Array[];
}

/** Where a witness that signed nothing of this log yet begins: at the epoch's start, which the roots signed. */
export function startOf(charter: Charter): Stand {
  const { startSize, startRoot } = currentLog(charter.body);
  return startSize === 0 ? { size: 0, root: toHex(emptyRoot()) } : { size: startSize, root: startRoot };
}

/** Reads an answer of `/log/v1/head`. Refuses with `answer` or a form's code; nothing is verified yet. */
export function readShown(answer: JsonValue | undefined): Shown {
  return {
    head: openEnvelope(headType, part("head", answer, "head", anyJson)),
    consistency: part("head", answer, "consistency", forms.path),
  };
}

/** That a head is this organisation's and signed by the log of `charter`. Refuses with `org` or `log.head`. */
export async function checkHead(head: Document<Head>, charter: Charter): Promise<void> {
  if (head.body.org !== charter.genesis) throw new Refusal("org", "head.org");
  await verifyHeadSignature(head, charter);
}

/** Compares a head, its signature verified, with where the witness stands. */
export function judgeHead(stand: Stand, { head, consistency }: Shown): Verdict {
  const { size, root } = head.body;
  if (size < stand.size) return "cut";
  const claim = { from: stand.size, to: size, fromRoot: fromHex(stand.root), toRoot: fromHex(root) };
  if (!verifyConsistency({ ...claim, path: size === stand.size ? [] : consistency })) return "fork";
  return size === stand.size ? "same" : "grown";
}
