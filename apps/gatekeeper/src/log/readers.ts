// Who may read what the log refers to: whoever watches it. Orders and results name phones and say who did what when, so
// a stranger who reaches our address does not get them. People prove likewise who they are where they keep something here.
import {
  type Charter,
  type Document,
  fromBase64url,
  type JsonValue,
  openEnvelope,
  type Person,
  Refusal,
  requestNonce,
  type Signin,
  signersOf,
  signinType,
  verifyKeySignature,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";

const life = 300;
const mostNonces = 20_000;

/** Judges proofs of who asks. Each is good once, wherever it is shown, so that one that was overheard is worth nothing. */
export class Readers {
  readonly #context: Context;
  readonly #seen = new Map<string, number>();
  constructor(context: Context) {
    this.#context = context;
  }

  /** Passes a sign-in for us, signed now by a person or a witness of the charter; refuses with `reader` or a form's code. */
  async check(envelope: JsonValue): Promise<void> {
    await this.#once(envelope, async (proof, charter) => {
      const known = (await signersOf(proof, charter)).length > 0 || (await this.#isWitness(proof));
      if (!known) throw new GateError("reader", "signin.signatures", "is no person's or witness's of the charter");
    });
  }

  /**
   * The one person of the charter who signed this very request now: the sign-in's nonce is made from `path` and all other
   * fields of `body` (`requestNonce`), so that one that was meant for another question, or kept back by whoever it was sent
   * through, asks for nothing else. Refuses with `reader` or a form's code.
   */
  async person(path: string, body: JsonValue): Promise<Person> {
    const { signin = null, salt, ...fields } = body as { [field: string]: JsonValue };
    const given = fromBase64url(typeof salt === "string" ? salt : "");
    return this.#once(signin, async (proof, charter) => {
      if (!given || proof.body.nonce !== requestNonce(path, given, fields))
        throw new GateError("reader", "signin.nonce", "is not made for this request");
      const [person, ...others] = await signersOf(proof, charter);
      if (person && others.length === 0) return person;
      throw new GateError("reader", "signin.signatures", "must be that of one person of the charter");
    });
  }

  async #once<T>(
    envelope: JsonValue,
    whoSigned: (proof: Document<Signin>, charter: Charter) => Promise<T>,
  ): Promise<T> {
    const charter = this.#context.charters.newest;
    const proof = openEnvelope(signinType, envelope);
    const { org, audience, nonce, issuedAt } = proof.body;
    const now = nowSeconds();
    if (org !== charter.genesis) throw new Refusal("org", "signin.org");
    if (audience !== "gatekeeper") throw new GateError("reader", "signin.audience", "is somebody else");
    if (Math.abs(now - issuedAt) > life) throw new GateError("reader", "signin.issuedAt", `must be within ${life} s`);
    this.#forget(now);
    this.#unused(nonce);
    const who = await whoSigned(proof, charter);
    // Again: the same proof may have come many times while its signatures were verified.
    this.#unused(nonce);
    if (this.#seen.size >= mostNonces) throw new GateError("busy", "signin", "too many readers. Try again shortly.");
    this.#seen.set(nonce, now + 2 * life);
    return who;
  }

  #unused(nonce: string): void {
    if (this.#seen.has(nonce)) throw new GateError("reader", "signin.nonce", "was used before");
  }

  async #isWitness(proof: Document<Signin>): Promise<boolean> {
    for (const signature of proof.signatures) {
      const key = this.#context.charters.newest.witnesses.get(signature.keyid);
      if (key && (await verifyKeySignature(key, proof.pae, signature))) return true;
    }
    return false;
  }

  #forget(now: number): void {
    // Oldest first: a Map keeps the order of insertion.
    for (const [nonce, until] of this.#seen) {
      if (until > now) break;
      this.#seen.delete(nonce);
    }
  }
}
