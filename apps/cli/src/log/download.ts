import { anyList, type Entry, gatekeeperProof, part, readEntry } from "@rempart/client";
import { checkRow, type Row, readRow } from "@rempart/log";
import type { Head, JsonValue } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import type { Client } from "../remote/http.ts";

/** The whole log with what its entries refer to, for whoever holds a key of the charter. */
export async function downloadRows(
  context: Context,
  gatekeeper: Client,
  head: Head,
  genesis: string,
  note: (text: string) => void,
): Promise<Row[]> {
  const { signer } = await context.key();
  const found: Row[] = [];
  while (found.length < head.size) {
    const signin = await gatekeeperProof(genesis, signer, context.now());
    const limit = Math.min(500, head.size - found.length);
    const answer = await gatekeeper.ask("/log/v1/documents", { body: { signin, from: found.length, limit } });
    const page = part("documents", answer, "entries", anyList).slice(0, limit);
    if (page.length === 0)
      throw new Problem(
        "log.consistency",
        `log.${found.length}`,
        t`The log was cut: its head is signed for ${head.size} entries, and ${found.length} are given.`,
      );
    for (const value of page) found.push(checkedRow(value, genesis, found.length));
    note(t`${found.length} of ${head.size} entries`);
  }
  return found;
}

/** A row whose documents are those that it commits to. */
export function checkedRow(value: JsonValue, genesis: string, index: number): Row {
  const row = readRow(value, genesis);
  checkRow(row, index);
  return row;
}

/** The entries of rows. */
export function entriesOf(rowsRead: readonly Row[], genesis: string): Entry[] {
  return rowsRead.map(({ json }, index) => readEntry(index, json as JsonValue, genesis));
}
