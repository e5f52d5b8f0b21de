// Charters of all phones of the process. Each phone verifies what it is shown by itself; this store only sees to it
// that thousands of equal charters take the memory, and the place in the journal, of one.
import { type Charter, extendChain, type JsonValue } from "@rempart/trust";

export interface CharterRecord {
  t: "charter";
  hash: string;
  envelope: JsonValue;
}

export class CharterStore {
  readonly #known = new Map<string, Charter>();
  readonly #envelopes = new Map<string, JsonValue>();
  readonly #chains = new Map<string, Promise<Charter[]>>();
  #save: (record: CharterRecord) => void = () => undefined;

  /** Where charters are written that were not known before. */
  saveWith(save: (record: CharterRecord) => void): void {
    this.#save = save;
  }

  /** Takes what the journal held. */
  restore({ hash, envelope }: CharterRecord): void {
    this.#envelopes.set(hash, envelope);
  }

  /** Records for a compacted journal. */
  *records(): Generator<CharterRecord> {
    for (const [hash, envelope] of this.#envelopes) yield { t: "charter", hash, envelope };
  }

  /** `charter`, which its phone has verified, or the equal one kept already; saved before anything that names it. */
  keep(charter: Charter): Charter {
    const kept = this.#known.get(charter.hash);
    if (kept) return kept;
    this.#known.set(charter.hash, charter);
    if (!this.#envelopes.has(charter.hash)) {
      const { envelope } = charter.document;
      this.#envelopes.set(charter.hash, envelope);
      this.#save({ t: "charter", hash: charter.hash, envelope });
    }
    return charter;
  }

  /** Verifies the chain with these hashes, genesis first, from the envelopes of the journal; once for equal chains. */
  load(hashes: readonly string[]): Promise<Charter[]> {
    const key = hashes.join();
    const loaded = this.#chains.get(key) ?? this.#load(hashes);
    this.#chains.set(key, loaded);
    return loaded;
  }

  async #load(hashes: readonly string[]): Promise<Charter[]> {
    const envelopes = hashes.map((hash) => this.#envelopes.get(hash) ?? null);
    const chain = await extendChain([], hashes[0] ?? "", envelopes);
    return chain.map((charter) => this.keep(charter));
  }
}
