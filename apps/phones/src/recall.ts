// From the journal to the phones' memories, and back into a compact one.
import { noFences } from "@rempart/policy";
import type { CharterRecord, CharterStore } from "./charters.ts";
import { readJournal } from "./journal.ts";
import { apply, type Change, nothingTold, type Remembered } from "./memory.ts";

type Line = CharterRecord | { t: "memory"; p: number; memory: Remembered } | ({ p: number } & Change);

/** A memory that an older program wrote has told nothing yet. */
function complete(memory: Remembered): Remembered {
  return "gone" in memory
    ? memory
    : { ...memory, told: { ...nothingTold(), ...memory.told }, fences: memory.fences ?? noFences };
}

/** Memories by phone, and the charters they name, as the journal left them. */
export async function recall(path: string, charters: CharterStore): Promise<Map<number, Remembered>> {
  const memories = new Map<number, Remembered>();
  for await (const record of readJournal(path)) {
    const line = record as Line;
    if (line.t === "charter") charters.restore(line);
    else if (line.t === "memory") memories.set(line.p, complete(line.memory));
    else memories.set(line.p, apply(memories.get(line.p), line));
  }
  return memories;
}

/** What a compacted journal begins with. */
export function* snapshot(charters: CharterStore, memories: Map<number, Remembered>): Generator<Line> {
  yield* charters.records();
  for (const [p, memory] of memories) yield { t: "memory", p, memory };
}
