// All phones of the process: started, shown, redirected, stopped.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Invitation, readInvitation } from "@rempart/trust";
import { CharterStore } from "./charters.ts";
import { startChecks } from "./check.ts";
import type { Events } from "./events.ts";
import { identityOf } from "./identity.ts";
import { type Journal, startJournal } from "./journal.ts";
import { live } from "./life.ts";
import { lockFolder } from "./lock.ts";
import { Phone, type Shared } from "./phone.ts";
import { recall, snapshot } from "./recall.ts";
import type { Track } from "./track.ts";
import { turnstile } from "./turnstile.ts";
import { type Surroundings, signerMemory } from "./world.ts";

/** Downloads under way at once. */
const downloads = 8;

export interface FleetOptions {
  data: string;
  invitations: string;
  count: number;
  seed: string;
  startAt: number;
  rendezvous: string | undefined;
  /** Walked by all; each phone has one of its own where none is given. */
  track?: Track | undefined;
  /** Metres a second. */
  walkSpeed?: number;
  /** See `Surroundings`. */
  speed?: number;
  /** Each phone looks after itself this often. */
  checkSeconds?: number;
  readPackage?: Surroundings["readPackage"];
}

async function readInvitations(path: string): Promise<Invitation[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new Error(`${path} holds no invitation`);
  return lines.map((line) => readInvitation(line.trim()));
}

export class Fleet {
  readonly phones: readonly Phone[];
  readonly #journal: Journal;
  readonly #stop: AbortController;
  readonly #unlock: () => void;
  readonly #broken: Promise<never>;
  readonly #checks: { stop(): void };
  #lives: Promise<void>[] = [];

  constructor(
    phones: readonly Phone[],
    journal: Journal,
    stop: AbortController,
    unlock: () => void,
    broken: Promise<never>,
    checks: { stop(): void },
  ) {
    this.phones = phones;
    this.#journal = journal;
    this.#stop = stop;
    this.#unlock = unlock;
    this.#broken = broken;
    this.#checks = checks;
  }

  /** Lets the phones live; resolves when none is left, rejects when nothing can be remembered any more. */
  async run(): Promise<void> {
    this.#lives = this.phones.map(live);
    await Promise.race([Promise.all(this.#lives), this.#broken]);
  }

  /** Turns every phone to `url`; false when a phone's charter does not name it. */
  redirect(url: string): boolean {
    const enrolled = this.phones.filter((phone) => phone.remembered && !phone.over);
    if (!enrolled.every((phone) => phone.newest.body.rendezvous.includes(url))) return false;
    for (const phone of enrolled) {
      phone.redirect = url;
      phone.interrupt();
    }
    return true;
  }

  /** Finishes what is being written and stops. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#checks.stop();
    for (const phone of this.phones) phone.interrupt();
    await Promise.allSettled(this.#lives);
    await Promise.allSettled(this.phones.map((phone) => phone.rest()));
    await this.#journal.close();
    this.#unlock();
  }
}

/** Reads the journal, compacts it, and makes the phones. */
export async function openFleet(options: FleetOptions, { emit }: Events): Promise<Fleet> {
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.data);
  const path = join(options.data, "journal.jsonl");
  const invitations = await readInvitations(options.invitations);
  const charters = new CharterStore();
  const memories = await recall(path, charters);
  const journal = await startJournal(path, snapshot(charters, memories));
  const stop = new AbortController();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const save = async (record: object): Promise<void> => {
    try {
      await journal.append(record);
    } catch (error) {
      // A phone whose memory cannot be written must not go on: it would forget what it did.
      broken.reject(error);
      stop.abort();
      throw error;
    }
  };
  charters.saveWith((record) => void save(record).catch(() => undefined));
  const { rendezvous } = options;
  const phones: Phone[] = [];
  const checks = startChecks(phones, options.checkSeconds ?? 30, stop.signal);
  const world: Surroundings = {
    track: options.track,
    walkSpeed: options.walkSpeed ?? 1.4,
    speed: options.speed ?? 1,
    folder: join(options.data, "blobs"),
    fetching: turnstile(downloads),
    readPackage: options.readPackage,
    soon: checks.soon,
    signers: signerMemory(),
  };
  const shared: Shared = { charters, emit, save, stopping: stop.signal, arrive: turnstile(64), rendezvous, world };
  try {
    for (let index = options.startAt; index < options.startAt + options.count; index++) {
      const memory = memories.get(index);
      const identity = await identityOf(options.seed, index);
      const phone = new Phone(identity, invitations[index % invitations.length]!, shared, memory);
      if (memory && !("gone" in memory)) await phone.wake(memory);
      phones.push(phone);
    }
  } catch (error) {
    checks.stop();
    await journal.close();
    unlock();
    throw error;
  }
  return new Fleet(phones, journal, stop, unlock, broken.promise, checks);
}
