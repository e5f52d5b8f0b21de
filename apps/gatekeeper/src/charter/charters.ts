import { type Charter, extendChain, type JsonValue } from "@rempart/trust";
import type pg from "pg";
import { GateError } from "../error.ts";
import { emit } from "../link/outbox.ts";
import { entryOf, type Log } from "../log/log.ts";

/** The organisation's verified chain of charters, in memory and in the database. */
export class Charters {
  #chain: Charter[] = [];
  readonly #pool: pg.Pool;
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Reads and verifies what is stored: a charter that somebody wrote into the database is refused here. */
  async load(): Promise<void> {
    const { rows } = await this.#pool.query<{ hash: string; envelope: string }>(
      "select hash, envelope from charter order by version",
    );
    if (rows.length === 0) return;
    const envelopes = rows.map((row) => JSON.parse(row.envelope) as JsonValue);
    this.#chain = await extendChain([], rows[0]!.hash, envelopes);
  }

  get chain(): readonly Charter[] {
    return this.#chain;
  }
  get founded(): boolean {
    return this.#chain.length > 0;
  }
  /** The charter in force; throws `not-founded` before there is one. */
  get newest(): Charter {
    const newest = this.#chain.at(-1);
    if (!newest) throw new GateError("not-founded", "charter", "no organisation was founded here yet");
    return newest;
  }

  /** Appends the next charter to the log and takes it into force. `also` runs in the same transaction. */
  async accept(
    log: Log,
    envelope: JsonValue,
    also: (tx: pg.PoolClient, next: Charter) => Promise<void>,
  ): Promise<{ charter: Charter; index: number }> {
    const pinned = this.#chain[0]?.hash;
    const chain = await extendChain(this.#chain, pinned ?? "", [envelope]);
    return this.#append(log, chain, also);
  }

  /** Founds the organisation with its genesis charter, whose hash the founder named. */
  async found(log: Log, envelope: JsonValue, genesis: string): Promise<{ charter: Charter; index: number }> {
    if (this.founded) throw new GateError("founded", "charter", "an organisation was founded here already");
    return this.#append(log, await extendChain([], genesis, [envelope]), async () => {});
  }

  async #append(log: Log, chain: Charter[], also: (tx: pg.PoolClient, next: Charter) => Promise<void>) {
    const charter = chain.at(-1)!;
    const done = await log.append(async (tx) => {
      await tx.query("insert into charter (version, hash, envelope) values ($1, $2, $3)", [
        charter.body.version,
        charter.hash,
        JSON.stringify(charter.document.envelope),
      ]);
      await also(tx, charter);
      await emit(tx, [{ type: "charter", body: { envelope: charter.document.envelope } }]);
      return { entries: [entryOf(charter.document)], value: undefined };
    });
    this.#chain = chain;
    return { charter, index: done.indexes[0]! };
  }
}
