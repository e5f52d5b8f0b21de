// One entry of the log with the documents it refers to, as `POST /log/v1/documents` gives it and mirrors keep it.
import {
  erasureType,
  forms,
  fromHex,
  type JsonValue,
  leafHash,
  merkleRoot,
  openEnvelope,
  orderType,
  releaseType,
  resultsType,
  resultType,
  schema,
  targetTree,
  toHex,
} from "@rempart/trust";
import { readEntry } from "../log/entry.ts";
import { Problem } from "../problem.ts";
import { anyJson } from "../remote/gatekeeper.ts";

const { integer, list, object, optional, set, variant } = schema;
const kept = variant({
  envelope: object({ envelope: anyJson }),
  erased: object({ erased: integer(), hash: forms.hash }),
});
/** A document, or which erasure took its body away and the hash that others commit to. */
export type Kept = schema.Read<typeof kept>;

const documents = object({
  order: optional(kept),
  targets: optional(set(forms.id, 0, 1_000_000)),
  results: optional(list(kept, 0, 10_000)),
});
const rowShape = object({
  envelope: optional(anyJson),
  erased: optional(integer()),
  hash: optional(forms.hash),
  documents: optional(documents),
});

/** An entry as it is written to a mirror. */
export type RowJson = schema.Read<typeof rowShape>;
export interface Row {
  type: string;
  hash: string;
  json: RowJson;
}

/** Reads a row; refuses with `log.entry`, `org` or a form's code what does not belong into the log of `genesis`. */
export function readRow(value: JsonValue, genesis: string, index = 0): Row {
  const json = rowShape(value, "row");
  if (json.envelope === undefined) {
    if (json.erased === undefined || json.hash === undefined)
      throw new Problem("log.entry", `log.${index}`, "An erased entry names its erasure and its hash.");
    return { type: "erased", hash: json.hash, json };
  }
  const entry = readEntry(index, json as JsonValue, genesis);
  return { type: entry.type, hash: entry.hash!, json };
}

function hashOf(document: Kept, read: (envelope: JsonValue) => { hash: string }): string {
  return "envelope" in document ? read(document.envelope).hash : document.hash;
}

/** That the documents beside an entry are those it commits to. Refuses with `log.document`, naming the entry. */
export function checkRow(row: Row, index: number): void {
  const { documents: beside, envelope } = row.json;
  if (!beside || envelope === undefined) return;
  const fail = (what: string): never => {
    throw new Problem("log.document", `log.${index}`, what);
  };
  if (beside.order) {
    const release =
      row.type === "release" ? openEnvelope(releaseType, envelope).body : fail("An order stands beside no release.");
    const order = hashOf(beside.order, (one) => openEnvelope(orderType, one));
    if (order !== release.order) fail("The order beside this release is another one.");
    if (beside.targets && "envelope" in beside.order) {
      const { id, targets } = openEnvelope(orderType, beside.order.envelope).body;
      const tree = targetTree(id, beside.targets);
      if (!("count" in targets) || targets.count !== tree.count || targets.root !== tree.root)
        fail("The list of phones beside this release is not the one that was signed.");
    }
  }
  if (beside.results) {
    const record =
      row.type === "results"
        ? openEnvelope(resultsType, envelope).body
        : fail("Results stand beside no record of results.");
    const leaves = beside.results.map((one) => leafHash(fromHex(hashOf(one, (env) => openEnvelope(resultType, env)))));
    if (leaves.length !== record.count || toHex(merkleRoot(leaves)) !== record.root)
      fail("The results beside this record are not those that it commits to.");
  }
}

/** The row without the bodies that `erased` names (hash to the index of its erasure); itself when none is. */
export function eraseFrom(row: Row, erased: ReadonlyMap<string, number>): RowJson {
  const beside = row.json.documents;
  const drop = (one: Kept, read: (envelope: JsonValue) => { hash: string }): Kept => {
    const hash = hashOf(one, read);
    const by = erased.get(hash);
    return by === undefined || !("envelope" in one) ? one : { erased: by, hash };
  };
  const order = beside?.order && drop(beside.order, (one) => openEnvelope(orderType, one));
  const results = beside?.results?.map((one) => drop(one, (env) => openEnvelope(resultType, env)));
  const orderGone = order !== beside?.order;
  const resultsGone = results?.some((one, place) => one !== beside!.results![place]) ?? false;
  const by = row.json.envelope === undefined ? undefined : erased.get(row.hash);
  if (by === undefined && !orderGone && !resultsGone) return row.json;
  const next: RowJson = { ...row.json };
  if (beside)
    next.documents = {
      ...(order ? { order } : {}),
      // Who was to be reached goes with the order.
      ...(beside.targets && !orderGone ? { targets: beside.targets } : {}),
      ...(results ? { results } : {}),
    };
  if (by !== undefined) {
    delete next.envelope;
    next.erased = by;
    next.hash = row.hash;
  }
  return next;
}

/** The hashes that the erasure of this row names. */
export function erasedBy(row: Row): string[] {
  return row.type === "erasure" && row.json.envelope !== undefined
    ? openEnvelope(erasureType, row.json.envelope).body.hashes
    : [];
}
