// What a migration makes of a database that was in use: an empty one would prove nothing.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { migrate, type Postgres } from "@rempart/postgres";
import { temporaryPostgres } from "@rempart/postgres/testing";
import { everyPhone, newId } from "@rempart/trust";
import pg from "pg";
import { foundOrganisation } from "../testing/organisation.ts";
import { start } from "../testing/server.ts";

const migrations = join(import.meta.dirname, "../../migrations");
let postgres: Postgres;
let pool: pg.Pool;
before(async () => {
  postgres = await temporaryPostgres();
  pool = new pg.Pool({ ...(await postgres.ensureDatabase({ database: "old", role: "old" })) });
});
after(async () => {
  await pool.end();
  await postgres.stop();
});

/** Brings the database to the state that the release with migrations up to `last` left. */
async function migrateTo(last: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rempart-migrations-"));
  for (const name of readdirSync(migrations))
    if (Number(name.slice(0, 4)) <= last) cpSync(join(migrations, name), join(folder, name));
  await migrate(pool, folder);
  rmSync(folder, { recursive: true });
}

test("0005 fills what the console asks for from what was stored", async () => {
  await migrateTo(4);
  const organisation = await foundOrganisation(start);
  const { alice, bob, olga } = organisation;
  const [device, other, silent] = [newId(), newId(), newId()];
  for (const id of [device, other, silent])
    await pool.query(
      "insert into phone (id, platform, model, os, state, groups) values ($1, 'android', 'Pixel 9', '16', 'ready', '{}')",
      [id],
    );
  // Told out of order, and two of one second: the phone's own numbering decides.
  for (const [of, seq, kind, outcome] of [
    [device, 12, "drift", "failed"],
    [device, 9, "drift", "done"],
    [other, 3, "drift", "failed"],
    [other, 4, "drift", "done"],
    [other, 5, "alert", "failed"],
    [silent, 1, "drift", "observed"],
  ] as const) {
    const { hash, envelope } = await organisation.observation(of, seq, kind, outcome);
    await pool.query("insert into result (hash, device, kind, outcome, at, envelope) values ($1, $2, $3, $4, $5, $6)", [
      hash,
      of,
      kind,
      outcome,
      start,
      JSON.stringify(envelope),
    ]);
  }
  const lock = await organisation.order("lock", [device, other], [olga]);
  const grouped = await organisation.standing(1, undefined, [alice, bob], { targets: { group: silent } });
  const everybody = await organisation.order("freeze", [device], [alice], { params: {}, targets: { all: true } });
  for (const [order, targets] of [
    [lock, [device, other]],
    [grouped, []],
    [everybody, []],
  ] as const)
    await pool.query(
      `insert into fleet_order (hash, action, state, envelope, targets, phones, signed_by, accepted_at)
       values ($1, 'any', 'released', $2, $3, 0, '{}', $4)`,
      [order.hash, JSON.stringify(order.envelope), targets, start],
    );
  const short = await organisation.order("lock", [device], [], { expiresAt: start + 60 });
  const ticket = await organisation.ticket([]);
  for (const [type, { hash, envelope }] of [
    ["order", lock],
    ["order", short],
    ["order", grouped],
    ["ticket", ticket],
    ["charter", organisation.charter],
  ] as const)
    await pool.query(
      `insert into draft (hash, type, envelope, targets, state, created_by, created_at) values ($1, $2, $3, '{}', 'waiting', 'x', $4)`,
      [hash, type, JSON.stringify(envelope), start],
    );

  await migrate(pool, migrations);
  const rows = async (text: string) => (await pool.query({ text, rowMode: "array" })).rows as (string | null)[][];
  assert.deepEqual(
    new Map(
      (await rows("select id, drift || ' ' || drift_seq || ' ' || coalesce(drift_at, 0) from phone")) as [
        string,
        string,
      ][],
    ),
    new Map([
      [device, `out-of-line 12 ${start}`],
      [other, `in-line 4 ${start}`],
      [silent, "unknown 0 0"],
    ]),
  );
  assert.deepEqual(await rows("select value, phones from phone_facet where facet = 'compliance' order by value"), [
    ["in-line", "1"],
    ["out-of-line", "1"],
    ["unknown", "1"],
  ]);
  assert.deepEqual(await rows("select value, phones from phone_facet where facet = 'platform-os'"), [
    ["android 16", "3"],
  ]);
  assert.deepEqual(
    new Map((await rows("select hash, group_id from fleet_order")) as [string, string | null][]),
    new Map([
      [lock.hash, null],
      [grouped.hash, silent],
      [everybody.hash, everyPhone],
    ]),
  );
  assert.deepEqual(
    await rows("select device, hash from order_target join fleet_order using (entry) order by device"),
    [device, other].sort().map((id) => [id, lock.hash]),
  );
  assert.deepEqual(
    new Map((await rows("select hash, lapses_at from draft")) as [string, string | null][]),
    new Map([
      [lock.hash, String(start + 86_400)],
      [short.hash, String(start + 60)],
      [grouped.hash, String(start + 86_400)],
      [ticket.hash, String(start + 86_400)],
      [organisation.charter.hash, null],
    ]),
  );
});
