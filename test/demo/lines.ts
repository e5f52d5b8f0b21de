// A child process that speaks JSON lines.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Line = Record<string, unknown> & { event: string };

/** Starts `file` with `args` and collects what it says. */
export class Talker {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  #waiting: (() => void)[] = [];
  #ended = false;
  #errors = "";
  constructor(file: string, args: readonly string[], input?: string) {
    this.child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    if (input !== undefined) this.child.stdin!.end(input);
    this.child.stderr!.on("data", (part: Buffer) => {
      this.#errors = (this.#errors + part.toString()).slice(-4000);
    });
    createInterface({ input: this.child.stdout! }).on("line", (line) => {
      try {
        this.lines.push(JSON.parse(line) as Line);
      } catch {
        return;
      }
      this.#wake();
    });
    this.child.on("exit", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Sends one JSON line. */
  say(line: object): void {
    this.child.stdin!.write(`${JSON.stringify(line)}\n`);
  }

  /** Waits until `find` gives something of the lines since `from`; fails after `seconds`. */
  async until<T>(what: string, find: (lines: Line[]) => T | undefined, from = 0, seconds = 60): Promise<T> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = find(this.lines.slice(from));
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`waiting for ${what}: the process ended. ${this.#errors}`);
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `waited ${seconds} s for ${what}. Last lines: ${JSON.stringify(this.lines.slice(-5))} ${this.#errors}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Waits until the process ends by itself. */
  async ended(): Promise<void> {
    if (!this.#ended) await new Promise<void>((resolve) => this.child.once("close", () => resolve()));
  }

  /** Ends the process and waits for it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise<void>((resolve) => this.child.once("exit", () => resolve()));
    this.child.kill(signal);
    await gone;
  }
}
