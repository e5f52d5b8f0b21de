// Which browsers are woken for whom.
import type { Charter, Person } from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";

/** Browsers of one person. The eleventh takes the place of the one that was subscribed the longest ago. */
const most = 10;

async function countOf(tx: Pick<pg.Pool, "query">, person: string): Promise<number> {
  const { rows } = await tx.query<{ n: string }>("select count(*) as n from push_subscription where person = $1", [
    person,
  ]);
  return Number(rows[0]!.n);
}

/** Has `endpoint` woken for `person` and for nobody else: a browser belongs to who used it last. Gives their browsers' number. */
export async function subscribe({ log, charters }: Context, person: Person, endpoint: string): Promise<number> {
  const done = await log.append(async (tx) => {
    if (!charters.newest.body.people.some(({ id }) => id === person.id))
      throw new GateError("reader", "signin.signatures", "is no person's of the charter in force");
    await tx.query(
      `insert into push_subscription (endpoint, person, created_at) values ($1, $2, $3)
       on conflict (endpoint) do update set person = excluded.person, created_at = excluded.created_at`,
      [endpoint, person.id, nowSeconds()],
    );
    await tx.query(
      `delete from push_subscription where endpoint in
         (select endpoint from push_subscription where person = $1 and endpoint <> $2
          order by created_at desc, endpoint offset $3)`,
      [person.id, endpoint, most - 1],
    );
    return { entries: [], value: await countOf(tx, person.id) };
  });
  return done.value;
}

/** Wakes `endpoint` no more, if it is one of this person's. Gives the number of those that are left. */
export async function unsubscribe({ log }: Context, person: Person, endpoint: string): Promise<number> {
  const done = await log.append(async (tx) => {
    await tx.query("delete from push_subscription where endpoint = $1 and person = $2", [endpoint, person.id]);
    return { entries: [], value: await countOf(tx, person.id) };
  });
  return done.value;
}

/** Endpoints of these people. */
export async function endpointsOf(pool: Pick<pg.Pool, "query">, people: readonly string[]): Promise<string[]> {
  if (people.length === 0) return [];
  const { rows } = await pool.query<{ endpoint: string }>(
    "select endpoint from push_subscription where person = any ($1) order by created_at desc, endpoint",
    [people],
  );
  return rows.map(({ endpoint }) => endpoint);
}

/** The push service knows this browser no more. */
export async function forgetEndpoint(pool: Pick<pg.Pool, "query">, endpoint: string): Promise<void> {
  await pool.query("delete from push_subscription where endpoint = $1", [endpoint]);
}

/** Deletes the browsers of people who are not in `charter`. */
export async function forgetLeavers(tx: Pick<pg.Pool, "query">, charter: Charter): Promise<void> {
  const people = charter.body.people.map(({ id }) => id);
  await tx.query("delete from push_subscription where person <> all ($1::text[])", [people]);
}
