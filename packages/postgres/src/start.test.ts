import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { chooseAccount, isRoot } from "./account.ts";
import { findBinaries, packageFolder } from "./binaries.ts";
import { type ConnectionConfig, withClient } from "./connection.ts";
import { killHard, spawnHold } from "./fixtures/spawn-hold.ts";
import type { LogEntry } from "./log.ts";
import { processIdentity } from "./process-identity.ts";
import { type Postgres, startPostgres } from "./start.ts";
import { removeFolder, temporaryFolder } from "./testing.ts";

const folder = temporaryFolder();
const events: LogEntry["event"][] = [];
const running: Postgres[] = [];
after(async () => {
  // Those a failed test left behind; the others are stopped already.
  for (const postgres of running) await postgres.stop({ immediate: true });
  removeFolder(folder, [join(folder, "closed/pg")]);
});

const request = { database: "rempart_test", role: "rempart_test" };

async function start(name: string, user?: string): Promise<Postgres> {
  const log = ({ event }: LogEntry) => events.push(event);
  const postgres = await startPostgres({ dataDir: join(folder, name), name, log, ...(user ? { user } : {}) });
  running.push(postgres);
  return postgres;
}

async function query(config: ConnectionConfig, text: string): Promise<unknown[]> {
  return withClient(config, async (client) => (await client.query(text)).rows);
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    assert.ok(waited < 30_000, `waited too long until ${what}`);
    await delay(20);
  }
}

test("first start makes a cluster, second start finds its data", async () => {
  let postgres = await start("first");
  let config = await postgres.ensureDatabase(request);
  await query(config, "create table kept (id integer); insert into kept values (42)");
  await assert.rejects(start("first"), { code: "locked" });
  await postgres.stop();
  assert.equal(postgres.pid, 0);
  events.length = 0;
  postgres = await start("first");
  config = await postgres.ensureDatabase(request);
  assert.deepEqual(await query(config, "select id from kept"), [{ id: 42 }]);
  assert.deepEqual(events, []);
  await postgres.stop();
});

test("nobody but its account reaches it, and no password is on a command line", async () => {
  const postgres = await start("closed-to-others");
  const config = await postgres.ensureDatabase(request);
  assert.deepEqual(await query(postgres.superuser, "show listen_addresses"), [{ listen_addresses: "" }]);
  assert.deepEqual(await query(postgres.superuser, "show data_checksums"), [{ data_checksums: "on" }]);
  const locale = "select datlocprovider as p, datlocale as l from pg_database where datname = 'rempart_test'";
  assert.deepEqual(await query(postgres.superuser, locale), [{ p: "b", l: "C.UTF-8" }]);
  assert.equal(statSync(config.host).mode & 0o777, 0o700);
  for (const file of ["superuser-password", "roles/rempart_test.password"]) {
    assert.equal(statSync(join(folder, "closed-to-others", file)).mode & 0o777, 0o600, file);
  }
  const hba = readFileSync(join(folder, "closed-to-others/cluster/pg_hba.conf"), "utf8");
  for (const line of hba.split("\n").filter((one) => /^\w/.test(one))) assert.match(line, /scram-sha-256$/);
  if (process.platform === "linux") {
    const { stdout } = spawnSync("ps", ["axww", "-o", "command="], { encoding: "utf8" });
    assert.equal(stdout.includes(config.password) || stdout.includes(postgres.superuser.password), false);
  }
  await assert.rejects(query({ ...config, password: "wrong" }, "select 1"), { code: "28P01" });
  await postgres.stop();
});

test("a role owns its schema and nothing else", async () => {
  const postgres = await start("roles");
  const one = await postgres.ensureDatabase(request);
  const two = await postgres.ensureDatabase({ database: "rempart_other", role: "rempart_other" });
  await query(one, "create table mine (id integer)");
  for (const forbidden of [
    "create schema other",
    "create role intruder",
    "create database more",
    "create table public.theirs (id integer)",
    "copy mine from program 'id'",
    "select pg_read_file('/etc/passwd')",
    "create extension dblink",
  ]) {
    await assert.rejects(query(one, forbidden), { code: /42501|0A000/ }, forbidden);
  }
  for (const database of ["rempart_other", "postgres", "template1"]) {
    await assert.rejects(query({ ...one, database }, "select 1"), { code: "42501" }, database);
  }
  assert.deepEqual(await query(two, "select current_schema as s"), [{ s: "rempart_other" }]);
  await assert.rejects(postgres.ensureDatabase({ database: 'x"; drop', role: "x" }), { code: "bad-name" });
  await postgres.stop();
});

test("values and statements do not reach PostgreSQL's log", async () => {
  const postgres = await start("quiet");
  const config = await postgres.ensureDatabase(request);
  await query(config, "create table t (name text unique); insert into t values ('canary-1')");
  await assert.rejects(query(config, "insert into t values ('canary-1')"));
  await assert.rejects(query(config, "select 'canary-2' from nowhere"));
  await postgres.stop();
  const log = readFileSync(join(folder, "quiet/log/postgres.log"), "utf8");
  assert.match(log, /duplicate key/);
  assert.doesNotMatch(log, /canary/);
});

test("a killed postmaster is started again and the data is there", async () => {
  const postgres = await start("killed");
  const config = await postgres.ensureDatabase(request);
  await query(config, "create table kept (id integer); insert into kept values (1)");
  for (let round = 0; round < 2; round++) {
    const before = postgres.pid;
    events.length = 0;
    process.kill(before, "SIGKILL");
    await until("it runs again", () => events.includes("postgres-restarted"));
    assert.notEqual(postgres.pid, before);
    assert.deepEqual(await query(config, "select id from kept"), [{ id: 1 }]);
  }
  await postgres.stop();
});

test("stop during the pause before a restart ends at once", async () => {
  const postgres = await start("stopped");
  events.length = 0;
  process.kill(postgres.pid, "SIGKILL");
  await until("its death is noticed", () => events.includes("postgres-died"));
  await postgres.stop();
  assert.equal(postgres.pid, 0);
});

test("what a supervisor killed with -9 left alive is stopped, and its data is there", async () => {
  const { child, said } = await spawnHold("postgres", join(folder, "orphan"));
  const left = said.pid ?? 0;
  await killHard(child);
  assert.notEqual(processIdentity(left), undefined);
  events.length = 0;
  const postgres = await start("orphan");
  assert.deepEqual(events, ["postgres-leftover-stopped"]);
  assert.equal(processIdentity(left), undefined);
  await postgres.ensureDatabase(request);
  await postgres.stop();
});

test("a long path is no obstacle: the socket goes to /tmp", async () => {
  const postgres = await start(`long/${"x".repeat(100)}`);
  assert.match(postgres.superuser.host, /^\/tmp\/rempart-[0-9a-f]{16}$/);
  await query(postgres.superuser, "select 1");
  await postgres.stop();
  rmSync(postgres.superuser.host, { recursive: true });
});

test("refuses a lost cluster, another version and a lost password instead of starting afresh", async () => {
  const dataDir = join(folder, "first");
  renameSync(join(dataDir, "cluster"), join(dataDir, "away"));
  await assert.rejects(start("first"), { code: "cluster-missing", message: /backup/ });
  renameSync(join(dataDir, "away"), join(dataDir, "cluster"));
  const version = join(dataDir, "cluster/PG_VERSION");
  spawnSync("sh", ["-c", `echo 17 > "${version}"`]);
  await assert.rejects(start("first"), { code: "wrong-version", message: /PostgreSQL 17/ });
  spawnSync("sh", ["-c", `echo 18 > "${version}"`]);
  rmSync(join(dataDir, "superuser-password"));
  await assert.rejects(start("first"), { code: "wrong-password", message: /superuser-password/ });
});

test("root drops to another account, and keeps to it", { skip: !isRoot() && "not root" }, async () => {
  const postgres = await start("dropped", "nobody");
  assert.equal(statSync(`/proc/${postgres.pid}`).uid, chooseAccount("nobody").uid);
  await postgres.stop();
  const again = await start("dropped");
  assert.equal(statSync(`/proc/${again.pid}`).uid, chooseAccount("nobody").uid);
  await again.stop();
});

test("files that a restore left to root are given back", { skip: !isRoot() && "not root" }, async () => {
  spawnSync("chown", ["-R", "root:root", join(folder, "dropped/cluster")]);
  const postgres = await start("dropped");
  assert.equal(statSync(`/proc/${postgres.pid}`).uid, chooseAccount().uid);
  await postgres.stop();
});

test("a data folder closed to the account is served from elsewhere", { skip: !isRoot() && "not root" }, async () => {
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o700);
  events.length = 0;
  let postgres = await start("closed/pg");
  assert.deepEqual(events, ["postgres-relocated", "postgres-initialised"]);
  const config = await postgres.ensureDatabase(request);
  await query(config, "create table kept (id integer)");
  await postgres.stop();
  postgres = await start("closed/pg");
  assert.deepEqual(await query(config, "select * from kept"), []);
  await postgres.stop();
});

test("binaries closed to the account are copied", { skip: !isRoot() && "not root" }, () => {
  const checkout = join(folder, "checkout");
  mkdirSync(checkout);
  spawnSync("cp", ["-r", packageFolder(), join(checkout, "pg")]);
  spawnSync("find", [join(checkout, "pg"), "-type", "l", "-delete"]);
  chmodSync(checkout, 0o700);
  const umask = process.umask(0o077);
  try {
    const { postgres } = findBinaries(chooseAccount("nobody"), join(checkout, "pg"));
    assert.match(postgres, /^\/var\/lib\/rempart\/rempart-pg-/);
    assert.equal(existsSync(postgres), true);
  } finally {
    process.umask(umask);
  }
});
