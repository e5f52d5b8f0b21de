// The gatekeeper's own account of itself. Served by the same process as this page; signed by nobody, so the head of the log
// decides wherever the two could differ.

import type { Ask } from "@rempart/client";
import { flag, listOf, mapOf, number, optional, type Read, shape, text } from "./read.ts";

const layout = shape({
  kind: text,
  hold: listOf(text, 20),
  lost: listOf(text, 20),
  notBuilt: listOf(text, 20),
  words: listOf(text, 20),
  databases: optional(mapOf(text)),
});

const fields = shape({
  founded: flag,
  genesis: optional(text),
  version: optional(number),
  charter: optional(text),
  frozen: flag,
  freezes: listOf(text, 64),
  size: number,
  time: number,
  layout: optional(layout),
  witnesses: optional(
    shape({
      needed: number,
      size: number,
      newest: listOf(shape({ kid: text, size: optional(number), time: optional(number) }), 16),
    }),
  ),
  certificates: optional(listOf(shape({ use: text, notAfter: number }), 8)),
  refilling: optional(shape({ size: number, why: text })),
  demonstration: optional(shape({ phones: number })),
});

export type GatekeeperStatus = Read<typeof fields>;

/** `GET /gate/v1/status`. */
export async function readStatus(ask: Ask): Promise<GatekeeperStatus> {
  return fields(await ask("/gate/v1/status"), "status");
}
