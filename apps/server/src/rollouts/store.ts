import { type Selectable, sql } from "kysely";
import type { Database, Tables } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { type Release, type Reported, type Ring, type RingState, standing } from "./model.ts";

export type RolloutRow = Omit<Selectable<Tables["rollout"]>, "release" | "rings"> & { release: Release; rings: Ring[] };

export const live = ["running", "paused", "halted"];

export interface RingView extends Ring {
  state: RingState;
  order?: string;
  acceptedAt?: number;
  told?: Reported;
  forgiven: number;
}

/** What phones reported on one order. */
export async function reportedOn(database: Database, order: string): Promise<Reported> {
  const { rows } = await sql<{ outcome: string; n: number }>`
    select outcome, count(*) as n from (
      select distinct on (device) outcome from result where order_hash = ${order} order by device, at desc, hash
    ) as newest group by outcome`.execute(database);
  const told = await database.selectFrom("fleet_order").select("phones").where("hash", "=", order).executeTakeFirst();
  const of = (outcome: string): number => rows.find((row) => row.outcome === outcome)?.n ?? 0;
  const reported = rows.reduce((sum, row) => sum + row.n, 0);
  return { phones: told?.phones ?? 0, reported, done: of("done"), failed: of("failed") };
}

/** The rings of a rollout, each with how it stands. */
export async function ringsOf(database: Database, rollout: RolloutRow, now: number): Promise<RingView[]> {
  const taken = await database
    .selectFrom("rollout_ring")
    .selectAll()
    .where("rollout", "=", rollout.id)
    .orderBy("ring")
    .execute();
  const views: RingView[] = [];
  for (const [index, ring] of rollout.rings.entries()) {
    const accepted = taken.find((one) => one.ring === index);
    if (!accepted) {
      const before = views.at(-1);
      const ready = rollout.state === "running" && (before === undefined || before.state === "healthy");
      views.push({ ...ring, state: ready ? "due" : "waiting", forgiven: 0 });
      continue;
    }
    const told = await reportedOn(database, accepted.order_hash);
    const state = standing(ring, told, accepted.forgiven, accepted.accepted_at, now);
    const { order_hash: order, accepted_at: acceptedAt, forgiven } = accepted;
    views.push({ ...ring, state, order, acceptedAt, told, forgiven });
  }
  return views;
}

/** Moves a rollout on from one of `from`; false when somebody else was first. */
export async function moveRollout(
  work: Database,
  id: string,
  from: readonly string[],
  state: string,
  because: string | null,
  now: number,
  person?: string,
): Promise<boolean> {
  const { numUpdatedRows } = await work
    .updateTable("rollout")
    .set({ state, because, changed_at: now })
    .where("id", "=", id)
    .where("state", "in", from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await note(work, now, { kind: `rollout.${state}`, object: id, ...(person !== undefined && { person }) });
  await announce(work, { type: "rollout", id });
  return true;
}

/** Stops a rollout by itself, and has people told. */
export async function haltRollout(work: Database, id: string, because: string, now: number): Promise<void> {
  if (!(await moveRollout(work, id, ["running"], "halted", because, now))) return;
  await sql`insert into alarm (kind, object, message, raised_at) values ('rollout.halted', ${id}, ${because}, ${now})
    on conflict (kind, object) where lifted_at is null do update set times = alarm.times + 1`.execute(work);
}
