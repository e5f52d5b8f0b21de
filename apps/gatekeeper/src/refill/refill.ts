// Refilling a gatekeeper whose database is older than what its key signed. Anybody may bring the entries: each is proved
// by a head of our own key, so a false one is refused whoever brings it.
import { checkRow, readRow } from "@rempart/log";
import { fromHex, type JsonValue, toHex } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { loadOutcomes } from "../orders/health.ts";
import { say } from "../output.ts";
import { makePlan, type Plan } from "./plan.ts";
import { Rebuild } from "./rebuild.ts";

const mostLost = 1000;

export interface RefillState {
  /** Entries held now. */
  size: number;
  /** Entries wanted. */
  wanted: number;
  done: boolean;
  /** What could not be brought back, the first thousand. */
  lost: { index: number; what: string }[];
}

/** The one refill under way. */
export class Refill {
  readonly #context: () => Context;
  #plan: Plan | undefined;
  #lost: { index: number; what: string }[] = [];
  constructor(context: () => Context) {
    this.#context = context;
  }

  #state(): RefillState {
    const { log } = this.#context();
    const size = log.size();
    return { size, wanted: log.behind?.size ?? size, done: log.behind === undefined, lost: this.#lost };
  }

  /** Looks at a head that somebody shows, and says what is missing then; refuses with `log.head` what is not ours. */
  async look(head: JsonValue): Promise<RefillState> {
    await this.#context().witnesses.learn(head, "somebody shows a signed head");
    return this.#state();
  }

  /**
   * Takes the hashes of all that is missing, proved against `head`; refuses with `refill`. Nothing is stored yet. After a
   * restore, when nobody here knows the newest head, only a mirror of the `configured` ones may say where the log ends:
   * a stranger with an older head would have us sign a second history from there.
   */
  begin(head: JsonValue, from: number, hashes: Uint8Array, configured = false): Promise<RefillState> {
    const context = this.#context();
    void context.charters.newest;
    if (hashes.length % 32 !== 0) throw new GateError("request", "hashes", "must be hashes of 32 bytes");
    const list = Array.from({ length: hashes.length / 32 }, (_, i) => hashes.slice(32 * i, 32 * i + 32));
    if (context.log.behind?.restored !== undefined && !configured)
      throw new GateError(
        "refill",
        "head",
        "may be an older one: name mirrors in the configuration, or the newest head at restore",
      );
    return context.decisions.run(async () => {
      this.#plan = await makePlan(context, head, from, list);
      this.#lost = [];
      return this.#state();
    });
  }

  /** Stores and applies entries from our size on, as a mirror keeps them; refuses with `refill`, then changes nothing. */
  add(from: number, values: readonly JsonValue[]): Promise<RefillState> {
    const context = this.#context();
    return context.decisions.run(async () => {
      const plan = this.#plan;
      if (!plan || !context.log.behind)
        throw new GateError("refill", "entries", "no refill is under way: bring the hashes");
      if (from !== context.log.size()) throw new GateError("refill", "from", `must be ${context.log.size()}`);
      await this.#store(plan, from, values);
      if (!context.log.behind) await this.#finish();
      return this.#state();
    });
  }

  async #store(plan: Plan, from: number, values: readonly JsonValue[]): Promise<void> {
    const context = this.#context();
    const { genesis } = context.charters.newest;
    const rows = values.map((value, place) => {
      const row = readRow(value, genesis);
      checkRow(row, from + place);
      const wanted = plan.hashes[from + place - plan.from];
      if (!wanted || toHex(wanted) !== row.hash)
        throw new GateError("refill", `entry ${from + place}`, "is not the one that the signed log has there");
      return row;
    });
    await context.charters.load();
    let lost: { index: number; what: string }[] = [];
    await context.log.restore(async (tx, first) => {
      if (first !== from) throw new GateError("refill", "from", `must be ${first}`);
      // The work may run twice: what it noted the first time did not happen.
      lost = [];
      const rebuild = new Rebuild(context.charters.chain, (index, what) => void lost.push({ index, what }));
      const entries = rows.map(({ type, hash, json }) => ({
        hash: fromHex(hash),
        record: { type, envelope: json.envelope, ...(json.erased === undefined ? {} : { erased: json.erased }) },
      }));
      for (const [place, row] of rows.entries()) await rebuild.apply(tx, from + place, row);
      return { entries, value: undefined };
    });
    this.#lost.push(...lost.slice(0, mostLost - this.#lost.length));
  }

  /** All is back: memory is read anew, and work goes on. */
  async #finish(): Promise<void> {
    const { charters, freezes, devices, book, witnesses, pool, waiters, nudge, log } = this.#context();
    this.#plan = undefined;
    await charters.load();
    await freezes.load(pool);
    await devices.load(pool);
    await book.load(pool);
    await loadOutcomes(pool, book);
    await witnesses.load();
    say("refilled", { size: log.size(), lost: this.#lost.length });
    nudge();
    waiters.wakeAll();
  }
}
