// A copy of the log: JSON, one value a line. First what proves it (charters, head), then the entries. Whoever pins the
// same genesis can verify it years later, with nobody's help.

import { anyJson, type Entry, erasedHashes } from "@rempart/client";
import type { Row } from "@rempart/log";
import {
  type Charter,
  extendChain,
  forms,
  type Head,
  headType,
  type JsonValue,
  openEnvelope,
  Refusal,
  readJson,
  schema,
  utf8,
  verifyHeadSignature,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed, writePrivate } from "../profile/files.ts";
import { checkedRow, entriesOf } from "./download.ts";

const lineLimit = 256 * 1024 * 1024;
const first = schema.object({
  v: schema.literal(1),
  genesis: forms.hash,
  charters: schema.list(anyJson, 1, 100_000),
  head: anyJson,
  witness: schema.optional(anyJson),
});

/** Writes a verified log to a file. */
export async function writeCopy(
  path: string,
  charters: readonly Charter[],
  head: JsonValue,
  rows: readonly Row[],
  witness?: JsonValue,
) {
  const envelopes = charters.map((charter) => charter.document.envelope);
  const top = { v: 1, genesis: charters[0]!.hash, charters: envelopes, head, ...(witness ? { witness } : {}) };
  const lines = [JSON.stringify(top), ...rows.map(({ json }) => JSON.stringify(json))];
  await writePrivate(path, `${lines.join("\n")}\n`);
}

/** Reads a copy: its charters descend from `genesis`, its head is signed by their log. The entries are not judged yet. */
export async function readCopy(
  path: string,
  genesis: string,
): Promise<{ charters: Charter[]; head: Head; entries: Entry[]; rows: Row[]; witness: JsonValue | undefined }> {
  const lines = new TextDecoder("utf-8", { fatal: true })
    .decode(await readNamed(path))
    .trimEnd()
    .split("\n");
  const top = first(readJson(utf8(lines[0]!), lineLimit, path), "copy");
  const charters = await extendChain([], genesis, top.charters);
  const newest = charters.at(-1)!;
  const head = openEnvelope(headType, top.head);
  if (head.body.org !== genesis) throw new Refusal("org", "head.org");
  await verifyHeadSignature(head, newest);
  if (head.body.charter !== newest.hash)
    throw new Refusal("log.head", "head.charter", t`is not the newest charter of the copy`);
  const rows = lines
    .slice(1)
    .map((line, index) => checkedRow(readJson(utf8(line), lineLimit, `${path}:${index + 2}`), genesis, index));
  const entries = entriesOf(rows, genesis);
  for (const [index, entry] of entries.entries())
    if ("erasure" in entry && !erasedHashes(entries, entry.erasure, index).includes(entry.hash!))
      throw new Problem("log.entry", `log.${index}`, t`Its erasure does not name this hash.`);
  return { charters, head: head.body, entries, rows, witness: top.witness };
}
