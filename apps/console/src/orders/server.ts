// What the server says of drafts and orders. Envelopes are judged afterwards by verify.ts; the rest is its word.

import type { JsonValue } from "@rempart/trust";
import { anything, listOf, mapOf, number, optional, type Read, type Reader, shape, text } from "../remote/read.ts";

/** An envelope, to be read strictly by the trust core. */
const envelope = anything as Reader<JsonValue>;
const targets = optional(listOf(text));

const refusal = shape({ person: text, code: text, sealed: optional(text), at: number });

export const draft = shape({
  hash: text,
  type: text,
  envelope,
  targets,
  state: text,
  createdAt: number,
  createdBy: text,
  changedAt: number,
  action: text,
  refusals: optional(listOf(refusal, 500)),
  refusal: optional(shape({ error: text, where: optional(text), message: optional(text) })),
});
export type SaidDraftAnswer = Read<typeof draft>;
export const drafts = shape({ drafts: listOf(draft, 100), next: optional(number) });

const release = shape({ index: number, envelope });
const result = shape({ device: text, outcome: text, code: optional(text), at: number, envelope });
export const order = shape({
  hash: text,
  action: text,
  state: text,
  envelope,
  targets,
  acceptedAt: number,
  phones: number,
  by: listOf(text, 500),
  releases: listOf(release, 1_000),
  outcomes: mapOf(number),
  silent: optional(number),
  results: listOf(result, 10_000),
});
export type SaidOrderAnswer = Read<typeof order>;
export const orders = shape({ orders: listOf(order, 200), next: optional(number) });

const answer = shape({ device: text, outcome: text, code: optional(text), at: optional(number) });
export type PhoneAnswer = Read<typeof answer>;
export const orderPhones = shape({ phones: listOf(answer, 10_000), next: optional(text) });

/** The evidence that the server keeps of a phone. */
export const phoneEvidence = shape({ evidence: optional(shape({ enrolment: optional(envelope) })) });
