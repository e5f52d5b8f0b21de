// What the charter's witnesses have signed of this log, and which size phones can be shown as witnessed (PROTOCOL
// sections 8 and 10).
import {
  type Charter,
  currentLog,
  type Document,
  type JsonValue,
  openEnvelope,
  Refusal,
  verifyKeySignature,
  type Witness,
  witnessType,
} from "@rempart/trust";
import type pg from "pg";

/** Sizes remembered above the one that phones are shown: witnesses lag behind one another by a few at most. */
const mostSizes = 64;

/** A size of the log that enough witnesses vouch for. */
export interface Vouched {
  size: number;
  statements: JsonValue[];
}

/** Whose witness key signed `statement`; refuses with `org`, `schema` or `witness.quorum`, as nobody's. */
export async function witnessOf(statement: Document<Witness>, charter: Charter): Promise<string> {
  const { body } = statement;
  if (body.org !== charter.genesis) throw new Refusal("org", "statement.org");
  if (body.origin !== currentLog(charter.body).origin)
    throw new Refusal("schema", "statement.origin", "is not the log in use");
  for (const signature of statement.signatures) {
    const key = charter.witnesses.get(signature.keyid);
    if (key && (await verifyKeySignature(key, statement.pae, signature))) return signature.keyid;
  }
  throw new Refusal("witness.quorum", "statement.signatures", "no witness of the charter signed this");
}

/** Statements that agree with our own log; their caller has compared the roots. */
export class Statements {
  /** Size to witness to statement. */
  readonly #bySize = new Map<number, Map<string, Document<Witness>>>();

  /** Reads what is stored. Statements of keys that left the charter are passed over when counted. */
  async load(pool: pg.Pool): Promise<void> {
    this.#bySize.clear();
    const { rows } = await pool.query<{ kid: string; envelope: string }>("select kid, envelope from witness_statement");
    for (const { kid, envelope } of rows) this.#keep(kid, openEnvelope(witnessType, JSON.parse(envelope) as JsonValue));
  }

  #keep(kid: string, statement: Document<Witness>): boolean {
    const { size, time } = statement.body;
    const known = this.#bySize.get(size) ?? new Map<string, Document<Witness>>();
    if ((known.get(kid)?.body.time ?? -1) >= time) return false;
    this.#bySize.set(size, known.set(kid, statement));
    return true;
  }

  /** Keeps a verified statement of `kid` durably; an older one of the same size changes nothing. */
  async add(pool: pg.Pool, charter: Charter, kid: string, statement: Document<Witness>): Promise<void> {
    if (!this.#keep(kid, statement)) return;
    const { size, time } = statement.body;
    await pool.query(
      `insert into witness_statement (kid, size, time, envelope) values ($1, $2, $3, $4)
       on conflict (kid, size) do update set time = excluded.time, envelope = excluded.envelope`,
      [kid, size, time, JSON.stringify(statement.envelope)],
    );
    await this.#forget(pool, charter);
  }

  /** Drops what is below the size that phones are shown: nobody asks for it again. */
  async #forget(pool: pg.Pool, charter: Charter): Promise<void> {
    const sizes = [...this.#bySize.keys()].sort((a, b) => b - a);
    const shown = this.best(charter)?.size;
    const dropped = sizes.filter((size, place) => size !== shown && (size < (shown ?? 0) || place >= mostSizes));
    if (dropped.length === 0) return;
    for (const size of dropped) this.#bySize.delete(size);
    await pool.query("delete from witness_statement where size = any($1)", [dropped]);
  }

  /** The largest size over which k witnesses of `charter` agree; undefined when there is none. */
  best(charter: Charter): Vouched | undefined {
    let best: Vouched | undefined;
    for (const [size, statements] of this.#bySize) {
      if (best && size <= best.size) continue;
      const counted = [...statements].filter(([kid]) => charter.witnesses.has(kid));
      if (counted.length >= charter.body.k && counted.length > 0)
        best = { size, statements: counted.map(([, statement]) => statement.envelope) };
    }
    return best;
  }

  /** For each witness of `charter`, the largest size and the newest time that it stated. */
  newest(charter: Charter): { kid: string; size?: number; time?: number }[] {
    return charter.body.witnesses.map(({ kid }) => {
      let found: Witness | undefined;
      for (const statements of this.#bySize.values()) {
        const one = statements.get(kid)?.body;
        if (one && (!found || one.size > found.size)) found = one;
      }
      return found ? { kid, size: found.size, time: found.time } : { kid };
    });
  }
}
