import { addSignatures, type Charter, type JsonValue } from "@rempart/trust";
import { type Selectable, sql } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database, Tables } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { ApiError, notFound } from "../http/error.ts";
import { type Draftable, openDraft, signersOfDraft, subjectOf } from "./check.ts";
import { type DraftState, demandOpen, type InForce, stateNow } from "./need.ts";

export type DraftRow = Selectable<Tables["draft"]>;
export type Refused = NonNullable<DraftRow["refusal"]>;

/** What one person may leave waiting, so that a stolen session cannot fill the disk with lists of a million phones. */
const mostWaiting = 100;
/** Orders live a day and charters are a ceremony: a draft this old is of no use to anyone. */
const keptSeconds = 30 * 86_400;
/** PROTOCOL section 1. */
const mostSignatures = 16;

async function makeRoom(database: Database, person: string, charter: Charter, now: number): Promise<void> {
  // Two requests at once must not both see room for one more.
  await sql`select pg_advisory_xact_lock(hashtext(${`draft ${person}`}))`.execute(database);
  await database
    .deleteFrom("draft")
    .where("created_at", "<", now - keptSeconds)
    .execute();
  const state = stateNow({ charter }, now);
  const { waiting } = await database
    .selectFrom("draft")
    .select((all) => all.fn.countAll<number>().as("waiting"))
    .where("created_by", "=", person)
    .where(state, "=", "waiting")
    .executeTakeFirstOrThrow();
  if (waiting >= mostWaiting) {
    const message = `You have ${waiting} drafts waiting. Submit or withdraw some, or let them lapse.`;
    throw new ApiError(429, "drafts", "drafts", message);
  }
  // What waits no more takes as much room: made and withdrawn again and again, it would fill the disk all the same.
  const over = database
    .selectFrom("draft")
    .select("hash")
    .where("created_by", "=", person)
    .where(state, "in", ["refused", "withdrawn", "expired"])
    .orderBy("entry", "desc")
    .offset(mostWaiting);
  await database.deleteFrom("draft").where("hash", "in", over).execute();
}

/** Stores a checked draft with its signatures. The same document again only brings its signatures. */
export async function storeDraft(
  database: Database,
  clock: Clock,
  person: string,
  draft: Draftable,
  targets: string[],
  charter: Charter,
): Promise<void> {
  const { hash } = draft.document;
  const { signatures, ...bare } = draft.document.envelope as { signatures: JsonValue[] };
  const now = clock();
  await database.transaction().execute(async (work) => {
    await makeRoom(work, person, charter, now);
    const { numInsertedOrUpdatedRows: fresh } = await work
      .insertInto("draft")
      .values({
        hash,
        type: draft.type,
        envelope: JSON.stringify({ ...bare, signatures: [] }),
        targets,
        state: "waiting",
        refusal: null,
        created_by: person,
        created_at: now,
        changed_at: now,
        ...subjectOf(draft),
      })
      .onConflict((known) => known.column("hash").doNothing())
      .executeTakeFirst();
    for (const signature of signatures) await addWithin(work, clock, hash, signature, charter);
    if (fresh === 1n)
      await note(work, now, { kind: "draft.created", object: hash, person, detail: { type: draft.type } });
    await announce(work, { type: "draft", id: hash });
  });
}

/** A draft with its state at `now`, or 404. */
export async function findDraft(
  database: Database,
  hash: string,
  inForce: Pick<InForce, "charter">,
  now: number,
): Promise<DraftRow & { state_now: DraftState }> {
  const row = await database
    .selectFrom("draft")
    .selectAll()
    .select(stateNow(inForce, now).as("state_now"))
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (!row) throw notFound("draft", "hash");
  return row;
}

async function addWithin(
  work: Database,
  clock: Clock,
  hash: string,
  signature: JsonValue,
  charter: Charter,
): Promise<number> {
  const row = await work
    .selectFrom("draft")
    .select(["envelope", stateNow({ charter }, clock()).as("state_now")])
    .where("hash", "=", hash)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("draft", "hash");
  demandOpen(row.state_now, ["waiting", "refused", "accepted"]);
  const had = row.envelope as { [field: string]: JsonValue };
  const [given] = await signersOfDraft(await openDraft({ ...had, signatures: [signature] }, charter), charter);
  const signers = await signersOfDraft(await openDraft(had, charter), charter);
  if (given === undefined || signers.includes(given)) return signers.length;
  if (signers.length >= mostSignatures) {
    throw new ApiError(
      409,
      "signatures",
      "signatures",
      "This draft has 16 signatures, which is the most there can be.",
    );
  }
  const envelope = addSignatures(had, [signature]);
  await work
    .updateTable("draft")
    .set({ envelope: JSON.stringify(envelope), signed_by: [...signers, given], changed_at: clock() })
    .where("hash", "=", hash)
    .execute();
  const person = charter.body.people.find(({ id }) => id === given)?.id;
  await note(work, clock(), { kind: "draft.signed", object: hash, ...(person !== undefined && { person }) });
  return signers.length + 1;
}

/**
 * Adds one signature if it verifies; returns how many the draft has. A person signs once: else one person's eight keys
 * could take half of the sixteen places, and two people all of them.
 */
export async function addSignature(
  database: Database,
  clock: Clock,
  hash: string,
  signature: JsonValue,
  charter: Charter,
): Promise<number> {
  return database.transaction().execute(async (work) => {
    const count = await addWithin(work, clock, hash, signature, charter);
    await announce(work, { type: "draft", id: hash });
    return count;
  });
}

/** Writes down what the gatekeeper said when `person` handed it a draft. */
export async function recordOutcome(
  database: Database,
  clock: Clock,
  hash: string,
  person: string,
  refusal: Refused | undefined,
): Promise<void> {
  const state = refusal ? "refused" : "accepted";
  await database.transaction().execute(async (work) => {
    await note(work, clock(), {
      ...{ kind: `draft.${state}`, object: hash, person },
      ...(refusal && { detail: { code: refusal.error } }),
    });
    await work
      .updateTable("draft")
      .set({ state, refusal: refusal ? JSON.stringify(refusal) : null, changed_at: clock() })
      .where("hash", "=", hash)
      .execute();
    await announce(work, { type: "draft", id: hash });
  });
}
