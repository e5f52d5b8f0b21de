// Phones as the server tells of them. All of it is the server's word, `signed` too: what a phone signed is checked on its own
// page, from the documents themselves (evidence.ts).

import { forms } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import {
  anything,
  flag,
  listOf,
  longText,
  mapOf,
  number,
  optional,
  type Read,
  type Reader,
  shape,
  text,
} from "../remote/read.ts";

/** An id: 22 characters of base64url. Only what has this form is put into a path or an order. */
export const id: Reader<string> = (value, where) => {
  try {
    return forms.id(value as never, where);
  } catch {
    throw new Problem("answer", where, "is not an id");
  }
};

/** Whether a text of the address is an id. */
export function isId(value: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(value);
}

/** A hash: 64 hexadecimal digits. */
export const hash: Reader<string> = (value, where) => {
  try {
    return forms.hash(value as never, where);
  } catch {
    throw new Problem("answer", where, "is not a hash");
  }
};

const phoneFields = {
  id,
  platform: text,
  model: text,
  os: text,
  patch: optional(text),
  state: text,
  groups: listOf(id, 64),
  seenAt: optional(number),
  enrolledAt: number,
  lost: flag,
  compliance: optional(text),
  at: mapOf(number),
  signed: listOf(text, 20),
};
const phone = shape(phoneFields);

/** A phone, by the server's word. Times are Unix seconds; `at` has the age of each value. */
export type Phone = Read<typeof phone>;

/** One page of the list. */
export const phonesAnswer = shape({ phones: listOf(phone, 1000) });
export const countAnswer = shape({ phones: number });
export const idsAnswer = shape({ ids: listOf(id), phones: number, more: optional(flag) });

export const facetsAnswer = shape({ facets: mapOf(mapOf(number)) });
export type Facets = Record<string, Record<string, number>>;

export const groupsAnswer = shape({
  groups: listOf(shape({ id, phones: number, label: optional(text) }), 20_000),
});

/** A report as the server hands it on: read again, strictly, where it is verified. */
export const reportRow = shape({ hash, kind: text, envelope: anything, sealed: optional(longText) });
export type ReportRow = Read<typeof reportRow>;
export const reportsAnswer = shape({ reports: listOf(reportRow, 500) });

/** One phone with the documents that it signed of itself. */
export const onePhone = shape({
  ...phoneFields,
  ticket: optional(hash),
  evidence: shape({ enrolment: optional(anything), hello: optional(anything) }),
});
export type OnePhone = Read<typeof onePhone>;

/** An order as it comes with one phone: the documents to prove it by, to be verified. */
const concerning = shape({
  hash,
  action: text,
  state: text,
  envelope: anything,
  acceptedAt: number,
  phones: number,
  stream: optional(text),
  n: optional(number),
  target: optional(shape({ index: number, proof: text })),
  releases: listOf(shape({ index: number, envelope: anything }), 50),
  result: optional(
    shape({ hash, outcome: text, code: optional(text), at: number, envelope: anything, sealed: optional(longText) }),
  ),
  newest: optional(shape({ n: optional(number), hash })),
});
export type ConcerningOrder = Read<typeof concerning>;
export const phoneOrdersAnswer = shape({ orders: listOf(concerning, 100), next: optional(number) });
export const standingAnswer = shape({ groups: listOf(id, 64), documents: listOf(concerning, 2000) });

/** How a phone is called in lists: its model, and the beginning of its id. */
export function shortId(device: string): string {
  return device.slice(0, 8);
}
