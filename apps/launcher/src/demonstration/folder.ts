// The demonstration's folder: what the phones remember is theirs, what they are told is not.
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readOrCreateSecret, writeSecretFile } from "@rempart/postgres";
import type { Identity } from "../identity.ts";

/** Files of a demonstration below the data folder. */
export interface Places {
  /** All of it; belongs to us. */
  readonly folder: string;
  /** What the phones remember. */
  readonly phones: string;
  /** The invitation that they enrol with; a secret. */
  readonly invitation: string;
  /** Their keys derive from it; a secret. */
  readonly seed: string;
  readonly log: string;
}

/** Where a demonstration is kept. */
export function placesIn(data: string): Places {
  const folder = join(data, "demonstration");
  return {
    ...{ folder, phones: join(folder, "phones"), invitation: join(folder, "invitation"), seed: join(folder, "seed") },
    log: join(folder, "log", "phones.log"),
  };
}

/** Whether a demonstration was begun. */
export function isBegun({ invitation }: Places): boolean {
  return existsSync(invitation);
}

/** Keeps the invitation. */
export function begin({ folder, invitation }: Places, text: string): void {
  makeFolder(folder);
  writeSecretFile(invitation, `${text}\n`);
}

/** Forgets the invitation: the phones never ran with it. */
export function forget({ invitation }: Places): void {
  rmSync(invitation, { force: true });
}

/** Makes the folder, which another account may pass through and not list. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Lets the phones' process of `identity` read what it is told and keep its memory; both are closed to everybody else. */
export function giveToPhones({ phones, invitation, seed }: Places, { uid, gid = uid }: Identity): void {
  mkdirSync(phones, { recursive: true, mode: 0o700 });
  readOrCreateSecret(seed);
  if (uid === undefined || gid === undefined) return;
  for (const path of [invitation, seed]) {
    chownSync(path, 0, gid);
    chmodSync(path, 0o640);
  }
  chownSync(phones, uid, gid);
}
