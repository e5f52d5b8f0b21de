import type { Entry, SeenLog } from "@rempart/client";
import { type Head as LogHead, verifyEntries } from "@rempart/log";
import { type Charter, currentLog, fromHex, type Head } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import type { Witnessed } from "./statements.ts";

/** What a whole log turned out to hold. */
export interface Checked {
  size: number;
  root: string;
  counts: Record<string, number>;
  /** The size that this profile saw before, and that the log was compared with. */
  compared: number | undefined;
  /** What k witnesses signed, and lies on the same history. */
  witnessed: Witnessed | undefined;
}

/** That the entries give exactly the signed head, pass through what was seen before, and hold the verified charters. */
export async function checkEntries(
  entries: readonly Entry[],
  head: Head,
  charters: readonly Charter[],
  seen: SeenLog,
  witnessed?: Witnessed,
): Promise<Checked> {
  const counts: Record<string, number> = {};
  const known = new Set(charters.map((charter) => charter.hash));
  for (const [index, entry] of entries.entries()) {
    counts[entry.type] = (counts[entry.type] ?? 0) + 1;
    if (entry.type === "charter" && !known.has(entry.hash!))
      throw new Problem("charter.chain", `log.${index}`, t`The log holds a charter that is not in the verified chain.`);
  }
  const log = currentLog(charters.at(-1)!.body);
  const comparable = seen.epoch === head.epoch && seen.size <= head.size;
  const earlier: LogHead[] = [];
  if (log.startSize <= head.size) earlier.push({ size: log.startSize, root: fromHex(log.startRoot) });
  if (comparable && seen.size > log.startSize) earlier.push({ size: seen.size, root: fromHex(seen.root) });
  if (witnessed && witnessed.size <= head.size) earlier.push({ size: witnessed.size, root: fromHex(witnessed.root) });
  earlier.sort((a, b) => a.size - b.size);
  const hashes = entries.map((entry) => fromHex(entry.hash!));
  await verifyEntries(hashes, { size: head.size, root: fromHex(head.root) }, earlier);
  return { size: head.size, root: head.root, counts, compared: comparable ? seen.size : undefined, witnessed };
}
