// What the server says about policies and phones: counts, names, envelopes. Envelopes are verified before they are shown.

import { forms } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import { anything, listOf, mapOf, number, optional, type Read, type Reader, shape, text } from "../remote/read.ts";

/** An id: 22 characters of base64url. Only what has this form is put into an order. */
const id: Reader<string> = (value, where) => {
  try {
    return forms.id(value as never, where);
  } catch {
    throw new Problem("answer", where, "is not an id");
  }
};
const hash: Reader<string> = (value, where) => {
  try {
    return forms.hash(value as never, where);
  } catch {
    throw new Problem("answer", where, "is not a hash");
  }
};

const releases = listOf(shape({ index: number, envelope: anything }), 100);

const orderRow = shape({
  hash,
  state: text,
  envelope: anything,
  acceptedAt: number,
  phones: number,
  releases,
  outcomes: mapOf(number),
});
/** How far an order has come, by the server's word; its releases are proved by the log. */
export type OrderRow = Read<typeof orderRow>;
export const readOrder: Reader<OrderRow> = orderRow;
export const readOrders = shape({ orders: listOf(orderRow, 1000), next: optional(number) });

const historyRow = shape({ hash, n: optional(number), state: text, envelope: anything, releases, acceptedAt: number });
/** A document of a stream as the server hands it on. */
export type HistoryRow = Read<typeof historyRow>;
export const readHistory = shape({ documents: listOf(historyRow, 100), next: optional(number) });

export const readGroups = shape({
  groups: listOf(shape({ id, phones: number, label: optional(text) }), 20_000),
});
export type Group = Read<typeof readGroups>["groups"][number];

const phone = shape({ id, platform: text, os: text, state: text, groups: listOf(id, 64) });
export const readPhones = shape({ phones: listOf(phone, 1000), next: optional(text) });
export type PhoneRow = Read<typeof phone>;

export const readVersions = shape({
  phones: shape({
    total: number,
    byOs: listOf(shape({ platform: text, os: text, phones: number }), 100),
    otherOs: number,
  }),
});

export const readApps = shape({
  apps: listOf(
    shape({
      package: text,
      newest: shape({ apk: optional(shape({ manifest: optional(shape({ label: optional(text) })) })) }),
    }),
    400,
  ),
  next: optional(text),
});

export const readDrafts = shape({
  drafts: listOf(shape({ hash, stream: optional(text), envelope: anything }), 200),
});
