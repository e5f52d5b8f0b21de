// A real gatekeeper on a real PostgreSQL in a folder of its own, founded, for tests.
import { createHmac } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { type Postgres, startPostgres } from "@rempart/postgres";
import { removeFolder, temporaryPostgres } from "@rempart/postgres/testing";
import type { JsonValue } from "@rempart/trust";
import { ensureTls } from "../../../launcher/src/tls.ts";
import type { Config } from "../config.ts";
import { startGatekeeper } from "../gatekeeper.ts";
import { newOrganisation, type Organisation } from "./organisation.ts";
import { TestPhone } from "./phone.ts";

async function durablePostgres(folder: string): Promise<Postgres> {
  chmodSync(folder, 0o711);
  const dataDir = join(folder, "postgres");
  const postgres = await startPostgres({ dataDir, name: "test", log: () => {}, unref: true });
  // Should a failing test never get to stop it.
  const abandon = (): void => {
    if (postgres.pid !== 0) process.kill(postgres.pid, "SIGKILL");
  };
  process.once("exit", abandon);
  return {
    get pid() {
      return postgres.pid;
    },
    superuser: postgres.superuser,
    ensureDatabase: postgres.ensureDatabase,
    async stop() {
      process.off("exit", abandon);
      await postgres.stop({ immediate: true });
      removeFolder(folder, [dataDir]);
    },
  };
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "localhost", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** What a test may turn. */
export interface TestOptions {
  /** Fields of the genesis charter. */
  charter?: Record<string, JsonValue>;
  /** What its log is called. */
  origin?: string;
  /** For a database that is killed: it must not lose what it committed. */
  durable?: boolean;
  /** Where blobs come from, in place of the server. */
  blobs?: NonNullable<Config["blobs"]>;
  /** Further push services. */
  push?: NonNullable<Config["push"]>;
  /** What the launcher says of the console besides where it listens. */
  console?: Partial<Config["console"]>;
  /** A launcher that starts virtual phones. */
  launcher?: Duplex;
}

const tables =
  "witness_statement log_entry log_tile charter ticket device accepted_order order_target release slot open_freeze muted result outbox wrapped_key push_subscription";

export async function startTestGatekeeper(options: TestOptions = {}) {
  const { charter = {}, durable = false, blobs, launcher, push } = options;
  const folder = mkdtempSync(join(tmpdir(), "rempart-gatekeeper-"));
  const data = join(folder, "gatekeeper");
  mkdirSync(data);
  const postgres = durable ? await durablePostgres(folder) : await temporaryPostgres();
  const database = await postgres.ensureDatabase({ database: "rempart_gatekeeper", role: "rempart_gatekeeper" });
  const tls = await ensureTls(folder);
  const linkTokenFile = join(data, "link-token");
  writeFileSync(linkTokenFile, "test");
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const config: Config = {
    data,
    database,
    console: { ...options.console, host: "localhost", port: ports[0] },
    tls: { host: "localhost", port: ports[1], ...tls },
    serverUrl: `http://localhost:${ports[2]}`,
    linkTokenFile,
    ...(blobs ? { blobs } : {}),
    ...(push ? { push } : {}),
    ...(launcher ? { demonstration: true } : {}),
  };
  let code = "";
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((text: string, ...rest: never[]) => {
    const found = /"founding-code","code":"([^"]+)"/.exec(String(text));
    if (found) code = found[1]!.replaceAll("-", "");
    // The gatekeeper's own lines would be taken for the test runner's protocol.
    return String(text).startsWith('{"event":') ? true : write(text, ...rest);
  }) as typeof process.stdout.write;
  const deaths: { code: number; where: string; message: string }[] = [];
  const die = (code: number, where: string, message: string): void => void deaths.push({ code, where, message });
  let gatekeeper = await startGatekeeper(config, die, launcher);
  const url = `http://localhost:${ports[0]}`;

  async function post(path: string, body: unknown): Promise<{ status: number; json: Record<string, JsonValue> }> {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as Record<string, JsonValue> };
  }
  const get = async (path: string) => {
    const response = await fetch(url + path);
    return { status: response.status, json: (await response.json()) as Record<string, JsonValue> };
  };
  const offer = await get("/gate/v1/founding");
  const organisation: Organisation = await newOrganisation(
    JSON.parse(offer.json.keys as string),
    charter,
    options.origin,
  );
  const mac = createHmac("sha256", code).update(`rempart/found/v1\n${organisation.genesis.hash}`).digest("base64url");

  const phones: TestPhone[] = [];
  return {
    url,
    config,
    code,
    offer,
    organisation,
    post,
    get,
    foundingMac: mac,
    postgres,
    /** The times it would have ended its process. */
    deaths,
    /** Number of rows of every table, and the log's size: what a refusal must not change. */
    async counts(): Promise<Record<string, number>> {
      const counts: Record<string, number> = { log: gatekeeper.context.log.size() };
      for (const table of tables.split(" ")) {
        // Which phones were on the line is told every five seconds, whatever is asked.
        const where = table === "outbox" ? "where type <> 'seen'" : "";
        const { rows } = await gatekeeper.context.pool.query<{ n: string }>(
          `select count(*) as n from ${table} ${where}`,
        );
        counts[table] = Number(rows[0]!.n);
      }
      return counts;
    },
    get context() {
      return gatekeeper.context;
    },
    found: () => post("/gate/v1/found", { envelope: organisation.genesis.envelope, mac }),
    submit: (envelope: JsonValue, targets?: readonly string[]) =>
      post("/gate/v1/submit", { envelope, ...(targets ? { targets } : {}) }),
    phone(): TestPhone {
      const phone = new TestPhone(ports[1]);
      phones.push(phone);
      return phone;
    },
    async enrolMany(count: number, extra: Record<string, JsonValue> = {}): Promise<TestPhone[]> {
      const { ticket, secret } = await organisation.ticket(
        count,
        count === 1 ? [organisation.operator] : organisation.approvers.slice(0, 2),
        extra,
      );
      await post("/gate/v1/submit", { envelope: ticket.envelope });
      const made: TestPhone[] = [];
      for (let i = 0; i < count; i++) {
        const phone = this.phone();
        await phone.enrol(ticket.hash, secret, organisation.genesis.hash);
        await phone.hello();
        made.push(phone);
      }
      return made;
    },
    /** Stops and starts the gatekeeper on the same data. */
    async restart(): Promise<void> {
      await gatekeeper.stop();
      gatekeeper = await startGatekeeper(config, die, launcher);
    },
    /** Stops it alone; `resume` starts it again. */
    halt: () => gatekeeper.stop(),
    async resume(): Promise<void> {
      gatekeeper = await startGatekeeper(config, die, launcher);
    },
    async stop(): Promise<void> {
      for (const phone of phones) phone.close();
      await gatekeeper.stop();
      await postgres.stop();
      process.stdout.write = write;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
