import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { withClient } from "./connection.ts";
import { migrate } from "./migrate.ts";
import type { Postgres } from "./start.ts";
import { removeFolder, temporaryFolder, temporaryPostgres } from "./testing.ts";

const folder = temporaryFolder();
let postgres: Postgres;
let pool: pg.Pool;
let directory: string;
let count = 0;

before(async () => {
  postgres = await temporaryPostgres();
});
beforeEach(async () => {
  await pool?.end();
  count++;
  const config = await postgres.ensureDatabase({ database: `test_${count}`, role: `test_${count}` });
  pool = new pg.Pool({ ...config });
  directory = join(folder, String(count));
  mkdirSync(directory);
  write("0001_people.sql", "create table person (id integer primary key);");
  write("0002_phones.sql", "create table phone (id integer primary key);\ninsert into phone values (7);");
});
after(async () => {
  await pool.end();
  await postgres.stop();
  removeFolder(folder);
});

function write(name: string, sql: string): void {
  writeFileSync(join(directory, name), sql);
}

test("applies every file once, in order", async () => {
  write("README.md", "not a migration");
  assert.deepEqual(await migrate(pool, directory), ["0001_people.sql", "0002_phones.sql"]);
  assert.deepEqual(await migrate(pool, directory), []);
  write("0003_more.sql", "alter table phone add column model text");
  assert.deepEqual(await migrate(pool, directory), ["0003_more.sql"]);
  const { rows } = await pool.query("select id, model from phone");
  assert.deepEqual(rows, [{ id: 7, model: null }]);
});

test("tables land in the role's own schema", async () => {
  await migrate(pool, directory);
  const { rows } = await pool.query("select schemaname from pg_tables where tablename = 'person'");
  assert.deepEqual(rows, [{ schemaname: `test_${count}` }]);
});

test("processes that migrate at once do not collide", async () => {
  const other = new pg.Pool({ ...pool.options, password: String(pool.options.password) });
  const results = await Promise.all([pool, other, pool, other].map((one) => migrate(one, directory)));
  await other.end();
  assert.equal(results.flat().length, 2);
});

test("a failing file leaves nothing behind and those before it stay", async () => {
  write("0003_broken.sql", "create table half (id integer); select nonsense;");
  await assert.rejects(migrate(pool, directory), { code: "migration-failed", message: /0003_broken\.sql.*nonsense/ });
  const { rows } = await pool.query("select to_regclass('half') as half, to_regclass('phone')::text as phone");
  assert.deepEqual(rows, [{ half: null, phone: "phone" }]);
  write("0003_broken.sql", "create table half (id integer);");
  assert.deepEqual(await migrate(pool, directory), ["0003_broken.sql"]);
});

test("refuses a file changed after it was applied, but not other line ends", async () => {
  await migrate(pool, directory);
  write("0002_phones.sql", "create table phone (id integer primary key);\r\ninsert into phone values (7);");
  assert.deepEqual(await migrate(pool, directory), []);
  write("0002_phones.sql", "create table phone (id bigint primary key);");
  await assert.rejects(migrate(pool, directory), {
    code: "migration-changed",
    message: /0002_phones\.sql was changed.*git checkout.*new file/,
  });
});

test("refuses a database that a newer release has used", async () => {
  await migrate(pool, directory);
  rmSync(join(directory, "0002_phones.sql"));
  await assert.rejects(migrate(pool, directory), {
    code: "migration-missing",
    message: /0002_phones\.sql.*newer release/,
  });
});

test("refuses an applied file that was renamed", async () => {
  await migrate(pool, directory);
  renameSync(join(directory, "0001_people.sql"), join(directory, "0001_persons.sql"));
  await assert.rejects(migrate(pool, directory), {
    code: "migration-missing",
    message: /0001_people\.sql.*0001_persons\.sql in its place/,
  });
});

test("refuses gaps, numbers used twice, other names and transaction control, before touching the database", async () => {
  write("0004_gap.sql", "select 1");
  await assert.rejects(migrate(pool, directory), { code: "migration-gap", message: /0004_gap\.sql.*0003 is missing/ });
  rmSync(join(directory, "0004_gap.sql"));
  write("0002_twice.sql", "select 1");
  await assert.rejects(migrate(pool, directory), { code: "migration-gap", message: /0002_twice\.sql.*a second time/ });
  rmSync(join(directory, "0002_twice.sql"));
  write("3_short.sql", "select 1");
  await assert.rejects(migrate(pool, directory), { code: "migration-name", message: /3_short\.sql.*Rename/ });
  rmSync(join(directory, "3_short.sql"));
  write("0003_commit.sql", "select 1;\nCommit;\ncreate table sneaky (id integer);");
  await assert.rejects(migrate(pool, directory), { code: "migration-failed", message: /0003_commit\.sql.*COMMIT/ });
  const { rows } = await pool.query("select to_regclass('schema_migration') as t");
  assert.deepEqual(rows, [{ t: null }]);
});

test("a function's begin and end are no transaction control", async () => {
  write(
    "0003_function.sql",
    "create function f() returns integer language plpgsql as $$\nbegin\n  return 1;\nend;\n$$;",
  );
  assert.equal((await migrate(pool, directory)).length, 3);
});

test("the lock is given back after success and after failure", async () => {
  await migrate(pool, directory);
  write("0003_broken.sql", "nonsense");
  await assert.rejects(migrate(pool, directory));
  await withClient(postgres.superuser, async (client) => {
    const { rows } = await client.query("select count(*)::int as held from pg_locks where locktype = 'advisory'");
    assert.deepEqual(rows, [{ held: 0 }]);
  });
});
