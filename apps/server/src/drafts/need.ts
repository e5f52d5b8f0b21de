// What a draft still lacks, and for whom it waits: by the charter in force, as the gatekeeper will judge. A hint for people.
import { type Charter, holdsRole, matchRow, type RuledAction } from "@rempart/trust";
import { type SelectQueryBuilder, sql } from "kysely";
import type { Charters } from "../charter/charters.ts";
import type { Database, Tables } from "../database/schema.ts";

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

/** Narrows drafts to those that lack the signature of `person`: not signed by them, and of a rule that their role serves. */
export function waitingFor<T>(
  all: SelectQueryBuilder<Tables, "draft", T>,
  person: string,
  { charter, frozen }: InForce,
): SelectQueryBuilder<Tables, "draft", T> {
  const signer = charter?.body.people.find(({ id }) => id === person);
  const open = all.where("state", "=", "waiting").where(sql<boolean>`not (${person} = any(signed_by))`);
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
  return open
    .where((draft) => draft.or([draft("charter", "=", charter.hash), draft("action", "=", "ticket")]))
    .where(sql<boolean>`case ${sql.join(rows, sql` `)} else false end`);
}
