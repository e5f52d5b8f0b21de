import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { lockDataFolder, openBoundedLog } from "@rempart/postgres";
import { configurations } from "./configuration.ts";
import { databaseVariable, openDatabases } from "./databases.ts";
import { badConfiguration, LaunchError } from "./error.ts";
import type { serverIdentity } from "./identity.ts";
import { Children, stopLeftovers } from "./leftovers.ts";
import { ensureLink } from "./link-token.ts";
import type { Options } from "./options.ts";
import { Part } from "./part.ts";
import { checkPorts, portsFrom } from "./ports.ts";
import type { PartName, Reporter } from "./report.ts";
import { ensureTls } from "./tls.ts";

/** Everything from outside that a launch depends on. */
export interface Surroundings {
  /** The program of each part. */
  readonly parts: Readonly<Record<PartName, string>>;
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Reporter;
  /** The user of the server's process. */
  readonly serverIdentity: typeof serverIdentity;
  /** Aborted to stop in order. */
  readonly stop: AbortSignal;
  /** Aborted to stop at once. */
  readonly force: AbortSignal;
}

const partNames: readonly PartName[] = ["gatekeeper", "server"];

/** Makes the data folders. As root they may be passed through, but not listed, by the account that runs PostgreSQL. */
function makeFolders(data: string): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  const made = !existsSync(data);
  mkdirSync(data, { recursive: true });
  if (made) chmodSync(data, mode);
  for (const part of partNames) {
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

/** Starts everything, keeps it running until `stop`, and stops it. Throws LaunchError or PostgresError when that fails. */
export async function launch(options: Options, surroundings: Surroundings): Promise<void> {
  const { data, port } = options;
  const { parts: scripts, report, stop, force } = surroundings;
  for (const part of partNames) {
    if (!existsSync(scripts[part]))
      throw new LaunchError(`The ${part}'s program ${scripts[part]} is missing.`, badConfiguration);
  }
  const cleanups: (() => Promise<void> | void)[] = [];
  try {
    makeFolders(data);
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
    const ports = portsFrom(port);
    await checkPorts([
      { port: ports.console, purpose: "the console" },
      { port: ports.api, purpose: "the server's API" },
      { port: ports.tls, purpose: "the phones' TLS" },
    ]);
    const tls = await ensureTls(data);
    const link = ensureLink(data);
    if (stop.aborted) return;

    const databases = await openDatabases(data, surroundings.environment, report);
    cleanups.push(() => databases.stop(force.aborted));
    force.addEventListener("abort", () => void databases.stop(true).catch(() => {}));
    if (stop.aborted) return;

    const fatal = Promise.withResolvers<never>();
    fatal.promise.catch(() => {}); // it may come before anybody waits for it
    const children = new Children(childrenFile);
    const configuration = configurations({ data, ports, tls, link, databases: databases.connections });
    const parts = partNames.map((name) => {
      const logPath = join(data, name, "log", `${name}.log`);
      return new Part({
        name,
        script: scripts[name],
        configuration: configuration[name],
        identity: name === "server" ? surroundings.serverIdentity(scripts.server, report) : {},
        environment: childEnvironment(surroundings.environment),
        log: openBoundedLog(logPath),
        logPath,
        children,
        report,
        onFatal: fatal.reject,
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
    if (!stop.aborted) report({ event: "ready", url: `http://localhost:${ports.console}` });
    await Promise.race([fatal.promise, stopped]);
  } finally {
    // Parts first, so that PostgreSQL has nobody left to disconnect; the lock last.
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}
