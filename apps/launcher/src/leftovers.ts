import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode, processIdentity } from "@rempart/postgres";

/** Remembers on disk which children run, so that the next start can stop those a launcher killed with -9 left alive. */
export class Children {
  readonly #file: string;
  readonly #running = new Map<number, string>();

  constructor(file: string) {
    this.#file = file;
  }

  #save(): void {
    const list = [...this.#running].map(([pid, identity]) => ({ pid, identity }));
    writeFileSync(`${this.#file}.tmp`, `${JSON.stringify(list)}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.tmp`, this.#file);
  }

  add(pid: number): void {
    const identity = processIdentity(pid);
    if (identity === undefined) return;
    this.#running.set(pid, identity);
    this.#save();
  }

  remove(pid: number): void {
    if (this.#running.delete(pid)) this.#save();
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/** Stops the children listed in `file` that still are the processes they were. Returns their ids. */
export async function stopLeftovers(file: string): Promise<number[]> {
  let list: { pid: number; identity: string }[];
  try {
    list = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return []; // none, or torn by a crash: the ports will tell
  }
  const alive = list.filter(({ pid, identity }) => processIdentity(pid) === identity);
  const isAlive = (): boolean => alive.some(({ pid, identity }) => processIdentity(pid) === identity);
  for (const { pid } of alive) send(pid, "SIGTERM");
  for (let waited = 0; waited < 10_000 && isAlive(); waited += 50) await delay(50);
  for (const { pid, identity } of alive) if (processIdentity(pid) === identity) send(pid, "SIGKILL");
  for (let waited = 0; waited < 2_000 && isAlive(); waited += 50) await delay(50);
  return alive.map(({ pid }) => pid);
}
