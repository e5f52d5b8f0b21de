import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { BoundedLog } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";
import type { Identity } from "./identity.ts";
import type { Children } from "./leftovers.ts";
import { eachLine, parseEvent } from "./lines.ts";
import type { PartName, Reporter } from "./report.ts";

/** What a part needs to run. */
export interface PartOptions {
  readonly name: PartName;
  /** The file Node runs. */
  readonly script: string;
  /** Written to its standard input as one JSON document: it holds passwords, which arguments and environments would show. */
  readonly configuration: unknown;
  /** The Unix user it runs as; ours when empty. */
  readonly identity: Identity;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: BoundedLog;
  readonly logPath: string;
  readonly children: Children;
  readonly report: Reporter;
  /** Given the stream of the process's file descriptor 3, anew at each start; without, it has none. */
  readonly onLine?: (line: Duplex) => void;
  /** Called at most once, when starting it again makes no sense. */
  readonly onFatal: (error: LaunchError) => void;
}

/** Without ever having been ready, this many ends are enough to give up. */
const patience = 5;

/** One of the two processes, started again whenever it ends. */
export class Part {
  readonly ready: Promise<void>;
  readonly #options: PartOptions;
  readonly #stop = new AbortController();
  #isReady = false;
  #resolveReady: () => void = () => {};
  #child: ChildProcess | undefined;
  #complaint = "";
  #loop: Promise<void> = Promise.resolve();

  constructor(options: PartOptions) {
    this.#options = options;
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
  }

  start(): void {
    this.#loop = this.#keepRunning();
  }

  #take(line: string): void {
    const { name, log, report } = this.#options;
    const message = parseEvent(line);
    if (message?.event === "ready") {
      this.#isReady = true;
      this.#resolveReady();
      return;
    }
    if ((message?.event === "standby" || message?.event === "active") && name === "gatekeeper") {
      report({ event: message.event });
      return;
    }
    // Only the gatekeeper is believed: a server in an attacker's hands must not hand out codes on the operator's screen.
    if (message?.event === "founding-code" && name === "gatekeeper" && typeof message.code === "string") {
      const code = message.code.replace(/[^\x20-\x7e]/g, "").slice(0, 100);
      const expires = message.expires;
      const known = typeof expires === "string" || typeof expires === "number";
      report({ event: "founding-code", code, ...(known ? { expires } : {}) });
      return; // and the code is in no log
    }
    if (message?.event === "error" && typeof message.message === "string") this.#complaint = message.message;
    log.write(`${line}\n`);
  }

  /** Runs the process once; resolves when it has ended, with its exit code and the end in words. */
  async #run(): Promise<{ code: number | null; reason: string }> {
    const { script, configuration, identity, environment, children, report, name, log, onLine } = this.#options;
    this.#complaint = "";
    // A session of its own: Ctrl-C in the terminal must reach it through us, in order.
    const child = spawn(process.execPath, [script], {
      ...identity,
      // A user of its own may not be allowed where we stand.
      cwd: "/",
      env: environment,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", ...(onLine ? ["pipe" as const] : [])],
    });
    this.#child = child;
    child.stdin.on("error", () => {}); // it ended without reading; its exit code says more
    child.stdin.end(`${JSON.stringify(configuration)}\n`);
    onLine?.(child.stdio[3] as Duplex);
    const pid = child.pid ?? 0;
    if (pid !== 0) {
      children.add(pid);
      report({ event: "child", part: name, pid });
    }
    let errors: string[] = [];
    eachLine(child.stdout, (line) => this.#take(line));
    eachLine(child.stderr, (line) => {
      errors = [...errors, line].slice(-5);
      log.write(`${line}\n`);
    });
    const [code, signal]: [number | null, NodeJS.Signals | null] = await new Promise((resolve) => {
      child.once("close", (...end) => resolve(end));
      child.once("error", (error) => {
        errors.push(error.message);
        resolve([null, null]);
      });
    });
    this.#child = undefined;
    children.remove(pid);
    const end = signal ? `killed by ${signal}` : `exit code ${code ?? "unknown"}`;
    const complaint = (this.#complaint || errors.join("\n").trim()).slice(0, 2000);
    return { code, reason: complaint ? `${end}: ${complaint}` : end };
  }

  async #keepRunning(): Promise<void> {
    const { name, report, onFatal, logPath } = this.#options;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const since = Date.now();
      const { code, reason } = await this.#run();
      if (this.#stop.signal.aborted) return;
      if (code === badConfiguration) {
        onFatal(new LaunchError(`The ${name} cannot work with its configuration: ${reason}`, badConfiguration));
        return;
      }
      if (Date.now() - since > 60_000) failures = 0;
      failures++;
      if (!this.#isReady && failures >= patience) {
        onFatal(
          new LaunchError(
            `The ${name} stopped ${failures} times before it was ready. Last: ${reason}\nIts log: ${logPath}`,
          ),
        );
        return;
      }
      const restartInMs = Math.min(125 * 2 ** failures, 30_000);
      report({ event: "child-exit", part: name, reason, restartInMs });
      await delay(restartInMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** Asks the process to end, insists after ten seconds, and resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const child = this.#child;
    if (child) {
      child.kill("SIGTERM");
      const insist = setTimeout(() => this.kill(), 10_000);
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      clearTimeout(insist);
    }
    await this.#loop;
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child?.kill("SIGKILL");
  }
}
