// Witnesses as the gatekeeper meets them: they ask for heads, state what they saw, and phones are shown that k of them
// agree. A phone refuses an order that too few have seen, so an order waits for them a little before it goes out.
import {
  type Document,
  everyPhone,
  fromHex,
  type Head,
  headType,
  type JsonValue,
  openEnvelope,
  verifyHeadSignature,
  witnessType,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import type { Entry, Released } from "../orders/book.ts";
import { say } from "../output.ts";
import { Rounds } from "./rounds.ts";
import { Statements, type Vouched, witnessOf } from "./statements.ts";

/** Seconds that an order waits for its witnesses. Then phones are handed it all the same, refuse it, and say why. */
export const patience = 10;
const mostAlarms = 1000;

type Waiting = { entry: Entry; index: number; at: number };

/** Rounds, statements, and what waits for them. */
export class Witnesses {
  readonly #context: () => Context;
  readonly #statements = new Statements();
  readonly rounds: Rounds;
  /** Releases that no k witnesses have seen yet, oldest first. */
  #waiting: Waiting[] = [];
  #best: { charter: string; vouched: Vouched | undefined } | undefined;
  readonly #alarmed = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  /** `context` is asked when it is needed: it holds this object itself. */
  constructor(context: () => Context) {
    this.#context = context;
    this.rounds = new Rounds({
      size: () => context().log.size(),
      sign: () => context().log.signHead(context().charters.newest, context().freezes.oldest, undefined),
      witnessed: () => this.best()?.size ?? 0,
      now: nowSeconds,
    });
    this.#timer = setInterval(() => this.#expire(), 1000);
    this.#timer.unref();
  }

  async load(): Promise<void> {
    this.#best = undefined;
    await this.#statements.load(this.#context().pool);
  }

  /** What phones are shown; undefined when the charter has no witnesses, or too few have signed. */
  best(): Vouched | undefined {
    const { charters } = this.#context();
    if (!charters.founded || charters.newest.body.k === 0) return undefined;
    const { newest } = charters;
    if (this.#best?.charter !== newest.hash)
      this.#best = { charter: newest.hash, vouched: this.#statements.best(newest) };
    return this.#best.vouched;
  }

  /** For `GET /gate/v1/status`. */
  report() {
    const { charters } = this.#context();
    if (!charters.founded || charters.newest.body.witnesses.length === 0) return {};
    const needed = charters.newest.body.k;
    const seen = this.#statements.newest(charters.newest);
    return { witnesses: { needed, size: this.best()?.size ?? 0, newest: seen } };
  }

  /** Whether a phone would find enough witnesses over this release, and over the acceptance it rests on. */
  covers(entry: Entry, released: Released): boolean {
    if (this.#context().charters.newest.body.k === 0) return true;
    return Math.max(released.index, entry.releases[0]!.index) < (this.best()?.size ?? 0);
  }

  /** Whether a phone may be handed it now: witnessed, or its witnesses had time enough. */
  mayOffer(entry: Entry, released: Released): boolean {
    return this.covers(entry, released) || nowSeconds() - released.document.body.at >= patience;
  }

  /** A release was committed: its phones are woken again once it is witnessed. */
  expect(entry: Entry, released: Released): void {
    if (this.covers(entry, released)) return;
    this.#waiting.push({ entry, index: released.index, at: released.document.body.at });
  }

  #wake({ entry }: Waiting): void {
    const { waiters, devices } = this.#context();
    const { targets } = entry.document.body;
    if ("all" in targets || ("group" in targets && targets.group === everyPhone)) {
      waiters.wakeAll();
      return;
    }
    const phones = "group" in targets ? devices.inGroup(targets.group) : entry.pending.keys();
    for (const phone of phones) waiters.wake(phone);
  }

  #wakeCovered(): void {
    const size = this.best()?.size ?? 0;
    const covered = this.#waiting.filter(({ index }) => index < size);
    if (covered.length === 0) return;
    this.#waiting = this.#waiting.filter(({ index }) => index >= size);
    for (const one of covered) this.#wake(one);
  }

  /** What waited long enough goes out unwitnessed: better a refusal that says why than silence. */
  #expire(): void {
    const late = nowSeconds() - patience;
    const over = this.#waiting.filter(({ at }) => at <= late);
    if (over.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !over.includes(one));
    say("alarm", { kind: "witness.quorum", orders: [...new Set(over.map(({ entry }) => entry.document.hash))] });
    for (const one of over) this.#wake(one);
  }

  #alarm(kid: string, size: number, root: string): void {
    const key = `${kid} ${size} ${root}`;
    if (this.#alarmed.has(key) || this.#alarmed.size >= mostAlarms) return;
    this.#alarmed.add(key);
    say("alarm", { kind: "log.fork", witness: kid, size, root });
  }

  /**
   * Takes a witness's statement. `evidence` is the head it rests on, asked for where it is above our own size: our own
   * key's signature then says that this database is an older copy. Refuses what no witness of the charter signed.
   */
  async take(envelope: JsonValue, evidence: JsonValue | undefined): Promise<{ size: number; witnessed: number }> {
    const { charters, log, pool } = this.#context();
    const charter = charters.newest;
    const statement = openEnvelope(witnessType, envelope);
    const kid = await witnessOf(statement, charter);
    const { size, root } = statement.body;
    if (size > log.size()) {
      if (evidence === undefined)
        throw new GateError("request", "head", "is needed: the statement is above this log's size");
      await this.learn(evidence, `witness ${kid} shows a signed head`);
      throw new GateError("refilling", "log", log.behind?.why ?? "this log is behind");
    }
    if ((await log.rootAt(size)) !== root) {
      this.#alarm(kid, size, root);
      throw new GateError("stopped", "statement.root", "this log has another root at that size: one of two was forked");
    }
    await this.#statements.add(pool, charter, kid, statement);
    this.#best = undefined;
    await this.rounds.advance();
    this.#wakeCovered();
    return { size: log.size(), witnessed: this.best()?.size ?? 0 };
  }

  /** Looks at a head that somebody shows: signed by our own key and above our size, it stops us. */
  async learn(envelope: JsonValue, who: string): Promise<Document<Head>> {
    const { charters, log } = this.#context();
    const head = openEnvelope(headType, envelope);
    if (head.body.org !== charters.newest.genesis)
      throw new GateError("request", "head.org", "is another organisation");
    await verifyHeadSignature(head, charters.newest);
    const { size, root } = head.body;
    if (size > log.size()) log.fallBehind({ size, root: fromHex(root) }, `${who} of ${size} entries`);
    return head;
  }

  close(): void {
    clearInterval(this.#timer);
    this.rounds.close();
  }
}
