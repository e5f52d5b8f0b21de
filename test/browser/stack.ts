// Rempart as an operator starts it, for browser tests: the real launcher with both parts and both databases, in a
// folder that ends with the test, and a lying server in front of the real one for who wants it.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionConfig } from "@rempart/postgres";
import { runMain } from "../../apps/cli/src/testing/world.ts";
import { Talker } from "../demo/lines.ts";
import { freePorts, partNames, until } from "../e2e/stack.ts";
import { type KeyFile, keyFiles } from "./key-files.ts";
import { LyingServer } from "./lying-server.ts";

const root = join(import.meta.dirname, "..", "..");

export interface StackOptions {
  /** People and the gatekeeper reach the server through a proxy that can be told to lie. */
  readonly liar?: boolean;
  /** Further flags of the launcher. */
  readonly flags?: readonly string[];
}

/** The people of `foundByCli`, by name. */
export const approvers = ["anna", "ben", "chloe"] as const;
export const operators = ["otto"] as const;
export type Name = (typeof approvers)[number] | (typeof operators)[number];

/** An organisation whose keys lie in files. */
export interface Founded {
  readonly genesis: string;
  /** Everybody's id, and their keys as a file that opens with a passphrase, as somebody without passkeys has them. */
  readonly people: Readonly<Record<Name, { readonly id: string; readonly keys: readonly KeyFile[] }>>;
}

/** One launch of everything. `close` ends all of it, also when the start failed. */
export class BrowserStack {
  readonly #folder = mkdtempSync(join(tmpdir(), "rempart-browser-"));
  readonly #port: number;
  #launcher: Talker | undefined;
  readonly #fleets: Talker[] = [];
  #liar: LyingServer | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  /** Starts everything; nobody has founded anything yet. */
  static async start(options: StackOptions = {}): Promise<BrowserStack> {
    const stack = new BrowserStack(await freePorts(33_000 + (process.pid % 400) * 3));
    try {
      await stack.#start(options);
      return stack;
    } catch (error) {
      await stack.close();
      throw error;
    }
  }

  async #start({ liar, flags }: StackOptions): Promise<void> {
    // Passed through by the accounts that PostgreSQL runs as. People's keys lie apart from the data.
    chmodSync(this.#folder, 0o711);
    mkdirSync(join(this.#folder, "host"), { mode: 0o711 });
    mkdirSync(this.#clients, { mode: 0o700 });
    if (liar) this.#liar = await LyingServer.start(this.realServer);
    const seen = this.#liar ? ["--server-url", this.#liar.origin] : [];
    const place = ["--port", String(this.#port), "--data", this.#data];
    this.#launcher = new Talker(join(root, "apps/launcher/src/main.ts"), [
      "--json",
      ...place,
      ...seen,
      ...(flags ?? []),
    ]);
    await this.#launcher.until("ready", (lines) => lines.find(({ event }) => event === "ready"), 0, 120);
  }

  get #data(): string {
    return join(this.#folder, "host", "data");
  }
  get #clients(): string {
    return join(this.#folder, "clients");
  }
  get #identity(): string {
    return join(this.#clients, "identity.txt");
  }

  /** The console's origin, which is the gatekeeper's. */
  get console(): string {
    return `http://localhost:${this.#port}`;
  }
  /** The server's origin, as the console is told it. */
  get server(): string {
    return this.#liar?.origin ?? this.realServer;
  }
  get realServer(): string {
    return `http://localhost:${this.#port + 1}`;
  }
  /** What stands in front of the server. Throws when the stack was started without. */
  get liar(): LyingServer {
    if (!this.#liar) throw new Error("start the stack with { liar: true }");
    return this.#liar;
  }
  /** The one-time code as the launcher shows it. */
  get foundingCode(): string {
    const code = this.#launcher?.lines.findLast(({ event }) => event === "founding-code")?.code;
    if (typeof code !== "string") throw new Error("the launcher showed no founding code");
    return code;
  }

  /** Writes a file that people have, of mode 600, and gives its path. */
  file(name: string, content: string): string {
    const path = join(this.#clients, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /** `rempart` as one of the founded people; rejects unless it succeeds. */
  as(name: Name, ...args: readonly string[]): Promise<Record<string, unknown>> {
    return this.#rempart(join(this.#clients, "people", name), args);
  }

  /** The command line in this process: starting it anew would cost a second each time. */
  async #rempart(profile: string, args: readonly string[]): Promise<Record<string, unknown>> {
    const opens = existsSync(this.#identity) ? ["--identity", this.#identity] : [];
    const { code, json, stderr } = await runMain([...args, "--profile", profile, ...opens, "--json"], this.#clients);
    if (code !== 0) throw new Error(`rempart ${args.join(" ")}: ${JSON.stringify(json)} ${stderr}`);
    return json as Record<string, unknown>;
  }

  /**
   * Founds an organisation through the command line: three approvers, an operator, three roots, keys in files. For
   * tests that do not test the founding. `flags` are further ones of `rempart found`.
   */
  async foundByCli(organisation = "Example", flags: readonly string[] = []): Promise<Founded> {
    const run = (...args: string[]) => this.#rempart(this.#clients, args);
    await run("key", "identity", "--out", this.#identity);
    const code = this.file("code.txt", this.foundingCode);
    const profiles = join(this.#clients, "people");
    const told = await run(
      ...["found", "--gatekeeper", this.console, "--server", this.server, "--organisation", organisation],
      ...["--code-file", code, "--profiles", profiles, ...flags],
      ...approvers.flatMap((name) => ["--approver", name]),
      ...operators.flatMap((name) => ["--operator", name]),
    );
    // The gatekeeper tells the server of it in its own time.
    await until("the server to hear of the founding", 30, () => this.as("otto", "phones", "list"));
    const people = told.people as { name: Name; id: string }[];
    const withKeys = people.map(async ({ name, id }) => {
      const keys = await keyFiles(join(profiles, name, "keys"), this.#identity);
      return [name, { id, keys }] as const;
    });
    return {
      genesis: String(told.genesis),
      people: Object.fromEntries(await Promise.all(withKeys)) as unknown as Founded["people"],
    };
  }

  /**
   * Virtual phones of a founded organisation, enrolled by a ticket that approvers signed, and listed by the server;
   * gives their ids. Each call starts a process of its own. `flags` are further ones of apps/phones.
   */
  async phones(count: number, flags: readonly string[] = []): Promise<readonly string[]> {
    const number = this.#fleets.length + 1;
    const invitations = join(this.#clients, `invitations-${number}.txt`);
    const uses = ["--uses", String(count), "--hours", "2", "--out", invitations];
    const { hash } = await this.as("anna", "ticket", "create", ...uses);
    if (count > 1) await this.as("ben", "order", "sign", String(hash), "--yes");
    await this.as("anna", "order", "submit", String(hash), "--out", invitations);
    const data = join(this.#folder, `phones-${number}`);
    mkdirSync(data);
    const fleet = new Talker(join(root, "apps/phones/src/main.ts"), [
      ...["--data", data, "--invitations", invitations, "--count", String(count), "--seed", `browser-${number}`],
      ...["--check-seconds", "2", ...flags],
    ]);
    this.#fleets.push(fleet);
    const ids = await fleet.until(
      `${count} enrolments`,
      (lines) => {
        const enrolled = lines.filter(({ event }) => event === "enrolled");
        enrolled.sort((a, b) => Number(a.phone) - Number(b.phone));
        return enrolled.length === count ? enrolled.map(({ device }) => String(device)) : undefined;
      },
      0,
      120,
    );
    await until(`the server to list ${count} phones`, 30, async () => {
      const { phones } = (await this.as("otto", "phones", "list")) as { phones: { id: string }[] };
      const listed = new Set(phones.map(({ id }) => id));
      return ids.every((id) => listed.has(id)) || undefined;
    });
    return ids;
  }

  /** The process of the `number`th call of `phones`, the first being 1: what phones say, and what they can be told. */
  fleet(number = 1): Talker {
    const fleet = this.#fleets[number - 1];
    if (!fleet) throw new Error(`phones() was not called ${number} times`);
    return fleet;
  }

  /** How one connects to the server's database as its superuser, who writes there what they like. */
  get serverDatabase(): ConnectionConfig & { options: string } {
    const folder = join(this.#data, "server", "postgres");
    const pointer = join(folder, "cluster-path");
    const cluster = join(existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : folder, "cluster");
    const host = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[4]!;
    const password = readFileSync(join(folder, "superuser-password"), "utf8").trim();
    return {
      host,
      port: 5432,
      user: "postgres",
      password,
      database: "rempart_server",
      options: "-c search_path=rempart_server",
    };
  }

  /** Stops everything and removes what it left. */
  async close(): Promise<void> {
    for (const fleet of this.#fleets) await fleet.stop("SIGKILL");
    await this.#launcher?.stop();
    await this.#liar?.close();
    for (const part of partNames) {
      // A cluster whose path would have been too long lies elsewhere.
      const pointer = join(this.#data, part, "postgres", "cluster-path");
      if (existsSync(pointer)) rmSync(readFileSync(pointer, "utf8").trim(), { recursive: true, force: true });
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}
