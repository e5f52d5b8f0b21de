import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ConnectionConfig, lockDataFolder, openBoundedLog } from "@rempart/postgres";
import { consoleUrl, gatekeeperConfiguration, serverConfiguration } from "./configuration.ts";
import { buildConsole, type ConsoleProgram } from "./console/build.ts";
import { keepConsoleTls } from "./console-tls.ts";
import { databaseVariable, openDatabases } from "./databases.ts";
import { Demonstration } from "./demonstration/demonstration.ts";
import { offersDemonstration } from "./demonstration/offer.ts";
import { badConfiguration, LaunchError } from "./error.ts";
import type { Identity, partIdentity } from "./identity.ts";
import { layoutOf } from "./layout.ts";
import { Children, stopLeftovers } from "./leftovers.ts";
import { ensureLink } from "./link-token.ts";
import type { Options } from "./options.ts";
import { giveGatekeeperFiles, giveServerFiles } from "./ownership.ts";
import { Part } from "./part.ts";
import { checkPorts, type PortUse, portsFrom } from "./ports.ts";
import type { PartName, Reporter } from "./report.ts";
import { readSettings, serverSettings } from "./settings.ts";
import { ensureTls } from "./tls.ts";

/** Everything from outside that a launch depends on. */
export interface Surroundings {
  /** The program of each part. */
  readonly parts: Readonly<Record<PartName, string>>;
  /** The console's build; none is served without. */
  readonly console?: ConsoleProgram;
  /** The program of virtual phones; no demonstration is offered without. */
  readonly phones?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Reporter;
  /** The user of each part's process. */
  readonly identity: typeof partIdentity;
  /** Aborted to stop in order. */
  readonly stop: AbortSignal;
  /** Aborted to stop at once. */
  readonly force: AbortSignal;
}

export const partNames: readonly PartName[] = ["gatekeeper", "server"];

/** Makes the data folders. As root they may be passed through, but not listed, by the accounts of parts and PostgreSQL. */
export function makeFolders(data: string, parts: readonly PartName[]): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  if (!existsSync(data)) {
    mkdirSync(dirname(data), { recursive: true });
    // By itself: only so does a file system that cannot be written say that it is that.
    mkdirSync(data);
    chmodSync(data, mode);
  }
  for (const part of parts) {
    mkdirSync(join(data, part), { recursive: true });
    chmodSync(join(data, part), mode);
  }
  // From here on, whatever this process and its parts write is for this user alone unless they say otherwise.
  process.umask(0o077);
}

/** What the parts get of our environment: no database URL (each would see the other's) and nothing of npm's. */
function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secret = new Set(partNames.map(databaseVariable));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secret.has(name) && !/^npm_/i.test(name)));
}

function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function portUses(options: Options, parts: readonly PartName[]): PortUse[] {
  const ports = portsFrom(options.port);
  const at = (host: string | undefined) => (host === undefined ? {} : { host });
  const gatekeeper = [
    { port: ports.console, purpose: "the console", ...at(options.listenConsole ?? options.listen) },
    { port: ports.tls, purpose: "the phones' TLS", ...at(options.listen) },
  ];
  const server = [{ port: ports.api, purpose: "the server's API", ...at(options.listen) }];
  return [...(parts.includes("gatekeeper") ? gatekeeper : []), ...(parts.includes("server") ? server : [])];
}

/** The identity of a part must not change while it may be started again: once for a launch. */
function identitiesOf(data: string, parts: readonly PartName[], { identity, parts: scripts, report }: Surroundings) {
  const found = parts.map((part) => [part, identity(part, scripts[part], data, report)] as const);
  return Object.fromEntries(found) as Partial<Record<PartName, Identity>>;
}

/** Hosts that the certificate of the phones' listener names besides this machine. */
function furtherNames(options: Options): string[] {
  const origin = options.publicUrl === undefined ? [] : [new URL(options.publicUrl).hostname];
  return [...origin, ...(options.phonesNames ?? [])];
}

type Cleanups = (() => Promise<void> | void)[];

/** The configuration of each part that runs here, and the files it names. */
async function prepare(
  options: Options,
  parts: readonly PartName[],
  identities: Readonly<Partial<Record<PartName, Identity>>>,
  { environment, report, console: built, phones }: Surroundings,
  cleanups: Cleanups,
) {
  const { data } = options;
  const settings = readSettings(data);
  const link = ensureLink(data, options.only, options.linkTokenSha256);
  const server = (database: ConnectionConfig) => ({
    ...serverSettings(data, settings),
    ...serverConfiguration(options, { link, database }),
  });
  const kinds = parts.map((part) => [part, environment[databaseVariable(part)] ? "external" : "embedded"] as const);
  const layout = layoutOf(options, identities, Object.fromEntries(kinds));
  report({ event: "layout", layout });
  if (parts.includes("server")) giveServerFiles(data, identities.server ?? {});
  if (!parts.includes("gatekeeper")) return { server };
  const tls = await ensureTls(data, furtherNames(options));
  const identity = identities.gatekeeper ?? {};
  const consoleTls = keepConsoleTls(options, identity, report);
  if (consoleTls) cleanups.push(consoleTls.stop);
  giveGatekeeperFiles(data, identity, tls, link.tokenFile);
  if (options.only === "gatekeeper") report({ event: "link", sha256: link.sha256 });
  return {
    gatekeeper: (database: ConnectionConfig) => ({
      ...settings.gatekeeper,
      ...gatekeeperConfiguration(options, {
        ...{ tls, consoleTls: consoleTls?.files, link, database, layout },
        ...{ consoleFolder: built?.folder, console: settings.gatekeeper.console },
        demonstration: phones !== undefined && offersDemonstration(options),
      }),
    }),
    server,
  };
}

/** Builds the console while the databases start. What it is served from is read by the gatekeeper when it starts. */
function startConsoleBuild(
  parts: readonly PartName[],
  { console: program, environment, report }: Surroundings,
  cleanups: Cleanups,
): Promise<void> {
  if (!program || !parts.includes("gatekeeper")) return Promise.resolve();
  const stop = new AbortController();
  const built = buildConsole(program, childEnvironment(environment), report, stop.signal);
  cleanups.push(() => {
    stop.abort();
    return built;
  });
  return Promise.race([built, whenAborted(stop.signal)]);
}

/** The virtual phones that the gatekeeper may ask for; undefined where none are offered. */
function openDemonstration(
  options: Options,
  { phones, report, force }: Surroundings,
  identities: Readonly<Partial<Record<PartName, Identity>>>,
  children: Children,
  cleanups: Cleanups,
): Demonstration | undefined {
  if (phones === undefined || !offersDemonstration(options)) return undefined;
  const gatekeeper = identities.gatekeeper ?? {};
  const demonstration = new Demonstration({ data: options.data, script: phones, gatekeeper, children, report });
  cleanups.push(() => demonstration.stop());
  force.addEventListener("abort", () => demonstration.kill());
  return demonstration;
}

/** What was backed up for a move goes on elsewhere: two gatekeepers with one key would write two histories. */
function refuseMoved(data: string, parts: readonly PartName[]): void {
  for (const part of parts) {
    const mark = join(data, part, "moved.json");
    if (!existsSync(mark)) continue;
    throw new LaunchError(
      `The ${part} of ${data} was moved by npm run backup -- --move, and goes on where that was restored. Only if it was never started there, delete ${mark}.`,
      badConfiguration,
    );
  }
}

async function takeFolder(data: string, report: Reporter, cleanups: Cleanups): Promise<string> {
  const lock = lockDataFolder(data);
  cleanups.push(() => lock.release());
  const childrenFile = join(data, "children.json");
  const left = await stopLeftovers(childrenFile);
  if (left.length > 0) {
    report({
      event: "notice",
      message: `Stopped processes ${left.join(", ")}, which an earlier start had left alive.`,
    });
  }
  return childrenFile;
}

/** Starts everything, keeps it running until `stop`, and stops it. Throws LaunchError or PostgresError when that fails. */
export async function launch(options: Options, surroundings: Surroundings): Promise<void> {
  const { data } = options;
  const { parts: scripts, report, stop, force } = surroundings;
  const names = options.only === undefined ? partNames : [options.only];
  for (const part of names) {
    if (!existsSync(scripts[part]))
      throw new LaunchError(`The ${part}'s program ${scripts[part]} is missing.`, badConfiguration);
  }
  refuseMoved(data, names);
  const cleanups: Cleanups = [];
  try {
    makeFolders(data, names);
    const childrenFile = await takeFolder(data, report, cleanups);
    await checkPorts(portUses(options, names));
    const built = startConsoleBuild(names, surroundings, cleanups);
    const identities = identitiesOf(data, names, surroundings);
    const configure = await prepare(options, names, identities, surroundings, cleanups);
    if (stop.aborted) return;

    const databases = await openDatabases(names, data, surroundings.environment, report, identities);
    cleanups.push(() => databases.stop(force.aborted));
    force.addEventListener("abort", () => void databases.stop(true).catch(() => {}));
    if (stop.aborted) return;

    await built;
    if (stop.aborted) return;

    const fatal = Promise.withResolvers<never>();
    fatal.promise.catch(() => {}); // it may come before anybody waits for it
    const children = new Children(childrenFile);
    const demonstration = openDemonstration(options, surroundings, identities, children, cleanups);
    const parts = names.map((name) => {
      const logPath = join(data, name, "log", `${name}.log`);
      return new Part({
        name,
        script: scripts[name],
        configuration: configure[name]?.(databases.connections[name]!),
        identity: identities[name] ?? {},
        environment: childEnvironment(surroundings.environment),
        log: openBoundedLog(logPath),
        logPath,
        children,
        report,
        onFatal: fatal.reject,
        ...(name === "gatekeeper" && demonstration ? { onLine: (line) => demonstration.attach(line) } : {}),
      });
    });
    cleanups.push(async () => {
      await Promise.all(parts.map((part) => part.stop()));
    });
    force.addEventListener("abort", () => parts.forEach((part) => void part.kill()));
    for (const part of parts) part.start();

    const stopped = whenAborted(stop);
    const ready = Promise.all(parts.map((part) => part.ready));
    await Promise.race([ready, fatal.promise, stopped]);
    const api = `http://localhost:${portsFrom(options.port).api}`;
    if (!stop.aborted) report({ event: "ready", url: options.only === "server" ? api : consoleUrl(options) });
    if (!stop.aborted) demonstration?.resume();
    await Promise.race([fatal.promise, stopped]);
  } finally {
    // Parts first, so that PostgreSQL has nobody left to disconnect; the lock last.
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}
