import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CompactRange } from "@rempart/log";
import { type ConnectionConfig, holdIfFree, migrate, type Postgres, withClient } from "@rempart/postgres";
import { removeFolder, temporaryFolder, temporaryPostgres } from "@rempart/postgres/testing";
import { leafHash, toHex } from "@rempart/trust";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { openDatabase } from "../databases.ts";
import { launch, makeFolders } from "../launch.ts";
import { parseOptions } from "../options.ts";
import { backup } from "./backup.ts";
import { type Note, writeNote } from "./frames.ts";
import type { RestoreOptions } from "./options.ts";
import { restore } from "./restore.ts";
import { writeSealed } from "./seal.ts";
import { migrationsOf } from "./tables.ts";

const apps = join(import.meta.dirname, "../../..");
const migrations = { gatekeeper: join(apps, "gatekeeper/migrations"), server: join(apps, "server/migrations") };
const folder = temporaryFolder();
const source = join(folder, "source");
const identity = join(folder, "identity.txt");
const gate = "REMPART_GATEKEEPER_DATABASE_URL";
const entries = 700;
const quiet = (): void => {};

let postgres: Postgres;
let recipient: string;
let here: NodeJS.ProcessEnv;
let sourceConfig: ConnectionConfig;
let roots: string[];
let made = 0;

const url = (config: ConnectionConfig): string =>
  `postgres://${config.user}:${config.password}@/${config.database}?host=${config.host}`;

async function newDatabase(): Promise<{ config: ConnectionConfig; environment: NodeJS.ProcessEnv }> {
  const name = `db_${++made}`;
  const config = await postgres.ensureDatabase({ database: name, role: name });
  return { config, environment: { [gate]: url(config) } };
}

/** A log with a root for each size, an order with phones, and a sequence that moved on. */
async function fill(client: pg.Client): Promise<string[]> {
  const tree = new CompactRange();
  const all = [toHex(tree.root())];
  for (let n = 0; n < entries; n++) {
    const hash = createHash("sha256").update(String(n)).digest();
    await client.query("insert into log_entry values ($1, 'order', $2, $3)", [
      n,
      hash.toString("hex"),
      `{"n":${n},"t":"a\\\\b\\tc"}`,
    ]);
    tree.push(leafHash(new Uint8Array(hash)));
    all.push(toHex(tree.root()));
  }
  await client.query("update log_state set size = $1, root = $2", [entries, Buffer.from(tree.root())]);
  await client.query("insert into muted values ('tab\tand\nline'), ('é \\N')");
  await client.query("insert into wrapped_key values ('alice', 'kid', 'prf', 1, 'key', '\\x00ff', 'bob', 2)");
  await client.query("insert into push_subscription values ('https://push.example/x', 'alice', 3)");
  for (let n = 0; n < 3; n++) await client.query("insert into outbox (at, type, body) values (1, 'seen', '{}')");
  return all;
}

before(async () => {
  postgres = await temporaryPostgres();
  const key = await generateX25519Identity();
  recipient = await identityToRecipient(key);
  writeFileSync(identity, `# kept elsewhere\n${key}\n`);
  const { config, environment } = await newDatabase();
  here = environment;
  sourceConfig = config;
  const pool = new pg.Pool({ ...config });
  await migrate(pool, migrations.gatekeeper);
  await pool.end();
  roots = await withClient(config, fill);
  mkdirSync(join(source, "gatekeeper/keys"), { recursive: true });
  mkdirSync(join(source, "gatekeeper/log"), { recursive: true });
  writeFileSync(join(source, "gatekeeper/keys/log.json"), '{"pkcs8":"a secret key of the log"}');
  writeFileSync(join(source, "gatekeeper/keys/push.json"), '{"pkcs8":"a secret key of notices"}');
  writeFileSync(join(source, "gatekeeper/link-token"), "a secret token");
  writeFileSync(join(source, "gatekeeper/log/gatekeeper.log"), "not kept");
  writeFileSync(join(source, "gatekeeper/signed-head.json"), JSON.stringify({ size: 650, root: roots[650] }));
});
after(async () => {
  await postgres.stop();
  removeFolder(folder);
});

let files = 0;
async function makeBackup(data = source, environment = here, move = false): Promise<string> {
  const out = join(folder, `backup-${++files}.age`);
  await backup({ data, out, recipients: [recipient], only: undefined, move, json: true }, environment, quiet);
  return out;
}

const options = (from: string, changes: Partial<RestoreOptions> = {}): RestoreOptions => ({
  ...{ from, data: join(folder, `restored-${++files}`), identity, only: undefined, newestHead: undefined, json: true },
  ...changes,
});
const record = (data: string) => JSON.parse(readFileSync(join(data, "gatekeeper/signed-head.json"), "utf8"));

test("rows, sequences and files come back as they were; the log is proven; the gatekeeper waits", async () => {
  const from = await makeBackup();
  const sealed = readFileSync(from);
  assert.match(sealed.subarray(0, 40).toString("latin1"), /^age-encryption\.org\/v1/);
  assert.equal(sealed.includes("a secret"), false);
  assert.equal(statSync(from).mode & 0o777, 0o600);
  const { config, environment } = await newDatabase();
  const wanted = options(from);
  const done = await restore(wanted, migrations, environment, quiet);
  assert.deepEqual(done.head, { size: entries, root: roots[entries] });
  assert.equal(done.waits, true);
  assert.equal(
    readFileSync(join(wanted.data, "gatekeeper/keys/log.json"), "utf8"),
    '{"pkcs8":"a secret key of the log"}',
  );
  assert.equal(statSync(join(wanted.data, "gatekeeper/keys/log.json")).mode & 0o777, 0o600);
  assert.equal(
    readFileSync(join(wanted.data, "gatekeeper/keys/push.json"), "utf8"),
    '{"pkcs8":"a secret key of notices"}',
  );
  assert.equal(existsSync(join(wanted.data, "gatekeeper/log")), false);
  const { restored, ...floor } = record(wanted.data);
  assert.deepEqual(floor, { size: entries, root: roots[entries] });
  assert.equal(restored, done.createdAt);
  await withClient(config, async (client) => {
    const counts = await client.query(
      "select (select count(*) from log_entry)::int as n, (select array_agg(person order by person) from muted) as people",
    );
    assert.deepEqual(counts.rows, [{ n: entries, people: ["tab\tand\nline", "é \\N"] }]);
    const wrapped = await client.query("select person, kid, form, value, brought_by from wrapped_key");
    const copy = { person: "alice", kid: "kid", form: "prf", value: Buffer.from([0, 255]), brought_by: "bob" };
    assert.deepEqual(wrapped.rows, [copy]);
    const browsers = await client.query("select * from push_subscription");
    assert.deepEqual(browsers.rows, [{ endpoint: "https://push.example/x", person: "alice", created_at: "3" }]);
    const next = await client.query("insert into outbox (at, type, body) values (1, 'seen', '{}') returning id");
    assert.equal(next.rows[0].id, "4");
  });
  // A part that starts there finds nothing to do, and no file was changed under it.
  const pool = new pg.Pool({ ...config });
  assert.deepEqual(await migrate(pool, migrations.gatekeeper), []);
  await pool.end();
});

test("changed, cut off, for somebody else, not a backup: refused, and nothing is left behind", async () => {
  const from = await makeBackup();
  const whole = readFileSync(from);
  const { config, environment } = await newDatabase();
  const beside = readdirSync(folder).filter((name) => name.startsWith("restor"));
  const attempt = async (content: Uint8Array, pattern: RegExp, changes: Partial<RestoreOptions> = {}) => {
    const path = join(folder, `bad-${++files}.age`);
    writeFileSync(path, content);
    await assert.rejects(restore(options(path, changes), migrations, environment, quiet), (error: Error) => {
      assert.match(error.message, pattern);
      return true;
    });
  };
  const flipped = Buffer.from(whole);
  flipped[whole.length - 300]! ^= 1;
  await attempt(flipped, /./);
  await attempt(whole.subarray(0, whole.length - 200), /./);
  await attempt(whole.subarray(0, 60), /not a backup that this identity opens/);
  await attempt(Buffer.from("hello"), /not a backup that this identity opens/);
  const other = join(folder, "other.txt");
  writeFileSync(other, await generateX25519Identity());
  await attempt(whole, /not a backup that this identity opens/, { identity: other });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("restor")),
    beside,
  );
  const tables = await withClient(config, (client) =>
    client.query("select 1 from pg_class where relnamespace = current_schema()::regnamespace"),
  );
  assert.equal(tables.rowCount, 0);
});

/** A backup as somebody makes it who knows the recipient and no more. */
async function forged(parts: unknown, part: string, path: unknown): Promise<string> {
  const out = join(folder, `forged-${++files}.age`);
  const migrations = await withClient(sourceConfig, migrationsOf);
  await writeSealed(out, [recipient], async (stream) => {
    const notes = [
      { kind: "backup", format: 1, createdAt: 1, parts, moved: false },
      { kind: "part", part, migrations },
      { kind: "sequences", values: [] },
      { kind: "file", path },
      { kind: "sum", bytes: 0, sha256: createHash("sha256").digest("hex") },
      { kind: "part-end" },
      { kind: "end" },
    ];
    for (const note of notes) await writeNote(stream, note as Note);
  });
  return out;
}

test("a forged backup reaches no other folder, and no file that a backup never holds", async () => {
  const paths = ["../escaped", "/escaped", "a/../../escaped", "a\\b", "a//b", "", 7];
  for (const path of [...paths, "postgres/escaped", "log/x", "lock", "moved.json", "keys/log.json.tmp"]) {
    const { environment } = await newDatabase();
    const from = await forged(["gatekeeper"], "gatekeeper", path);
    await assert.rejects(restore(options(from), migrations, environment, quiet), /which is refused/, String(path));
  }
  for (const parts of [
    ["../escaped"],
    ["gatekeeper", "../escaped"],
    ["gatekeeper", "gatekeeper"],
    "gatekeeper",
    null,
  ]) {
    const { environment } = await newDatabase();
    const from = await forged(parts, "gatekeeper", "x");
    await assert.rejects(restore(options(from), migrations, environment, quiet), /parts that are none/, `${parts}`);
  }
  const left = readdirSync(folder).filter((name) => name.includes("escaped") || name.includes(".restoring-"));
  assert.deepEqual(left, []);
});

test("never over something: folders and databases with content are refused", async () => {
  const from = await makeBackup();
  await assert.rejects(restore(options(from, { data: source }), migrations, here, quiet), /is not empty/);
  await assert.rejects(restore(options(from), migrations, here, quiet), /database db_1 is not empty/);
  await assert.rejects(
    backup({ data: source, out: from, recipients: [recipient], only: undefined, move: false, json: true }, here, quiet),
    /exists/,
  );
});

test("the floor: the newest head that anybody names, and never below the record that is there", async () => {
  const from = await makeBackup();
  const { environment: first } = await newDatabase();
  const exact = options(from, { newestHead: { size: 690, root: roots[690]! } });
  assert.equal((await restore(exact, migrations, first, quiet)).waits, false);
  assert.deepEqual(record(exact.data), { size: entries, root: roots[entries] });

  const { environment: second } = await newDatabase();
  const foreign = options(from, { newestHead: { size: 690, root: roots[689]! } });
  await assert.rejects(restore(foreign, migrations, second, quiet), /first 690 entries do not give the root/);

  // The record of the lost gatekeeper was saved: it knows of more than the backup holds.
  const saved = options(from, { newestHead: { size: 690, root: roots[690]! } });
  const above = { size: 900, root: "ab".repeat(32) };
  mkdirSync(join(saved.data, "gatekeeper"), { recursive: true });
  writeFileSync(join(saved.data, "gatekeeper/signed-head.json"), JSON.stringify(above));
  assert.equal((await restore(saved, migrations, second, quiet)).waits, true);
  assert.deepEqual(record(saved.data), above);
});

test("a log that was edited before the backup is found out", async () => {
  const { config, environment } = await newDatabase();
  const first = options(await makeBackup());
  await restore(first, migrations, environment, quiet);
  await withClient(config, (client) => client.query("update log_entry set hash = repeat('0', 64) where index = 5"));
  const from = await makeBackup(first.data, environment);
  const { environment: target } = await newDatabase();
  await assert.rejects(restore(options(from), migrations, target, quiet), /do not give the root/);
});

test("--move: refused while a gatekeeper is active; afterwards nothing starts here, and the copy goes on at once", async () => {
  const { config, environment } = await newDatabase();
  const first = options(await makeBackup(), { newestHead: { size: 0, root: roots[0]! } });
  await restore(first, migrations, environment, quiet);
  await withClient(config, async (client) => {
    assert.equal(await holdIfFree(client), true);
    await assert.rejects(makeBackup(first.data, environment, true), /a gatekeeper is active/);
  });
  const from = await makeBackup(first.data, environment, true);
  const start = parseOptions(["--data", first.data, "--only", "gatekeeper", "--server-url", "http://localhost:9"], {});
  const none = new AbortController().signal;
  await assert.rejects(
    launch(start, {
      ...{ parts: { gatekeeper: import.meta.filename, server: import.meta.filename }, environment, report: quiet },
      ...{ identity: () => ({}), stop: none, force: none },
    }),
    { message: /was moved by npm run backup -- --move/, exitCode: 78 },
  );
  const { environment: target } = await newDatabase();
  const moved = options(from);
  assert.equal((await restore(moved, migrations, target, quiet)).waits, false);
  assert.equal(existsSync(join(moved.data, "gatekeeper/moved.json")), false);
  assert.equal("restored" in record(moved.data), false);
});

test("embedded to external and back, both parts, while it runs", async () => {
  const data = join(folder, "embedded");
  makeFolders(data, ["gatekeeper", "server"]);
  const running: Postgres[] = [];
  for (const part of ["gatekeeper", "server"] as const) {
    const { connection, postgres: started } = await openDatabase(part, data, {}, quiet);
    running.push(started!);
    const pool = new pg.Pool({ ...connection });
    await migrate(pool, migrations[part]);
    await pool.end();
    if (part === "gatekeeper") await withClient(connection, fill);
  }
  // As `npm start` holds it.
  writeFileSync(join(data, "lock"), readFileSync(join(data, "gatekeeper/postgres/lock")));
  const from = await makeBackup(data, {});
  for (const one of running) await one.stop();
  const gatekeeper = await newDatabase();
  const server = await newDatabase();
  const outside = { ...gatekeeper.environment, REMPART_SERVER_DATABASE_URL: url(server.config) };
  const out = options(from);
  const done = await restore(out, migrations, outside, quiet);
  assert.deepEqual(done.parts, ["gatekeeper", "server"]);
  assert.equal(existsSync(join(out.data, "gatekeeper/postgres")), false);
  const back = options(await makeBackup(out.data, outside), { only: "gatekeeper" });
  const again = await restore(back, migrations, {}, quiet);
  assert.deepEqual([again.parts, again.head?.size], [["gatekeeper"], entries]);
  assert.equal(existsSync(join(back.data, "server")), false);
  const reopened = await openDatabase("gatekeeper", back.data, {}, quiet);
  try {
    const { rows } = await withClient(reopened.connection, (client) => client.query("select size from log_state"));
    assert.deepEqual(rows, [{ size: String(entries) }]);
  } finally {
    await reopened.postgres?.stop();
  }
});
