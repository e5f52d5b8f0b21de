// Entries of the log. What they are is read strictly; that they are the log's own is shown by the root that they give.
import { forms, fromHex, type Head, type JsonValue, leafHash, verifyInclusion } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, part } from "../remote/ask.ts";
import { type Entry, erasedHashes, readEntry } from "./entry.ts";

const pageSize = 1000;

/** Reads a list of anything. */
export function anyList(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) throw new ClientError("answer", "list", say`must be a list`);
  return value;
}

/**
 * Entries from `from` to the size of a verified head. What lies before stays empty, so that indexes are the log's. `note`
 * hears after each page how many there are. Refuses with `log.consistency` a log that was cut, and as `readEntry` does.
 */
export async function fetchEntries(
  ask: Ask,
  head: Head,
  genesis: string,
  from = 0,
  note: (count: number) => void = () => {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let next = from; next < head.size; ) {
    const answer = await ask(`/log/v1/entries?from=${next}&limit=${pageSize}`);
    const page = part("entries", answer, "entries", anyList).slice(0, head.size - next);
    if (page.length === 0)
      throw new ClientError(
        "log.consistency",
        `log.${next}`,
        say`The log was cut: its head is signed for ${head.size} entries, and ${next} are given.`,
      );
    for (const row of page) entries[next] = readEntry(next++, row, genesis);
    note(next);
  }
  return entries;
}

/** The hash that stands at an erased place: one that its erasure names and the head proves. Refuses with `log.inclusion`. */
export async function erasedHash(
  ask: Ask,
  head: Head,
  entries: readonly Entry[],
  index: number,
  erasure: number,
): Promise<string> {
  const candidates = erasedHashes(entries, erasure, index);
  const answer = await ask(`/log/v1/inclusion/${index}?size=${head.size}`);
  const path = part("inclusion", answer, "path", forms.path);
  const claim = { index, size: head.size, root: fromHex(head.root), path };
  const hash = candidates.find((one) => verifyInclusion({ ...claim, leaf: leafHash(fromHex(one)) }));
  if (hash !== undefined) return hash;
  throw new ClientError("log.inclusion", `log.${index}`, say`None of the hashes that its erasure names stood here.`);
}

/** Finds which of its erasure's hashes stood at each erased place, by the proof that it is in the log. */
export async function resolveErased(ask: Ask, head: Head, entries: Entry[]): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    if (entry.type !== "erased" || !("erasure" in entry)) continue;
    if (entry.hash === undefined) entry.hash = await erasedHash(ask, head, entries, index, entry.erasure);
    else if (!erasedHashes(entries, entry.erasure, index).includes(entry.hash))
      throw new ClientError("log.entry", `log.${index}`, say`Its erasure does not name this hash.`);
  }
}
