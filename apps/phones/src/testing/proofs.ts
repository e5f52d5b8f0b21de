// Roots and proofs of the test gatekeeper's log by their definitions, each computed once for the same entries: hundreds
// of phones ask for the same ones.
import { toHex } from "@rempart/trust";
import { naivePath, naiveProof, naiveRoot } from "../../../../packages/trust/src/merkle/naive.ts";

/** Base64 of the nodes, one after the other. */
export function path(nodes: readonly Uint8Array[]): string {
  return Buffer.concat(nodes).toString("base64");
}

export class Proofs {
  readonly #entries: readonly Uint8Array[];
  #of: readonly Uint8Array[] = [];
  #known = new Map<string, string>();

  constructor(entries: readonly Uint8Array[]) {
    this.#entries = entries;
  }

  root(): string {
    return this.#once("root", () => toHex(naiveRoot(this.#entries)));
  }

  inclusion(index: number): string {
    return this.#once(`inclusion ${index}`, () => path(naivePath(index, this.#entries)));
  }

  consistency(from: number): string {
    if (from === 0 || from >= this.#entries.length) return "";
    return this.#once(`consistency ${from}`, () => path(naiveProof(from, this.#entries)));
  }

  #once(what: string, make: () => string): string {
    // Compared entry by entry: hostile tests rewrite history in place.
    const same = this.#of.length === this.#entries.length && this.#of.every((one, i) => one === this.#entries[i]);
    if (!same) {
      this.#of = [...this.#entries];
      this.#known = new Map();
    }
    const known = this.#known.get(what) ?? make();
    this.#known.set(what, known);
    return known;
  }
}
