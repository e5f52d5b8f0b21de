// One founded organisation in a temporary folder, and `rempart` run in this process against fakes.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "../io.ts";
import { main } from "../program.ts";
import { type FakeGatekeeper, fakeGatekeeper } from "./gatekeeper.ts";
import { type FakeServer, fakeServer } from "./server.ts";

// biome-ignore lint/suspicious/noExplicitAny: the JSON of any command, whose shape the test asserts.
type Json = any;

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  json: Json;
}

export interface World {
  folder: string;
  identity: string;
  gatekeeper: FakeGatekeeper;
  server: FakeServer;
  /** Runs a command line with --json, as the person whose profile this is. */
  run(person: string, ...argv: string[]): Promise<Ran>;
  /** Runs exactly this command line. */
  raw(...argv: string[]): Promise<Ran>;
  write(name: string, content: string): Promise<string>;
  profileOf(person: string): string;
  close(): Promise<void>;
}

/** Runs a command line in this process. */
export async function runMain(argv: string[], folder: string, env: Io["env"] = {}): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    stdin: async () => "",
    interactive: false,
    ask: async () => "",
    env,
    home: folder,
    now: Date.now,
  });
  let json: Json;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = undefined;
  }
  return { code, stdout, stderr, json };
}

/** A folder of its own with an identity file that opens keys. */
export async function emptyFolder() {
  const folder = await mkdtemp(join(tmpdir(), "rempart-cli-"));
  const identity = join(folder, "identity.txt");
  await runMain(["key", "identity", "--out", identity], folder);
  return {
    folder,
    identity,
    async write(name: string, content: string): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, content, { mode: 0o600 });
      return path;
    },
  };
}

/** Fakes and a folder; nothing is founded yet. */
export async function emptyWorld(): Promise<World> {
  const { folder, identity, write } = await emptyFolder();
  const now = (): number => Math.floor(Date.now() / 1000);
  const gatekeeper = await fakeGatekeeper(now);
  const server = await fakeServer(gatekeeper.url, now);
  const raw = (...argv: string[]): Promise<Ran> => runMain(argv, folder);
  const profileOf = (person: string): string => join(folder, "profiles", person);
  return {
    folder,
    identity,
    gatekeeper,
    server,
    raw,
    profileOf,
    run: (person, ...argv) => raw(...argv, "--profile", profileOf(person), "--identity", identity, "--json"),
    write,
    async close() {
      await gatekeeper.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Command line that founds an organisation of anna, ben, chloe (approvers) and otto (operator). */
export async function foundArguments(world: World): Promise<string[]> {
  const code = await world.write("code", "abcd-efgh-jkmn\n");
  const urls = ["--gatekeeper", world.gatekeeper.url, "--server", world.server.url];
  const people = ["anna", "ben", "chloe"].flatMap((name) => ["--approver", name]);
  return [
    "found",
    ...urls,
    "--organisation",
    "Ministry of Tests",
    ...people,
    "--operator",
    "otto",
    "--code-file",
    code,
  ];
}

/** A world with its organisation. */
export async function foundedWorld(): Promise<World & { founding: Json }> {
  const world = await emptyWorld();
  const argv = [...(await foundArguments(world)), "--profiles", join(world.folder, "profiles")];
  const ran = await world.raw(...argv, "--identity", world.identity, "--json");
  if (ran.code !== 0) throw new Error(`founding failed: ${ran.stdout}${ran.stderr}`);
  return Object.assign(world, { founding: ran.json });
}
