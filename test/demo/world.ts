// The demo's folder, processes and people. Everything lives under one temporary folder and ends with the demo.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rempart, type Told } from "./cli.ts";
import { type Line, Talker } from "./lines.ts";
import { expect } from "./table.ts";

const root = join(import.meta.dirname, "..", "..");

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "localhost", () => probe.close(() => resolve(true)));
  });
}

/** A port with the four after it free: console, server, agents, the hostile gatekeeper, and the witness. */
async function freePorts(): Promise<number> {
  for (let port = 18_080; port < 30_000; port += 10) {
    const free = await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
  throw new Error("no five free ports in a row were found");
}

/** All phones walk round these places, some kilometres from the office that a policy fences. */
const walk = [
  [488_000_000, 23_000_000],
  [488_060_000, 23_000_000],
  [488_060_000, 23_090_000],
  [488_000_000, 23_090_000],
];

export async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), "rempart-demo-"));
  chmodSync(folder, 0o711);
  const data = join(folder, "host", "data");
  // Keys in a folder of their own, apart from the data, as if on another machine.
  const people = join(folder, "clients", "people");
  mkdirSync(join(folder, "host"), { recursive: true, mode: 0o711 });
  mkdirSync(people, { recursive: true, mode: 0o700 });
  const port = await freePorts();
  const identity = join(folder, "clients", "identity.txt");
  const urls = {
    gatekeeper: `http://localhost:${port}`,
    server: `http://localhost:${port + 1}`,
    agents: `https://localhost:${port + 2}`,
    hostile: `https://127.0.0.1:${port + 3}`,
    witness: `http://localhost:${port + 4}`,
  };
  let launcher: Talker | undefined;
  let phones: Talker | undefined;
  let witness: Talker | undefined;
  const invitations = join(folder, "clients", "invitations.txt");
  const track = join(folder, "clients", "track.json");
  writeFileSync(track, JSON.stringify(walk));

  const world = {
    folder,
    data,
    port,
    urls,
    identity,
    people,
    invitations,
    code: "",

    async start(extra: string[] = []): Promise<void> {
      launcher = new Talker(join(root, "apps/launcher/src/main.ts"), [
        "--json",
        "--port",
        String(port),
        "--data",
        data,
        ...extra,
      ]);
      await launcher.until("ready", (lines) => lines.find((line) => line.event === "ready"), 0, 120);
      world.code = String(launcher.lines.find((line) => line.event === "founding-code")?.code ?? "");
    },
    async stop(): Promise<void> {
      await launcher?.stop();
    },
    /** Runs the witness of `folder`, which follows the gatekeeper and mirrors its log. */
    startWitness(folder: string): Talker {
      witness = new Talker(join(root, "apps/cli/bin/rempart.mjs"), [
        ...["witness", "run", "--json", "--data", folder, "--gatekeeper", urls.gatekeeper],
        ...["--listen", new URL(urls.witness).host],
      ]);
      return witness;
    },
    get witness(): Talker {
      if (!witness) throw new Error("no witness runs");
      return witness;
    },
    /** Runs one of the launcher's own commands to its end; must succeed. */
    async launcherCommand(file: string, ...args: string[]): Promise<Line> {
      const talker = new Talker(join(root, "apps/launcher/src/backup", file), [...args, "--json"]);
      await talker.ended();
      expect(talker.child.exitCode === 0, `${file}: ${JSON.stringify(talker.lines.at(-1))}`);
      return talker.lines.at(-1)!;
    },
    /** The disk is lost: all that the launcher kept. */
    loseData(): void {
      for (const part of ["gatekeeper", "server"]) removeRelocated(join(data, part, "postgres"));
      rmSync(data, { recursive: true, force: true });
    },
    /** The launcher's lines: pids of its parts among them. */
    pidOf(part: string): number {
      const lines = launcher!.lines.filter((line) => line.event === "child" && line.part === part);
      return Number(lines.at(-1)?.pid);
    },

    get phones(): Talker {
      if (!phones) throw new Error("no phones run");
      return phones;
    },
    startPhones(count: number, extra: string[] = []): Talker {
      const args = [
        "--data",
        join(folder, "phones"),
        "--invitations",
        invitations,
        "--count",
        String(count),
        "--seed",
        "demo",
        "--track",
        track,
        ...["--speed", "20", "--check-seconds", "2"],
        ...extra,
      ];
      phones = new Talker(join(root, "apps/phones/src/main.ts"), args);
      return phones;
    },
    /** State of phone `index`, asked now. */
    async show(index: number): Promise<Record<string, unknown>> {
      const from = world.phones.lines.length;
      world.phones.say({ command: "show", phone: index });
      const line = await world.phones.until(
        `state of phone ${index}`,
        (lines) => lines.find((one) => one.event === "show"),
        from,
        20,
      );
      return line as Record<string, unknown>;
    },

    /** Has phone `index` do something, as its owner or the world around it. */
    async command(command: string, index: number, fields: object = {}): Promise<void> {
      const from = world.phones.lines.length;
      world.phones.say({ command, phone: index, ...fields });
      const line = await world.phones.until(
        `${command} by phone ${index}`,
        (lines) =>
          lines.find(
            (one) => (one.event === "did" && one.command === command && one.phone === index) || isMistake(one),
          ),
        from,
        20,
      );
      expect(line.event === "did", String(line.message));
    },

    /** `rempart` as `person`; must succeed. */
    async as(person: string, ...args: string[]): Promise<Record<string, unknown>> {
      const told = await world.attempt(person, ...args);
      expect(told.code === 0, `rempart ${args.join(" ")} as ${person}: ${JSON.stringify(told.json)}`);
      return told.json;
    },
    /** `rempart` as `person`, whatever comes of it. */
    attempt(person: string, ...args: string[]): Promise<Told> {
      return rempart(join(people, person), identity, args);
    },
    file(name: string, content: string): string {
      const path = join(folder, "clients", name);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    },
    async submit(
      envelope: unknown,
      targets?: readonly string[],
    ): Promise<{ status: number; json: Record<string, unknown> }> {
      return post(`${urls.gatekeeper}/gate/v1/submit`, { envelope, ...(targets ? { targets } : {}) });
    },

    async close(): Promise<void> {
      await phones?.stop().catch(() => {});
      await witness?.stop().catch(() => {});
      await launcher?.stop().catch(() => {});
      world.loseData();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}

const isMistake = (line: Line): boolean => line.event === "error" && line.phone === undefined;
export type World = Awaited<ReturnType<typeof openWorld>>;

/** A cluster that had to be put elsewhere leaves a note where it is. */
function removeRelocated(folder: string): void {
  try {
    if (readdirSync(folder).includes("cluster-path")) {
      rmSync(readFileSync(join(folder, "cluster-path"), "utf8").trim(), { recursive: true, force: true });
    }
  } catch {
    // There is no such folder.
  }
}

/** GET of JSON. */
export async function getJson(url: string, token?: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  expect(response.ok, `GET ${url}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

/** POST of JSON. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
