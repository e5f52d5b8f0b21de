import {
  type Charter,
  currentLog,
  type JsonValue,
  openEnvelope,
  signersOf,
  signinType,
  verifyKeySignature,
} from "@rempart/trust";
import { Problem } from "../problem.ts";

const life = 300;

/** Judges proofs of who asks (`gatekeeperProof`): people, witnesses and the log's own key may read what the log refers to. */
export class ReaderProofs {
  readonly #seen = new Map<string, number>();

  /** Refuses with `reader` or a form's code. */
  async check(envelope: JsonValue, charter: Charter, now: number): Promise<void> {
    const proof = openEnvelope(signinType, envelope);
    const { org, nonce, issuedAt } = proof.body;
    const fail = (message: string): never => {
      throw new Problem("reader", "signin", message, 403);
    };
    if (org !== charter.genesis) fail("It is another organisation's.");
    if (Math.abs(now - issuedAt) > life) fail("It must be signed now.");
    for (const [known, until] of this.#seen) if (until <= now) this.#seen.delete(known);
    const unused = (): void => {
      if (this.#seen.has(nonce) || this.#seen.size > 10_000) fail("It was used before.");
    };
    unused();
    const keys = new Map(charter.witnesses).set(currentLog(charter.body).kid, charter.logKey);
    let known = (await signersOf(proof, charter)).length > 0;
    for (const signature of proof.signatures) {
      const key = keys.get(signature.keyid);
      known ||= key !== undefined && (await verifyKeySignature(key, proof.pae, signature));
    }
    if (!known) fail("Nobody of the charter signed it.");
    // Again: the same proof may have come many times while its signatures were verified.
    unused();
    this.#seen.set(nonce, now + 2 * life);
  }
}
