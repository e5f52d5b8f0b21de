// What a draft still lacks, and for whom it waits: by the charter in force, as the gatekeeper will judge. A hint for people.
import { type Charter, holdsRole, matchRow, type RuledAction } from "@rempart/trust";
import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { Charters } from "../charter/charters.ts";
import type { Database, Tables } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";

/** The charter in force, and whether it is frozen; no charter before founding. */
export interface InForce {
  readonly charter: Charter | undefined;
  readonly frozen: boolean;
}

export async function rulesInForce(database: Database, charters: Charters): Promise<InForce> {
  const charter = (await charters.chain()).at(-1);
  const { freezes } = await database.selectFrom("link_state").select("freezes").executeTakeFirstOrThrow();
  return { charter, frozen: freezes.length > 0 };
}

interface Subject {
  readonly action: string;
  readonly phones: number | null;
  readonly charter: string;
  readonly signed_by: readonly string[];
}

/** Who must sign a draft and how many are missing; undefined where no rule allows it, or another charter is in force. */
export function needOf(draft: Subject, { charter, frozen }: InForce) {
  if (!charter || draft.charter !== charter.hash) {
    // A ticket may name an older charter as its floor.
    if (!charter || draft.action !== "ticket") return undefined;
  }
  if (draft.action === "charter") {
    const count = charter.body.roots.threshold;
    const roots = draft.signed_by.filter((one) => one.startsWith("root ")).length;
    return { role: "root" as const, count, missing: Math.max(0, count - roots) };
  }
  const row = matchRow(charter.body.rules, draft.action as RuledAction, draft.phones ?? undefined, frozen);
  if (!row) return undefined;
  const { role, count } = row.need;
  const signed = draft.signed_by.filter((signer) => {
    if (role === "root") return signer.startsWith("root ");
    const person = charter.body.people.find(({ id }) => id === signer);
    return person !== undefined && holdsRole(person, role);
  });
  return { role, count, missing: Math.max(0, count - signed.length) };
}

/** What became of a draft. `expired`: it waited until the gatekeeper can no longer accept it. */
export const draftStates = ["waiting", "accepted", "refused", "withdrawn", "expired"] as const;
export type DraftState = (typeof draftStates)[number];

/**
 * A draft's state at `now`: one whose time is over, or that names an older charter, expired, though nothing wrote it down.
 * Before founding there is no charter, and no draft either.
 */
export function stateNow({ charter }: Pick<InForce, "charter">, now: number): RawBuilder<DraftState> {
  // A ticket may name an older charter as its floor.
  const old = charter ? sql`action <> 'ticket' and charter <> ${charter.hash}` : sql`false`;
  return sql<DraftState>`case when state = 'waiting' and (lapses_at < ${now} or ${old}) then 'expired' else state end`;
}

/** Refuses with 409 `draft.state` what can no longer be done with a draft. */
export function demandOpen(state: DraftState, allowed: readonly DraftState[]): void {
  if (allowed.includes(state)) return;
  const message = `This draft is ${state}. Draft the order again if it is still wanted.`;
  throw new ApiError(409, "draft.state", "hash", message);
}

/**
 * Narrows drafts to those that lack the signature of `person`: neither signed nor refused by them, of a rule that their role
 * serves, and not expired at `now`.
 */
export function waitingFor<T>(
  all: SelectQueryBuilder<Tables, "draft", T>,
  person: string,
  inForce: InForce,
  now: number,
): SelectQueryBuilder<Tables, "draft", T> {
  const { charter, frozen } = inForce;
  const signer = charter?.body.people.find(({ id }) => id === person);
  const open = all
    .where(stateNow(inForce, now), "=", "waiting")
    .where(sql<boolean>`not (${person} = any(signed_by))`)
    .where(
      sql<boolean>`not exists (select 1 from draft_refusal where draft_refusal.hash = draft.hash and person = ${person})`,
    );
  if (!charter || !signer) return open.where(sql<boolean>`false`);
  const rules = charter.body.rules.filter(({ when }) => when === "always" || (when === "frozen") === frozen);
  const ids = (role: "operator" | "approver"): string[] =>
    charter.body.people.filter((one) => holdsRole(one, role)).map(({ id }) => id);
  // The first row that fits decides alone, as in matchRow: `case` stops there too.
  const rows = rules.map(({ actions, max, need: { role, count } }) => {
    const fits = sql`action = any(${[...actions]}::text[]) ${max === undefined ? sql`` : sql`and phones <= ${max}`}`;
    if (role === "root" || !holdsRole(signer, role)) return sql`when ${fits} then false`;
    const lacks = sql`(select count(*) from unnest(signed_by) as one where one = any(${ids(role)}::text[])) < ${count}`;
    return sql`when ${fits} then ${lacks}`;
  });
  if (rows.length === 0) return open.where(sql<boolean>`false`);
  return open.where(sql<boolean>`case ${sql.join(rows, sql` `)} else false end`);
}
