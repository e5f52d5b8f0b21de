// One entry of the log, read as one of the types that may stand there (PROTOCOL section 9).

import {
  charterType,
  claimedType,
  type DocumentType,
  directoryBatchType,
  enrolmentType,
  erasureType,
  forms,
  type JsonValue,
  openEnvelope,
  releaseType,
  resultsType,
  revealType,
  ticketType,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

const types = new Map<string, DocumentType<{ org?: string | undefined }>>(
  [charterType, ticketType, enrolmentType, revealType, directoryBatchType, releaseType, resultsType, erasureType].map(
    (type) => [type.name, type as DocumentType<{ org?: string | undefined }>],
  ),
);

/** What an entry turned out to be. An erased one has its hash only once that was proved. */
export type Entry =
  | { type: string; hash: string; envelope: JsonValue; body: { org?: string | undefined } }
  | { type: "erased"; hash: string | undefined; erasure: number };

/** Reads what stands at `index`; refuses with `log.entry`, `org` what does not belong there. */
export function readEntry(index: number, value: JsonValue, genesis: string): Entry {
  const row = (typeof value === "object" && value !== null ? value : {}) as {
    envelope?: JsonValue;
    erased?: JsonValue;
    hash?: JsonValue;
  };
  // A hash that is said is no proof: the root that it gives is.
  if (typeof row.erased === "number")
    return {
      type: "erased",
      hash: row.hash === undefined ? undefined : forms.hash(row.hash, "hash"),
      erasure: row.erased,
    };
  const type = types.get(claimedType(row.envelope ?? null) ?? "");
  if (!type)
    throw new ClientError(
      "log.entry",
      `log.${index}`,
      say`Neither a document that belongs into a log nor an erased one.`,
    );
  const document = openEnvelope(type, row.envelope!);
  // The genesis alone names no organisation: it is one.
  if ((document.body.org ?? document.hash) !== genesis)
    throw new ClientError("org", `log.${index}`, say`A document of another organisation stands in the log.`);
  return { type: type.name, hash: document.hash, envelope: document.envelope, body: document.body };
}

/** The hashes that the erasure at `index` names; refuses with `log.entry` when there is no erasure. `at` is what it erased. */
export function erasedHashes(entries: readonly Entry[], index: number, at: number): string[] {
  const erasure = entries[index];
  if (erasure?.type !== "erasure" || !("envelope" in erasure))
    throw new ClientError("log.entry", `log.${at}`, say`Erased, but no erasure stands at ${index}.`);
  return openEnvelope(erasureType, erasure.envelope).body.hashes;
}
