import { hash, randomBytes } from "node:crypto";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { note } from "../history/note.ts";
import type { Scope } from "../tokens/scopes.ts";

/** Who asks, as the newest charter knows them. */
export interface Session {
  /** Names the session or API token; tells nothing of its token. */
  readonly id: string;
  readonly person: string;
  readonly roles: readonly string[];
  readonly kid: string;
  readonly readOnly: boolean;
  /** Of an API token: all it may do. A person's session has none and may do what the person may. */
  readonly scopes?: readonly Scope[];
  readonly expiresAt: number;
  readonly tokenSha256: string;
}

export interface NewSession {
  token: string;
  expiresIn: number;
}

export const sessionSeconds = 8 * 3600;
export const readOnlySeconds = 3600;
/** More than anyone needs; a script that signs in for ever pushes out its own oldest sessions. */
const mostPerPerson = 50;

/** Sessions live in the database, by the hash of their token, so that any replica knows them and nobody can read one. */
export class Sessions {
  readonly #database: Database;
  readonly #charters: Charters;
  readonly #clock: Clock;

  constructor(database: Database, charters: Charters, clock: Clock) {
    this.#database = database;
    this.#charters = charters;
    this.#clock = clock;
  }

  /** Opens a session of `person` for `seconds`; returns its token, which stands nowhere else. */
  async create(person: string, kid: string, readOnly: boolean, seconds: number): Promise<NewSession> {
    const token = randomBytes(32).toString("base64url");
    const now = this.#clock();
    await this.#database.transaction().execute(async (work) => {
      await work.deleteFrom("session").where("expires_at", "<=", now).execute();
      const kept = work
        .selectFrom("session")
        .select("token_sha256")
        .where("person", "=", person)
        .orderBy("expires_at", "desc")
        .limit(mostPerPerson - 1);
      await work.deleteFrom("session").where("person", "=", person).where("token_sha256", "not in", kept).execute();
      const times = { opened_at: now, expires_at: now + seconds };
      const row = { token_sha256: hash("sha256", token), person, kid, read_only: readOnly, ...times };
      const { id } = await work.insertInto("session").values(row).returning("id").executeTakeFirstOrThrow();
      await note(work, now, { kind: "session.opened", object: id, person, detail: { readOnly } });
    });
    return { token, expiresIn: seconds };
  }

  /** Ends the session `id`, of `owner` where one is named; false when there is none. */
  async end(id: string, by: string, owner?: string): Promise<boolean> {
    return this.#database.transaction().execute(async (work) => {
      let ending = work.deleteFrom("session").where("id", "=", id);
      if (owner !== undefined) ending = ending.where("person", "=", owner);
      if ((await ending.executeTakeFirst()).numDeletedRows === 0n) return false;
      await note(work, this.#clock(), { kind: "session.ended", object: id, person: by });
      return true;
    });
  }

  /** The session of a token, unless it expired or the newest charter struck off the credential that opened it. */
  async find(token: string): Promise<Session | undefined> {
    return this.#find(hash("sha256", token));
  }

  /** Whether a session found earlier still stands. */
  async check(session: Session): Promise<boolean> {
    return (await this.#find(session.tokenSha256)) !== undefined;
  }

  async #find(tokenSha256: string): Promise<Session | undefined> {
    const row = await this.#database
      .selectFrom("session")
      .selectAll()
      .where("token_sha256", "=", tokenSha256)
      .where("expires_at", ">", this.#clock())
      .executeTakeFirst();
    if (!row) return undefined;
    const credential = (await this.#charters.chain()).at(-1)?.credentials.get(row.kid);
    if (credential?.person.id !== row.person) return undefined;
    const { id, person, kid, read_only: readOnly, expires_at: expiresAt } = row;
    return { id, person, roles: credential.person.roles, kid, readOnly, expiresAt, tokenSha256 };
  }
}
