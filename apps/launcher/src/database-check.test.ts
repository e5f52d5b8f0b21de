import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Postgres, withClient } from "@rempart/postgres";
import { temporaryPostgres } from "@rempart/postgres/testing";
import { checkApart, checkDatabase } from "./database-check.ts";
import type { Report } from "./report.ts";

let postgres: Postgres;
before(async () => {
  postgres = await temporaryPostgres();
});
after(() => postgres.stop());

const variable = "REMPART_SERVER_DATABASE_URL";
const collect = () => {
  const reports: Report[] = [];
  return { reports, report: (one: Report) => void reports.push(one) };
};

test("a role that owns one schema is let in without a word", async () => {
  const own = await postgres.ensureDatabase({ database: "plain", role: "plain" });
  const { reports, report } = collect();
  await checkDatabase(variable, own, report);
  assert.deepEqual(reports, []);
});

test("a superuser, and a role without a schema, are refused with the way out", async () => {
  const { report } = collect();
  await assert.rejects(checkDatabase(variable, postgres.superuser, report), { message: /superuser/, exitCode: 78 });
  const own = await postgres.ensureDatabase({ database: "bare", role: "bare" });
  await withClient({ ...postgres.superuser, database: "bare" }, (client) => client.query("drop schema bare"));
  await assert.rejects(checkDatabase(variable, own, report), {
    message: /may not make tables in bare.*create schema "bare" authorization "bare"/,
    exitCode: 78,
  });
});

test("what is more than needed is said", async () => {
  const own = await postgres.ensureDatabase({ database: "rich", role: "rich" });
  await withClient(postgres.superuser, (client) => client.query("alter role rich createdb createrole"));
  const { reports, report } = collect();
  await checkDatabase(variable, own, report);
  assert.match(JSON.stringify(reports), /more than it needs \(createdb, createrole\)/);
});

test("an older PostgreSQL is refused by its number", async () => {
  const own = await postgres.ensureDatabase({ database: "old", role: "old" });
  // No older release is at hand: a schema first on the path stands in for what one would answer.
  await withClient(own, async (client) => {
    await client.query(`create function old.current_setting(name text) returns text language sql as
      $$ select case name when 'server_version_num' then '140011' else '14.11' end $$`);
    await client.query("alter role old set search_path to old, pg_catalog");
  });
  const { report } = collect();
  await assert.rejects(checkDatabase(variable, own, report), {
    message: /PostgreSQL 14\.11.*15 or newer/,
    exitCode: 78,
  });
});

test("a database that does not let us in: no password in the message, and it may be tried again", async () => {
  const own = await postgres.ensureDatabase({ database: "shut", role: "shut" });
  const { report } = collect();
  await assert.rejects(
    checkDatabase(variable, { ...own, password: "hunter2" }, report),
    (error: Error & { exitCode: number }) => {
      assert.equal(error.exitCode, 1);
      assert.match(error.message, /does not let us in/);
      return !error.message.includes("hunter2");
    },
  );
});

test("one database or role for both parts is refused; one cluster is said", () => {
  const base = { host: "db", port: 5432, password: "" };
  const gatekeeper = { ...base, user: "g", database: "g" };
  const { reports, report } = collect();
  const refused = { message: /one database or one role/, exitCode: 78 };
  assert.throws(() => checkApart({ gatekeeper, server: { ...base, user: "s", database: "g" } }, report), refused);
  assert.throws(() => checkApart({ gatekeeper, server: { ...base, user: "g", database: "s" } }, report), refused);
  checkApart({ gatekeeper, server: { ...base, user: "s", database: "s" } }, report);
  checkApart({ gatekeeper, server: { ...base, host: "other", user: "g", database: "g" } }, report);
  assert.equal(reports.length, 1);
});
