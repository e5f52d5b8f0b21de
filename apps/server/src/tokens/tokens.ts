import { hash, randomBytes } from "node:crypto";
import { newId } from "@rempart/trust";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";
import type { Session } from "../signin/sessions.ts";
import type { Scope } from "./scopes.ts";

/** So that scanners for leaked secrets know one when they see it. */
const prefix = "rempart_";
const mostPerPerson = 20;

export interface NewToken {
  id: string;
  token: string;
  expiresAt: number;
}

/** API tokens, by the hash of their value; each stands for the person who made it, within its scopes. */
export class Tokens {
  readonly #database: Database;
  readonly #charters: Charters;
  readonly #clock: Clock;

  constructor(database: Database, charters: Charters, clock: Clock) {
    this.#database = database;
    this.#charters = charters;
    this.#clock = clock;
  }

  /** Whether a bearer value is meant as an API token. */
  looksLike(token: string): boolean {
    return token.startsWith(prefix);
  }

  /** Makes a token for whoever asks; its value is in the answer and nowhere else. */
  async create(maker: Session, label: string, scopes: readonly Scope[], seconds: number): Promise<NewToken> {
    const token = `${prefix}${randomBytes(32).toString("base64url")}`;
    const now = this.#clock();
    const row = {
      id: newId(),
      token_sha256: hash("sha256", token),
      label,
      scopes: [...scopes],
      expires_at: now + seconds,
    };
    await this.#database.transaction().execute(async (work) => {
      await work.deleteFrom("api_token").where("expires_at", "<=", now).execute();
      const { held } = await work
        .selectFrom("api_token")
        .select((all) => all.fn.countAll<number>().as("held"))
        .where("person", "=", maker.person)
        .executeTakeFirstOrThrow();
      if (held >= mostPerPerson) {
        throw new ApiError(429, "tokens", "tokens", `You have ${held} API tokens. Delete one first.`);
      }
      await work
        .insertInto("api_token")
        .values({ ...row, person: maker.person, kid: maker.kid, created_at: now, used_at: null })
        .execute();
    });
    return { id: row.id, token, expiresAt: row.expires_at };
  }

  /** The token as a session of its maker, unless it expired or the credential that made it was struck off. */
  async find(token: string): Promise<Session | undefined> {
    return this.#find(hash("sha256", token));
  }

  /** Whether a token found earlier still stands. */
  async check(session: Session): Promise<boolean> {
    return (await this.#find(session.tokenSha256)) !== undefined;
  }

  async #find(tokenSha256: string): Promise<Session | undefined> {
    const now = this.#clock();
    const row = await this.#database
      .selectFrom("api_token")
      .selectAll()
      .where("token_sha256", "=", tokenSha256)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    if (!row) return undefined;
    const credential = (await this.#charters.chain()).at(-1)?.credentials.get(row.kid);
    if (credential?.person.id !== row.person) return undefined;
    if ((row.used_at ?? 0) < now - 3600) {
      await this.#database.updateTable("api_token").set({ used_at: now }).where("id", "=", row.id).execute();
    }
    const { id, person, kid, expires_at: expiresAt } = row;
    const roles = credential.person.roles;
    return { id, person, roles, kid, readOnly: false, scopes: row.scopes as Scope[], expiresAt, tokenSha256 };
  }
}
