import type { Row } from "@rempart/trust";
import { type Counted, type Said, say } from "../error/said.ts";
import { counted, spanWords } from "../words/amounts.ts";
import { shown } from "../words/shown.ts";

/** What ids are called, by whoever reads. */
export type Names = readonly { id: string; name: string }[];

/** A person as the reader calls them, with the id that is signed. */
export function personWords(id: string, names: Names): string {
  const name = names.find((one) => one.id === id)?.name;
  return name === undefined ? id : `${shown(name)} (${id})`;
}

/** Who must sign, in plain words: "2 approvers". */
export function needWords(row: Row): Counted {
  const { role, count } = row.need;
  return counted(count, role === "root" ? "root key" : role);
}

/** One rule as a sentence. */
export function ruleWords(row: Row): Said {
  const size = row.max === undefined ? "" : row.max === 1 ? say` of one` : say` of up to ${row.max}`;
  const when = row.when === "frozen" ? say`while frozen, ` : row.when === "always" ? say`at any time, ` : "";
  const limit = row.limit
    ? say`, at most ${counted(row.limit.phones, "phone")} in ${spanWords(row.limit.seconds)} for each signer`
    : "";
  return say`${when}${row.actions.join(", ")}${size}: ${needWords(row)}${limit}`;
}
