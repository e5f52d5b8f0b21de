// The real program in a process of its own, to be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Event } from "../events.ts";
import { until } from "./world.ts";

const main = join(import.meta.dirname, "..", "main.ts");

export class Program {
  readonly events: Event[] = [];
  readonly #child: ChildProcess;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.events.push(JSON.parse(line) as Event));
  }

  command(command: Record<string, unknown>): void {
    this.#child.stdin!.write(`${JSON.stringify(command)}\n`);
  }

  /** The first event from index `from` on that `of` accepts. */
  event(of: (event: Event) => boolean, from = 0): Promise<Event> {
    return until(() => this.events.slice(from).find(of), "an event of the program");
  }

  /** The answer to a command. */
  async ask(command: Record<string, unknown>): Promise<Event> {
    const from = this.events.length;
    this.command(command);
    return this.event(({ event }) => ["show", "show-all", "rendezvous", "did", "error"].includes(event), from);
  }

  /** Resolves with the exit code, null after a signal. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const exit = once(this.#child, "close");
    if (signal) this.#child.kill(signal);
    return (await exit)[0] as number | null;
  }
}
