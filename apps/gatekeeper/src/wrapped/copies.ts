// Copies of the directory's private key, each wrapped for one person: their browser opens theirs with the passkey (ADR 19).
// To the gatekeeper they are bytes. It sees to it that only their person reads them, that nobody destroys another's, and
// that none outlives its key or its person.
import { type Charter, forms, holdsRole, type Person, toBase64 } from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";

/** How a copy is wrapped: under a passkey's PRF output, to a browser's own key, under a passphrase. */
export const wrappings = ["prf", "transfer", "passphrase"] as const;
export type Wrapping = (typeof wrappings)[number];

/** At most this many bytes in a copy. */
export const mostBytes = 4096;
/** Copies of one person; and of these, brought by others: nobody fills all of another's places. */
const most = 32;
const mostOfOthers = 16;

/** One copy as it is brought. */
export interface Copy {
  person: string;
  kid: string;
  epoch: number;
  form: Wrapping;
  value: Uint8Array;
}

/** One copy as it is kept: who brought it, and when, in Unix seconds. */
export interface KeptCopy extends Omit<Copy, "person"> {
  by: string;
  at: number;
}

interface Row {
  kid: string;
  form: Wrapping;
  epoch: string;
  value: Buffer;
  brought_by: string;
  at: string;
}

/** What a copy must belong to, to be worth anything under `charter`. */
function directoryOf({ body }: Charter): [epoch: number, kid: string] {
  return [body.directory.epoch, forms.keyId(body.directory.spki)];
}

/** Refuses what the charter does not allow `by` to bring. */
function checkCharter(charter: Charter, by: Person, { person, kid, epoch, form }: Copy): void {
  if (!charter.body.people.some(({ id }) => id === by.id))
    throw new GateError("reader", "signin.signatures", "is no person's of the charter in force");
  if (person !== by.id && !holdsRole(by, "approver"))
    throw new GateError("wrapped.person", "body.person", "only an approver may add a copy for somebody else");
  if (!charter.body.people.some(({ id }) => id === person))
    throw new GateError("not-found", "body.person", "is nobody of the charter in force");
  if (epoch !== charter.body.directory.epoch)
    throw new GateError(
      "wrapped.epoch",
      "body.epoch",
      `the directory is in epoch ${charter.body.directory.epoch}. Wrap the key of that epoch`,
    );
  if (form === "prf" && charter.credentials.get(kid)?.person.id !== person)
    throw new GateError("wrapped.kid", "body.kid", "is no credential of this person in the charter in force");
}

/** Whether the very same copy is there already; refuses what the copies of this person leave no place for. */
function checkPlace(there: readonly Row[], by: Person, copy: Copy): Row | undefined {
  const own = copy.person === by.id;
  const before = there.find(({ kid, form }) => kid === copy.kid && form === copy.form);
  if (before) {
    // Sent again because the answer was lost.
    if (before.brought_by === by.id && before.value.equals(copy.value)) return before;
    if (own) return undefined;
    throw new GateError(
      "wrapped.held",
      "body.kid",
      "there is a copy of this kind already; only its person replaces it",
    );
  }
  const others = there.filter(({ brought_by }) => brought_by !== copy.person).length;
  if (there.length >= most || (!own && others >= mostOfOthers))
    throw new GateError(
      "wrapped.full",
      "body.person",
      `there are as many copies as may be (${most}, ${mostOfOthers} by others)`,
    );
  return undefined;
}

/**
 * Keeps a copy that `by` brings; says when it was brought, in Unix seconds. The same copy again changes nothing. Refuses with
 * `reader`, `wrapped.person`, `not-found`, `wrapped.epoch`, `wrapped.kid`, `wrapped.held`, `wrapped.full`.
 */
export async function keepCopy({ log, charters }: Context, by: Person, copy: Copy): Promise<number> {
  const done = await log.append(async (tx) => {
    const charter = charters.newest;
    checkCharter(charter, by, copy);
    const directory = directoryOf(charter);
    await tx.query("delete from wrapped_key where person = $1 and (epoch <> $2 or directory <> $3)", [
      copy.person,
      ...directory,
    ]);
    const { rows } = await tx.query<Row>("select * from wrapped_key where person = $1", [copy.person]);
    const same = checkPlace(rows, by, copy);
    if (same) return { entries: [], value: Number(same.at) };
    const at = nowSeconds();
    await tx.query(
      `insert into wrapped_key (person, kid, form, epoch, directory, value, brought_by, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (person, kid, form) do update
       set value = excluded.value, brought_by = excluded.brought_by, at = excluded.at`,
      [copy.person, copy.kid, copy.form, ...directory, Buffer.from(copy.value), by.id, at],
    );
    return { entries: [], value: at };
  });
  return done.value;
}

/** The copies of `person` that belong to the directory key of the charter in force, oldest first. */
export async function copiesOf({ pool, charters }: Context, person: Person): Promise<KeptCopy[]> {
  const charter = charters.newest;
  const { rows } = await pool.query<Row>(
    "select * from wrapped_key where person = $1 and epoch = $2 and directory = $3 order by at, kid, form",
    [person.id, ...directoryOf(charter)],
  );
  return rows
    .filter(({ form, kid }) => form !== "prf" || charter.credentials.get(kid)?.person.id === person.id)
    .map(({ kid, form, epoch, value, brought_by, at }) => ({
      kid,
      form,
      epoch: Number(epoch),
      value: new Uint8Array(value),
      by: brought_by,
      at: Number(at),
    }));
}

/** A copy as it is handed out. */
export function copyJson({ value, ...copy }: KeptCopy): object {
  return { ...copy, value: toBase64(value) };
}

/** Deletes what is worth nothing under `charter`: of an older key, of who left, for a passkey that was struck off. */
export async function forgetCopies(tx: Pick<pg.Pool, "query">, charter: Charter): Promise<void> {
  const credentials = charter.body.people.flatMap(({ id, credentials: own }) =>
    own.map(({ kid }) => [id, kid] as const),
  );
  await tx.query(
    `delete from wrapped_key where epoch <> $1 or directory <> $2 or person <> all ($3::text[])
     or (form = 'prf' and (person, kid) not in (select * from unnest($4::text[], $5::text[])))`,
    [
      ...directoryOf(charter),
      charter.body.people.map(({ id }) => id),
      credentials.map(([id]) => id),
      credentials.map(([, kid]) => kid),
    ],
  );
}
