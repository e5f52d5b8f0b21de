import { type Charter, extendChain, type JsonValue, openCharter } from "@rempart/trust";
import type { Database } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";

/**
 * The charters this server learned. They come from the gatekeeper, yet each must follow the one before by its own
 * signatures: a stolen link token can withhold a charter, it cannot invent one. The genesis is pinned as it first comes.
 */
export class Charters {
  readonly #database: Database;
  #chain: Charter[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** The verified chain as the database has it now; another replica may have made it longer. */
  async chain(database: Database = this.#database): Promise<readonly Charter[]> {
    const newest = await database.selectFrom("charter").select("hash").orderBy("version", "desc").limit(1).execute();
    const cached = this.#chain;
    if (newest[0]?.hash === cached.at(-1)?.hash) return cached;
    const rows = await database.selectFrom("charter").selectAll().orderBy("version").execute();
    const envelopes = rows.map((row) => row.envelope);
    const chain = rows[0] ? await extendChain([], rows[0].hash, envelopes) : [];
    // Another call, or a transaction that is rolled back, may replace this: the comparison above then loads it again.
    this.#chain = chain;
    return chain;
  }

  /** The charter in force; refuses before founding. */
  async current(database: Database = this.#database): Promise<Charter> {
    const charter = (await this.chain(database)).at(-1);
    if (charter) return charter;
    throw new ApiError(
      409,
      "not-founded",
      "charter",
      "No organisation is founded yet. Found it at the gatekeeper first.",
    );
  }

  /**
   * Adds the next charter within a transaction and returns its version; refuses with a code of PROTOCOL section 11. The
   * same again is no news.
   */
  async extend(database: Database, envelope: JsonValue): Promise<number | undefined> {
    const chain = await this.chain(database);
    const next = await openCharter(envelope);
    if (chain.some((known) => known.hash === next.hash)) return undefined;
    await extendChain(chain, chain[0]?.hash ?? next.hash, [envelope]);
    await database
      .insertInto("charter")
      .values({ version: next.body.version, hash: next.hash, envelope: JSON.stringify(envelope) })
      .execute();
    return next.body.version;
  }
}
