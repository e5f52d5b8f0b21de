import { setTimeout as delay } from "node:timers/promises";
import { PostgresError } from "./error.ts";
import { stopPostmaster } from "./leftover.ts";
import type { Log } from "./log.ts";
import type { ServerProcess } from "./server-process.ts";

/** Keeps one server running: starts it again, with growing pauses, whenever it ends without being asked to. */
export class Supervisor {
  readonly #spawn: () => Promise<ServerProcess>;
  readonly #untilReady: (server: ServerProcess) => Promise<void>;
  readonly #name: string;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #server: ServerProcess | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    name: string,
    log: Log,
    spawn: () => Promise<ServerProcess>,
    untilReady: (server: ServerProcess) => Promise<void>,
  ) {
    this.#name = name;
    this.#log = log;
    this.#spawn = spawn;
    this.#untilReady = untilReady;
  }

  /** The postmaster's process id; 0 between a crash and the next start. */
  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  /** Resolves when the server answers. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#run();
        break;
      } catch (error) {
        // Backends of a postmaster that was killed with -9 need a moment to notice and let go of shared memory.
        if (attempt >= 8 || !String(error).includes("still in use")) throw error;
        await delay(250 * attempt);
      }
    }
    this.#loop = this.#keepRunning();
  }

  async #run(): Promise<void> {
    const server = await this.#spawn();
    this.#server = server;
    try {
      if (this.#stop.signal.aborted) throw new PostgresError("start-failed", "Stopped while starting.");
      await this.#untilReady(server);
    } catch (error) {
      await stopPostmaster(server.hasExited, server.signal);
      this.#server = undefined;
      throw error;
    }
  }

  async #keepRunning(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const since = Date.now();
      const reason = await this.#server?.exited;
      if (this.#stop.signal.aborted) return;
      this.#server = undefined;
      if (Date.now() - since > 60_000) failures = 0;
      this.#log({ event: "postgres-died", name: this.#name, message: `PostgreSQL ended by itself: ${reason}` });
      while (this.#server === undefined && !this.#stop.signal.aborted) {
        await delay(Math.min(200 * 2 ** failures++, 30_000), undefined, { signal: this.#stop.signal }).catch(() => {});
        if (this.#stop.signal.aborted) return;
        await this.#run().then(
          () => this.#log({ event: "postgres-restarted", name: this.#name, message: "PostgreSQL runs again" }),
          (error) => this.#log({ event: "postgres-restart-failed", name: this.#name, message: String(error) }),
        );
      }
    }
  }

  /** Stops the server for good. `immediate` skips the checkpoint: quick, and repaired from its log at the next start. */
  async stop(immediate = false): Promise<void> {
    this.#stop.abort();
    const server = this.#server;
    if (server && immediate) server.signal("SIGQUIT");
    if (server) await stopPostmaster(server.hasExited, server.signal);
    await this.#loop;
    if (this.#server && this.#server !== server) await stopPostmaster(this.#server.hasExited, this.#server.signal);
    this.#server = undefined;
  }
}
