// Two gatekeepers on one database: one works, the other stands by and takes over, whatever ends the first.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectionConfig, type Postgres, withClient } from "@rempart/postgres";
import { temporaryPostgres } from "@rempart/postgres/testing";
import { type JsonValue, newNonce } from "@rempart/trust";
import { ensureTls } from "../../launcher/src/tls.ts";
import { foundingRules, newOrganisation, type Organisation } from "./testing/organisation.ts";
import { TestPhone } from "./testing/phone.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-standby-"));
let postgres: Postgres;
let database: ConnectionConfig;
let organisation: Organisation;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** One replica, in a process of its own. */
class Replica {
  readonly lines: { event: string; code?: string; message?: string }[] = [];
  readonly data: string;
  ports!: [number, number];
  child!: ChildProcess;
  constructor(name: string) {
    this.data = join(folder, name, "gatekeeper");
    mkdirSync(this.data, { recursive: true });
  }
  get url(): string {
    return `http://localhost:${this.ports[0]}`;
  }
  async start(): Promise<void> {
    this.ports ??= [await freePort(), await freePort()];
    const tls = await ensureTls(join(this.data, ".."));
    const linkTokenFile = join(this.data, "link-token");
    writeFileSync(linkTokenFile, "test");
    const config = {
      ...{ data: this.data, database, linkTokenFile, serverUrl: "http://localhost:9" },
      console: { host: "localhost", port: this.ports[0] },
      tls: { host: "localhost", port: this.ports[1], ...tls },
    };
    this.lines.length = 0;
    this.child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child.stdin!.end(JSON.stringify(config));
    createInterface({ input: this.child.stdout! }).on("line", (line) => this.lines.push(JSON.parse(line)));
    await this.says("ready");
  }
  async says(event: string, seconds = 30) {
    for (let waited = 0; waited < seconds * 1000; waited += 50) {
      const found = this.lines.find((line) => line.event === event);
      if (found) return found;
      await sleep(50);
    }
    throw new Error(`no ${event}: ${JSON.stringify(this.lines)}`);
  }
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, "exit");
  }
  async ask(path: string, body?: unknown): Promise<{ status: number; json: Record<string, JsonValue> }> {
    const response = await fetch(this.url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, JsonValue> };
  }
}

const wiping = { storage: true, esim: true, keepProtection: true };
const first = new Replica("a");
const second = new Replica("b");

before(async () => {
  postgres = await temporaryPostgres();
  database = await postgres.ensureDatabase({ database: "rempart_gatekeeper", role: "rempart_gatekeeper" });
  await first.start();
  const code = (await first.says("founding-code")).code!.replaceAll("-", "");
  const offer = await first.ask("/gate/v1/founding");
  const rules = foundingRules.map(({ limit: _, ...row }) => row);
  organisation = await newOrganisation(JSON.parse(offer.json.keys as string), { rules });
  const { genesis } = organisation;
  const mac = createHmac("sha256", code).update(`rempart/found/v1\n${genesis.hash}`).digest("base64url");
  assert.equal((await first.ask("/gate/v1/found", { envelope: genesis.envelope, mac })).status, 201);
  // What replicas share: keys and the phones' TLS identity.
  for (const name of ["keys", "tls"]) cpSync(join(first.data, name), join(second.data, name), { recursive: true });
  await second.start();
});
after(async () => {
  for (const replica of [first, second]) await replica.kill("SIGKILL");
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the second stands by: it listens, refuses everything, and follows the log", async () => {
  await second.says("standby");
  assert.deepEqual((await first.ask("/readyz")).json, { state: "active" });
  for (const path of ["/readyz", "/gate/v1/status", `/log/v1/head?nonce=${newNonce()}`]) {
    const { status, json } = await second.ask(path);
    assert.deepEqual([status, json.error], [503, "standby"], path);
  }
  const { ticket } = await organisation.ticket(1, [organisation.operator]);
  assert.equal((await second.ask("/gate/v1/submit", { envelope: ticket.envelope })).json.error, "standby");
  const { size } = (await first.ask("/gate/v1/status")).json;
  for (let waited = 0; !existsSync(join(second.data, "signed-head.json")); waited += 100) {
    assert.ok(waited < 10_000);
    await sleep(100);
  }
  assert.equal(JSON.parse(readFileSync(join(second.data, "signed-head.json"), "utf8")).size, size);
});

test("kill -9 of the active one while orders flow: none is lost, none doubled, the brake counts on", async () => {
  const people = organisation.approvers.slice(0, 2);
  const { ticket, secret } = await organisation.ticket(12, people);
  assert.equal((await first.ask("/gate/v1/submit", { envelope: ticket.envelope })).status, 200);
  const phones: TestPhone[] = [];
  for (let n = 0; n < 12; n++) {
    const phone = new TestPhone(first.ports[1]);
    await phone.enrol(ticket.hash, secret, organisation.genesis.hash);
    phones.push(phone);
  }
  // Six slots of the brake are taken at the first gatekeeper.
  for (const phone of phones.slice(0, 6)) {
    const wipe = await organisation.order("wipe", [phone.id], people, wiping);
    assert.equal((await first.ask("/gate/v1/submit", { envelope: wipe.envelope, targets: [phone.id] })).status, 200);
    await phone.hello();
    assert.equal((await phone.poll()).length, 1);
  }
  const accepted: string[] = [];
  const unsure: { hash: string; envelope: JsonValue; targets: string[] }[] = [];
  const refused: unknown[] = [];
  let flowing = true;
  const flow = (async () => {
    for (let n = 0; flowing; n++) {
      const phone = phones[6 + (n % 6)]!;
      const lock = await organisation.order("lock", [phone.id], [organisation.operator]);
      const targets = [phone.id];
      const answer = await first
        .ask("/gate/v1/submit", { envelope: lock.envelope, targets })
        .catch(() => ({ status: 0, json: {} as Record<string, JsonValue> }));
      if (answer.status === 200) accepted.push(lock.hash);
      else if (answer.status === 0) unsure.push({ hash: lock.hash, envelope: lock.envelope, targets });
      else refused.push(answer.json);
      if (answer.status !== 200) return;
    }
  })();
  for (let waited = 0; accepted.length < 8; waited += 10) {
    assert.ok(waited < 20_000, JSON.stringify(refused));
    await sleep(10);
  }
  const killed = performance.now();
  await first.kill("SIGKILL");
  await second.says("active");
  const took = performance.now() - killed;
  assert.ok(took < 10_000, `took over after ${Math.round(took)} ms`);
  flowing = false;
  await flow;
  for (let waited = 0; (await second.ask("/readyz")).status !== 200; waited += 50) {
    assert.ok(waited < 10_000);
    await sleep(50);
  }
  // What was under way is sent again: accepted now, or known already. Never twice.
  for (const { hash, envelope, targets } of unsure) {
    const again = await second.ask("/gate/v1/submit", { envelope, targets });
    assert.ok(again.status === 200 || again.json.error === "replay", JSON.stringify(again.json));
    accepted.push(hash);
  }
  const released: { order: string }[] = await withClient(
    database,
    async (client) =>
      (
        await client.query(
          "select r.order_hash as order from release r join log_entry e on (e.index, e.hash) = (r.log_index, r.hash)",
        )
      ).rows,
  );
  for (const hash of accepted) assert.equal(released.filter((one) => one.order === hash).length, 1, hash);
  assert.equal((await second.ask(`/log/v1/head?nonce=${newNonce()}`)).status, 200);
  // Ten phones in 600 s: four more, then the brake holds as if nothing had happened.
  let destroyed = 0;
  for (const phone of phones.slice(6)) {
    const wipe = await organisation.order("wipe", [phone.id], people, wiping);
    assert.equal((await second.ask("/gate/v1/submit", { envelope: wipe.envelope, targets: [phone.id] })).status, 200);
    phone.move(second.ports[1]);
    await phone.hello();
    destroyed += (await phone.poll()).filter(({ action }) => action === "wipe").length;
  }
  assert.equal(destroyed, 4);
  for (const phone of phones) phone.close();
});

test("the one that comes back stands by; a stop hands over at once", async () => {
  await first.start();
  await first.says("standby");
  await second.kill("SIGTERM");
  await first.says("active", 10);
  assert.equal((await first.ask("/readyz")).status, 200);
});

test("a replica cut off from its turn writes nothing more, and ends", async () => {
  await second.start();
  await second.says("standby");
  // Its session is ended and somebody else signs before it notices: as after a pause of its host.
  await withClient(database, (client) => client.query("update turn set holder = 'another'"));
  const { ticket } = await organisation.ticket(1, [organisation.operator]);
  assert.equal(
    (await first.ask("/gate/v1/submit", { envelope: ticket.envelope }).catch(() => ({ status: 503 }))).status,
    503,
  );
  await second.says("active", 15);
  const { rows } = await withClient(database, (client) =>
    client.query("select 1 from ticket where hash = $1", [ticket.hash]),
  );
  assert.equal(rows.length, 0);
  assert.equal((await second.ask("/gate/v1/submit", { envelope: ticket.envelope })).status, 200);
});

test("a database put back while one stood by: whoever takes over knows that it is older, and signs nothing", async () => {
  await first.kill("SIGKILL");
  await first.start();
  await first.says("standby");
  const { size } = (await second.ask("/gate/v1/status")).json;
  for (let waited = 0; ; waited += 100) {
    const known = JSON.parse(readFileSync(join(first.data, "signed-head.json"), "utf8")) as { size: number };
    if (known.size === size) break;
    assert.ok(waited < 10_000);
    await sleep(100);
  }
  await second.kill("SIGKILL");
  await withClient(database, async (client) => {
    await client.query("begin");
    await client.query("delete from log_entry where index = (select size - 1 from log_state)");
    await client.query("update log_state set size = size - 1");
    await client.query("commit");
  });
  // It takes its turn, so that it can be refilled, and signs and releases nothing.
  await first.says("active", 15);
  const head = await first.ask(`/log/v1/head?nonce=${newNonce()}`);
  assert.deepEqual([head.status, head.json.error], [503, "refilling"]);
  assert.match(String(head.json.message), /a head of \d+ was signed/);
});
