import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { processIdentity, withClient } from "@rempart/postgres";
import { removeFolder, temporaryFolder, temporaryPostgres } from "@rempart/postgres/testing";
import { freePort, type Run, run as start } from "./fixtures/run.ts";
import type { PartName } from "./report.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
let port: number;
const runs: Run[] = [];

before(async () => {
  port = await freePort();
});
afterEach(async () => {
  for (const { process, exited } of runs.splice(0)) {
    process.kill("SIGTERM");
    await exited;
  }
  for (const part of ["gatekeeper", "server"]) rmSync(join(data, part, "behaviour"), { force: true });
});
after(() => removeFolder(folder));

function run(environment: NodeJS.ProcessEnv = {}): Run {
  const started = start(data, port, environment);
  runs.push(started);
  return started;
}

function received(part: PartName) {
  return JSON.parse(readFileSync(join(data, part, "received.json"), "utf8"));
}

function behave(part: PartName, behaviour: string): void {
  writeFileSync(join(data, part, "behaviour"), behaviour);
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    assert.ok(waited < 30_000, `waited too long until ${what}`);
    await delay(20);
  }
}

test("the first start: two databases, an identity, a link, both parts, a code; Ctrl-C ends it all", async () => {
  const rempart = run();
  assert.deepEqual(await rempart.until("ready"), { event: "ready", url: `http://localhost:${port}` });
  const codes = rempart.reports.filter(({ event }) => event === "founding-code");
  // The fake server prints one as well, and is not believed.
  assert.deepEqual(codes, [{ event: "founding-code", code: "ABCD-1234", expires: "2030-01-01T00:00:00Z" }]);

  const gatekeeper = received("gatekeeper");
  const server = received("server");
  const tls = join(data, "gatekeeper/tls");
  const { database, layout, ...rest } = gatekeeper.config;
  assert.equal(layout.kind, "one-host-one-account");
  assert.deepEqual((await rempart.until("layout")).layout, layout);
  assert.deepEqual(rest, {
    data: join(data, "gatekeeper"),
    console: { host: "localhost", port },
    tls: {
      ...{ host: "localhost", port: port + 2 },
      ...{ cert: join(tls, "server.crt"), key: join(tls, "server.key"), ca: join(tls, "ca.crt") },
    },
    serverUrl: `http://localhost:${port + 1}`,
    linkTokenFile: join(data, "gatekeeper/link-token"),
  });
  const { database: serverDatabase, webhooks, ...serverRest } = server.config;
  assert.match(webhooks.key, /^[0-9a-f]{64}$/);
  assert.deepEqual(serverRest, {
    data: join(data, "server"),
    ...{ host: "localhost", port: port + 1 },
    ...{ consoleOrigin: `http://localhost:${port}`, gatekeeperUrl: `http://localhost:${port}` },
    linkTokenSha256: hash("sha256", readFileSync(join(data, "gatekeeper/link-token"), "utf8")),
  });
  assert.notEqual(database.host, serverDatabase.host);
  for (const config of [database, serverDatabase]) {
    const who = await withClient(config, async (client) => (await client.query("select current_user as who")).rows);
    assert.deepEqual(who, [{ who: config.user }]);
  }
  // No secret in arguments or environment.
  for (const { argv, environment, config } of [gatekeeper, server]) {
    assert.deepEqual(argv, []);
    assert.equal(JSON.stringify(environment).includes(config.database.password), false);
  }
  const log = readFileSync(join(data, "gatekeeper/log/gatekeeper.log"), "utf8");
  assert.match(log, /plain output/);
  assert.doesNotMatch(log, /ABCD-1234/);
  if (process.getuid?.() === 0) {
    const owners = ["gatekeeper", "server"].map((part) => statSync(join(data, part, "postgres/cluster")).uid);
    assert.notEqual(owners[0], owners[1]);
  }

  rempart.process.kill("SIGINT");
  assert.equal(await rempart.exited, 0);
  assert.deepEqual(rempart.reports.at(-1), { event: "exit", code: 0 });
  for (const part of ["gatekeeper", "server"] as const) {
    assert.equal(existsSync(join(data, part, "stopped.json")), true);
    assert.equal(existsSync(join(data, part, "postgres/cluster/postmaster.pid")), false);
    assert.equal(processIdentity(rempart.pid(part)), undefined);
  }
});

test("the second start finds everything; a part that dies is started again", async () => {
  const before = [received("gatekeeper").config, received("server").config];
  const rempart = run();
  await rempart.until("ready");
  assert.deepEqual([received("gatekeeper").config, received("server").config], before);
  for (const part of ["gatekeeper", "server"] as const) {
    const killed = rempart.pid(part);
    process.kill(killed, "SIGKILL");
    await until(`the ${part} runs again`, () => rempart.pid(part) !== killed);
  }
  const exits = rempart.reports.flatMap((report) => (report.event === "child-exit" ? [report.reason] : []));
  assert.deepEqual(exits, ["killed by SIGKILL", "killed by SIGKILL"]);
});

test("a second launcher on the same data is refused", async () => {
  const rempart = run();
  await rempart.until("ready");
  const second = start(data, port + 10);
  assert.equal(await second.exited, 1);
  const { message = "" } = await second.until("exit");
  assert.match(message, new RegExp(`in use by process ${rempart.process.pid}`));
});

test("a port in use is named, with the way out", async () => {
  for (const taken of [port, port + 1, port + 2]) {
    const other = createServer().listen(taken, "127.0.0.1");
    await once(other, "listening");
    const rempart = run();
    const { message = "" } = await rempart.until("exit");
    assert.match(message, new RegExp(`Port ${taken} .*in use.*--port N`));
    assert.equal(await rempart.exited, 1);
    other.close();
  }
});

test("what a launcher killed with -9 left alive is stopped by the next", async () => {
  const killed = run();
  await killed.until("ready");
  const left = [killed.pid("gatekeeper"), killed.pid("server")];
  killed.process.kill("SIGKILL");
  await killed.exited;
  for (const pid of left) assert.notEqual(processIdentity(pid), undefined);
  const rempart = run();
  await rempart.until("ready");
  for (const pid of left) assert.equal(processIdentity(pid), undefined);
  const notices = rempart.reports.flatMap((report) => (report.event === "notice" ? [report.message] : []));
  assert.match(notices[0] ?? "", new RegExp(`^Stopped processes ${left.join(", ")}`));
  assert.equal(notices.filter((message) => message.includes("Stopped PostgreSQL process")).length, 2);
});

test("exit code 78 of a part stops everything, with what it said", async () => {
  behave("gatekeeper", "refuse");
  const rempart = run();
  assert.equal(await rempart.exited, 78);
  const { message = "" } = await rempart.until("exit");
  assert.match(message, /gatekeeper.*the charter is of another organisation/);
  assert.equal(processIdentity(rempart.pid("server")), undefined);
});

test("a part that ends once is tried again; one that always ends is given up", async () => {
  behave("server", "crash-once");
  const rempart = run();
  await rempart.until("ready");
  assert.match((await rempart.until("child-exit")).reason, /exit code 3/);
  rempart.process.kill("SIGTERM");
  await rempart.exited;

  behave("server", "crash");
  const hopeless = run();
  assert.equal(await hopeless.exited, 1);
  const { message = "" } = await hopeless.until("exit");
  assert.match(message, /server stopped 5 times.*out of luck[\s\S]*server\.log/);
});

test("a second Ctrl-C does not wait for a part that will not end", async () => {
  behave("server", "stubborn");
  const rempart = run();
  await rempart.until("ready");
  rempart.process.kill("SIGINT");
  await delay(600);
  assert.notEqual(processIdentity(rempart.pid("server")), undefined);
  const since = Date.now();
  rempart.process.kill("SIGINT");
  assert.equal(await rempart.exited, 130);
  assert.ok(Date.now() - since < 5_000);
  assert.equal(processIdentity(rempart.pid("server")), undefined);
});

test("a database of the operator's own replaces the embedded one, and only its part sees it", async (t) => {
  const postgres = await temporaryPostgres();
  t.after(() => postgres.stop());
  const own = await postgres.ensureDatabase({ database: "own", role: "own" });
  const url = `postgres://own:${own.password}@/own?host=${own.host}`;
  const rempart = run({ REMPART_SERVER_DATABASE_URL: url });
  await rempart.until("ready");
  assert.deepEqual(received("server").config.database, own);
  assert.equal(received("gatekeeper").config.database.user, "rempart_gatekeeper");
  for (const part of ["gatekeeper", "server"] as const) {
    assert.equal(JSON.stringify(received(part).environment).includes(own.password), false);
  }
  rempart.process.kill("SIGTERM");
  assert.equal(await rempart.exited, 0);
});
