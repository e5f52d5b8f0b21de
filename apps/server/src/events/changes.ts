import { sql } from "kysely";
import type { Database } from "../database/schema.ts";

/** What can change. `all`: whatever happened was not heard, so ask for everything again. */
export const changeTypes = [
  ...(["phone", "order", "app", "rollout", "draft"] as const),
  ...(["charter", "ticket", "freeze", "group", "alarm"] as const),
] as const;

/** Something changed: what kind of thing, and which one (`*`: several, or unknown). */
export interface Change {
  type: (typeof changeTypes)[number] | "all";
  id: string;
  /** Its place among all changes, to go on from after a stream broke off. */
  n?: number;
}

/** The channel on which replicas wake each other. */
export const channel = "rempart_change";

/** So many messages may wait for one webhook; what comes then is left out. */
const mostWaiting = 10_000;

/**
 * Keeps a change, tells every replica and queues it for the webhooks that want it, all once the transaction commits and
 * not at all if it does not. A thing that changes twice within a transaction is told once.
 */
export async function announce(database: Database, { type, id }: Change): Promise<void> {
  await sql`
    with told as (
      insert into change (at, type, object) values (extract(epoch from now())::bigint, ${type}, ${id})
      on conflict (xact, type, object) do nothing returning id, at),
    deliveries as (
      insert into webhook_delivery (id, webhook, type, object, at)
      select 'msg_' || replace(gen_random_uuid()::text, '-', ''), webhook.id, ${type}, ${id}, told.at from webhook, told
      where disabled_at is null and ${type} = any(types)
        and (select count(*) from webhook_delivery as one where one.webhook = webhook.id and one.state = 'waiting') < ${mostWaiting}
      returning id, webhook),
    jobs as ( -- one at a time for each webhook, so that a slow target takes no more than one place
      select add_job('webhook', json_build_object('id', id), queue_name => 'webhook ' || webhook, max_attempts => 20) as job
      from deliveries)
    select (select count(job) from jobs), pg_notify(${channel}, json_build_object('type', ${type}::text, 'id', ${id}::text, 'n', told.id)::text)
    from told`.execute(database);
}

/** How many changes a stream may have missed and still be told each. */
const mostMissed = 1_000;

/**
 * Changes after `last` (a change's `n`), or undefined when they are too many or forgotten. Changes are numbered before
 * they commit, so one with a smaller number may have come later: those of transactions that were not over when `last` was
 * written are told again. A change told twice does no harm, one not told does.
 */
export async function missedSince(database: Database, last: number): Promise<Change[] | undefined> {
  const { rows } = await sql<{ id: number; type: Change["type"]; object: string }>`
    with last as (select id, horizon from change where id = ${last})
    select change.id, type, object from change, last
    where change.id > last.id or (change.xact >= last.horizon and change.id <> last.id)
    order by change.id limit ${mostMissed + 1}`.execute(database);
  if (rows.length > mostMissed) return undefined;
  if (rows.length === 0) {
    const known = await database.selectFrom("change").select("id").where("id", "=", last).executeTakeFirst();
    if (!known) return undefined;
  }
  return rows.map(({ id: n, type, object: id }) => ({ type, id, n }));
}

/** Hands changes to whoever listens in this process. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
