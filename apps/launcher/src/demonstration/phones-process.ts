import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BoundedLog } from "@rempart/postgres";
import type { Identity } from "../identity.ts";
import type { Children } from "../leftovers.ts";
import { eachLine, parseEvent } from "../lines.ts";
import type { Places } from "./folder.ts";

export interface PhonesOptions {
  readonly places: Places;
  readonly script: string;
  readonly identity: Identity;
  readonly children: Children;
  readonly log: BoundedLog;
}

/**
 * What Node lets the process do: read its own code and what it is told, write its memory. Where all run as one user this
 * alone keeps the gatekeeper's keys from it.
 */
function permissions({ phones, invitation, seed }: Places, script: string): string[] {
  const checkout = resolve(script, "../../../..");
  const code = ["apps/phones", "packages", "node_modules", "package.json"].map((name) => join(checkout, name));
  const read = [...code, phones, invitation, seed];
  return ["--permission", ...read.map((path) => `--allow-fs-read=${path}`), `--allow-fs-write=${phones}`];
}

/** One run of the phones' process. */
export class PhonesProcess {
  readonly #options: PhonesOptions;
  #child: ChildProcess | undefined;

  constructor(options: PhonesOptions) {
    this.#options = options;
  }

  /** Runs `count` phones; calls `started` with its id when they live, and resolves with the end in words. */
  async run(count: number, started: (pid: number) => void): Promise<string> {
    const { places, script, identity, children, log } = this.#options;
    // Nobody else uses the folder while we have the data folder's lock; the process of that id may be anything by now.
    rmSync(join(places.phones, "pid"), { force: true, recursive: true });
    const args = ["--data", places.phones, "--invitations", places.invitation, "--seed-file", places.seed];
    const child = spawn(
      process.execPath,
      [...permissions(places, script), script, ...args, "--count", String(count), "--lean"],
      // No environment: what stands in ours is none of the phones' business.
      { ...identity, cwd: "/", env: {}, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#child = child;
    const pid = child.pid ?? 0;
    if (pid !== 0) children.add(pid);
    let errors: string[] = [];
    eachLine(child.stdout, (line) => {
      const event = parseEvent(line);
      if (event?.event === "started") started(pid);
      else if (event?.event === "error") log.write(`${line}\n`);
    });
    eachLine(child.stderr, (line) => {
      errors = [...errors, line].slice(-5);
      log.write(`${line}\n`);
    });
    const [code, signal]: [number | null, NodeJS.Signals | null] = await new Promise((resolve_) => {
      child.once("close", (...end) => resolve_(end));
      child.once("error", (error) => {
        errors.push(error.message);
        resolve_([null, null]);
      });
    });
    this.#child = undefined;
    children.remove(pid);
    const end = signal ? `killed by ${signal}` : `exit code ${code ?? "unknown"}`;
    const words = errors.join("\n").trim().slice(0, 2000);
    return words === "" ? end : `${end}: ${words}`;
  }

  /** Asks the process to end, and insists after ten seconds. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill("SIGTERM");
    const insist = setTimeout(() => this.kill(), 10_000);
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    clearTimeout(insist);
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child?.kill("SIGKILL");
  }
}
