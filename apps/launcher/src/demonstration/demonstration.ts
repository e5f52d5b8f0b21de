// Runs the virtual phones of a demonstration, as another user than the parts where that can be. The attackers in mind: a
// gatekeeper in other hands, which may say anything on its line; phones' code in other hands, which must find no key here.
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { BoundedLog } from "@rempart/postgres";
import { openBoundedLog } from "@rempart/postgres";
import { type Identity, phonesIdentity } from "../identity.ts";
import type { Children } from "../leftovers.ts";
import { eachLine } from "../lines.ts";
import type { Reporter } from "../report.ts";
import { begin, forget, giveToPhones, isBegun, makeFolder, type Places, placesIn } from "./folder.ts";
import { PhonesProcess } from "./phones-process.ts";

/** Phones of a demonstration. */
export const demonstrationPhones = 40;

/** Ends in a row before the phones ever ran, until we give up. */
const patience = 5;

export interface DemonstrationOptions {
  readonly data: string;
  /** The phones' program. */
  readonly script: string;
  /** Whom the phones must not be. */
  readonly gatekeeper: Identity;
  readonly children: Children;
  readonly report: Reporter;
}

/** The fields of an invitation, and nothing else; what is in them the phones judge. */
function readInvitation(line: string): string | undefined {
  try {
    const { demonstration } = JSON.parse(line) as { demonstration?: Record<string, unknown> };
    const fields = ["u", "p", "g", "t", "s"].map((name) => [name, demonstration?.[name]] as const);
    const good = fields.every(([, value]) => typeof value === "string" && value.length <= 1024);
    return good ? JSON.stringify(Object.fromEntries(fields)) : undefined;
  } catch {
    return undefined;
  }
}

/** At most one fleet: begun by the gatekeeper's word, and again at every start. */
export class Demonstration {
  readonly #options: DemonstrationOptions;
  readonly #places: Places;
  readonly #stop = new AbortController();
  #line: Duplex | undefined;
  #process: PhonesProcess | undefined;
  #loop: Promise<unknown> | undefined;
  #running = 0;

  constructor(options: DemonstrationOptions) {
    this.#options = options;
    this.#places = placesIn(options.data);
  }

  /** Listens to a gatekeeper that was just started, and tells it what runs. */
  attach(line: Duplex): void {
    this.#line = line;
    line.on("error", () => {}); // its process has ended
    eachLine(line, (text) => this.#take(text));
    if (this.#running > 0) this.#tell();
  }

  /** Goes on with what was begun at an earlier start. */
  resume(): void {
    if (isBegun(this.#places)) this.#loop ??= this.#keepRunning(patience);
  }

  #tell(error?: string): void {
    const demonstration = { phones: this.#running, ...(error === undefined ? {} : { error }) };
    if (this.#line?.writable) this.#line.write(`${JSON.stringify({ demonstration })}\n`);
  }

  #take(text: string): void {
    const invitation = readInvitation(text);
    if (invitation === undefined || this.#stop.signal.aborted) return;
    if (this.#loop) this.#tell(this.#running > 0 ? undefined : "a demonstration is being started already");
    else this.#begin(invitation);
  }

  #begin(invitation: string): void {
    try {
      makeFolder(this.#places.folder);
      begin(this.#places, invitation);
    } catch (error) {
      this.#tell((error as Error).message);
      return;
    }
    this.#loop = this.#keepRunning(1).then((everRan) => {
      if (everRan || this.#stop.signal.aborted) return;
      // So that it may be tried again with another.
      forget(this.#places);
      this.#loop = undefined;
    });
  }

  #started(pid: number): void {
    this.#running = demonstrationPhones;
    this.#options.report({ event: "demonstration", phones: this.#running, pid });
    this.#tell();
  }

  /** Resolves once it is stopped, or has ended `tries` times without ever having run; tells which. */
  async #keepRunning(tries: number): Promise<boolean> {
    const { data, script, gatekeeper, children, report } = this.#options;
    let everRan = false;
    let failures = 0;
    let identity: Identity;
    let log: BoundedLog;
    try {
      identity = phonesIdentity(script, data, gatekeeper, report);
      giveToPhones(this.#places, identity);
      log = openBoundedLog(this.#places.log);
    } catch (error) {
      this.#tell((error as Error).message);
      report({ event: "notice", message: `The demonstration's phones do not run: ${(error as Error).message}` });
      return false;
    }
    while (!this.#stop.signal.aborted) {
      const since = Date.now();
      this.#process = new PhonesProcess({ places: this.#places, script, identity, children, log });
      const reason = await this.#process.run(demonstrationPhones, (pid) => {
        everRan = true;
        this.#started(pid);
      });
      this.#process = undefined;
      this.#running = 0;
      if (this.#stop.signal.aborted) break;
      if (Date.now() - since > 60_000) failures = 0;
      failures++;
      this.#tell(`the phones stopped: ${reason}`);
      if (!everRan && failures >= tries) {
        const message = `The demonstration's phones do not run: ${reason}. Their log: ${this.#places.log}`;
        report({ event: "notice", message });
        break;
      }
      await delay(Math.min(500 * 2 ** failures, 60_000), undefined, { signal: this.#stop.signal }).catch(() => {});
    }
    return everRan;
  }

  /** Asks the phones to end, insists after ten seconds, and resolves when they are gone. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#process?.stop();
    await this.#loop;
  }

  /** Ends the phones at once. */
  kill(): void {
    this.#process?.kill();
  }
}
