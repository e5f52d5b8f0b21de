// What a witness must never forget: its key, and the largest size and root that it signed. Written and flushed before
// anything is signed: after a power cut it signs no second root for a size, and never an older size.

import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open as openFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { anyJson } from "@rempart/client";
import {
  forms,
  generateKey,
  importPrivateKey,
  type JsonValue,
  keySigner,
  readJson,
  type Signer,
  schema,
  toBase64,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readIfThere } from "../profile/files.ts";

const { list, literal, object, optional, set, text } = schema;
const fileLimit = 64 * 1024 * 1024;

const keyFile = object({ v: literal(1), kid: forms.kid, spki: forms.spki, pkcs8: forms.bytes(1, 1024) });
const publicFile = object({ kid: forms.kid, spki: forms.spki });
const stateFile = object({
  v: literal(1),
  genesis: forms.hash,
  charters: list(anyJson, 1, 100_000),
  signed: set(
    object({
      origin: text(1, 255),
      size: forms.size,
      root: forms.hash,
      head: anyJson,
      statement: optional(anyJson),
    }),
    0,
    64,
    (one) => one.origin,
  ),
});

/** The newest that was signed, or is about to be, of one log. */
export interface Signed {
  origin: string;
  size: number;
  root: string;
  /** The head that it rests on. */
  head: JsonValue;
  /** Absent when a crash came between the note and the signature: then it is signed again, the same. */
  statement?: JsonValue;
}
export interface WitnessState {
  genesis: string;
  /** The verified chain as it was last seen. */
  charters: JsonValue[];
  signed: Signed[];
}

/** Writes a file so that it survives a power cut: content, then name, then folder are flushed. */
export async function writeDurable(folder: string, name: string, content: string): Promise<void> {
  const temporary = join(folder, `.${name}.${randomBytes(6).toString("hex")}`);
  const file = await openFile(temporary, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, name));
  if (process.platform === "win32") return;
  const directory = await openFile(folder, "r");
  await directory.sync();
  await directory.close();
}

/** Makes the key of a new witness in `folder`; refuses with `witness.exists` when there is one. */
export async function initWitness(folder: string): Promise<{ kid: string; spki: string }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (await readIfThere(join(folder, "key.json")))
    throw new Problem("witness.exists", folder, t`There is a witness here already. A witness keeps its key for life.`);
  const made = await generateKey();
  const named = { kid: forms.keyId(made.spki), spki: toBase64(made.spki) };
  await writeDurable(folder, "key.json", JSON.stringify({ v: 1, ...named, pkcs8: toBase64(made.pkcs8) }));
  await writeDurable(folder, "witness.json", `${JSON.stringify(named)}\n`);
  return named;
}

/** Reads state.json; refuses with a form's code what is damaged. */
export function readState(bytes: Uint8Array): WitnessState {
  const { genesis, charters, signed } = stateFile(readJson(bytes, fileLimit, "state.json"), "state");
  return { genesis, charters, signed: signed as Signed[] };
}

/** The public file that `init` wrote, for founding. */
export function readWitnessFile(bytes: Uint8Array, path: string): { kid: string; spki: Uint8Array } {
  const read = publicFile(readJson(bytes, 4096, path), path);
  if (forms.keyId(read.spki) !== read.kid)
    throw new Problem("key.broken", path, t`The key of this witness does not belong to its id.`);
  return read;
}

/** A witness's folder, held by this process alone. */
export class WitnessStore {
  readonly folder: string;
  readonly kid: string;
  readonly signer: Signer;
  state: WitnessState | undefined;
  readonly #unlock: () => void;

  private constructor(folder: string, kid: string, signer: Signer, unlock: () => void) {
    this.folder = folder;
    this.kid = kid;
    this.signer = signer;
    this.#unlock = unlock;
  }

  /** Opens the folder. Refuses with `witness.missing`, `witness.running`, `witness.alarm`, or a file that is damaged. */
  static async open(folder: string): Promise<WitnessStore> {
    const bytes = await readIfThere(join(folder, "key.json"));
    if (!bytes)
      throw new Problem("witness.missing", folder, t`There is no witness here. Run rempart witness init first.`);
    const key = keyFile(readJson(bytes, 4096, "key.json"), "key");
    const unlock = lock(folder);
    try {
      const alarm = readdirSync(folder).find((name) => name.startsWith("alarm-fork-"));
      if (alarm !== undefined)
        throw new Problem(
          "witness.alarm",
          join(folder, alarm),
          t`This witness saw the log forked and signs no more. Look at the proof, tell the roots, then move the file away.`,
        );
      const store = new WitnessStore(folder, key.kid, keySigner(key.kid, await importPrivateKey(key.pkcs8)), unlock);
      const stored = await readIfThere(join(folder, "state.json"));
      if (stored) store.state = readState(stored);
      return store;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Makes `state` durable; it counts only afterwards. */
  async save(state: WitnessState): Promise<void> {
    await writeDurable(this.folder, "state.json", JSON.stringify({ v: 1, ...state }));
    this.state = state;
  }

  /** What was signed last of the log `origin`. */
  signed(origin: string): Signed | undefined {
    return this.state?.signed.find((one) => one.origin === origin);
  }

  /** Keeps the proof of an alarm in a file of its own and returns its path. */
  async keepProof(kind: string, proof: object, at: number): Promise<string> {
    const name = `alarm-${kind}-${at}.json`;
    await writeDurable(this.folder, name, `${JSON.stringify(proof, null, 1)}\n`);
    return join(this.folder, name);
  }

  close(): void {
    this.#unlock();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Claims `folder`: two processes with one key could sign two roots for one size. */
function lock(folder: string): () => void {
  const path = join(folder, "pid");
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readFileSync(path, "utf8"));
    if (owner > 0 && isAlive(owner))
      throw new Problem(
        "witness.running",
        folder,
        t`Process ${owner} uses this folder. If that is another program, remove ${path}.`,
      );
    rmSync(path, { force: true });
  }
}
