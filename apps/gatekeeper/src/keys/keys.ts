// The gatekeeper's own keys: log, sealing, tokens. Files of mode 600 outside PostgreSQL, so that a copy of the database
// alone signs and opens nothing. The next ones are made on this host by `prepare` and wait as files until a charter names
// them: nothing that comes over the network makes, brings or picks a key here.
import { createHash, randomBytes, X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  type CharterBody,
  currentLog,
  forms,
  generateKey,
  importPrivateKey,
  keySigner,
  type PrivateKey,
  type Signer,
  toBase64,
} from "@rempart/trust";
import { GateError } from "../error.ts";

export interface NamedPrivateKey {
  kid: string;
  spki: Uint8Array;
  key: PrivateKey;
  pkcs8: Uint8Array;
}

/** Writes a file of mode 600 as a whole. */
export function writeSecret(path: string, content: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}

async function readKey(path: string): Promise<NamedPrivateKey> {
  try {
    const stored = JSON.parse(readFileSync(path, "utf8")) as { pkcs8: string; spki: string };
    const spki = new Uint8Array(Buffer.from(stored.spki, "base64"));
    const pkcs8 = new Uint8Array(Buffer.from(stored.pkcs8, "base64"));
    return { kid: forms.keyId(spki), spki, pkcs8, key: await importPrivateKey(pkcs8) };
  } catch (error) {
    throw new GateError("stopped", path, `cannot be read (${(error as Error).message}). Put the newest copy back.`);
  }
}

/** The key in this file, made when there is none. */
export async function keyFile(path: string): Promise<NamedPrivateKey> {
  if (!existsSync(path)) {
    const made = await generateKey();
    const content = { pkcs8: Buffer.from(made.pkcs8).toString("base64"), spki: toBase64(made.spki) };
    writeSecret(path, JSON.stringify(content));
  }
  return readKey(path);
}

/** What a file in the folder of keys is. `retired` sealing keys still open texts of standing documents. */
type Role = "log" | "seal";
interface Held extends NamedPrivateKey {
  file: string;
}
const filePattern = /^(?:next-)?(log|seal)(?:-[\w-]{43})?\.json$/;

/** Every key that this gatekeeper holds, by its id: which of them counts, the charters say. */
export class Keys {
  readonly #folder: string;
  readonly #held: Record<Role, Map<string, Held>> = { log: new Map(), seal: new Map() };
  readonly #signers = new Map<string, Signer>();
  readonly token: Uint8Array;
  constructor(folder: string, token: Uint8Array) {
    this.#folder = folder;
    this.token = token;
  }

  /** Reads what lies in the folder; again when a charter names a key that was prepared since. */
  async read(): Promise<void> {
    for (const file of readdirSync(this.#folder).sort()) {
      const role = filePattern.exec(file)?.[1] as Role | undefined;
      if (!role) continue;
      const key = await readKey(join(this.#folder, file));
      this.#held[role].set(key.kid, { ...key, file });
    }
  }

  /** The keys of the first charter: what founding offers. */
  get first(): { log: NamedPrivateKey; seal: NamedPrivateKey } {
    const of = (role: Role): Held => [...this.#held[role].values()].find(({ file }) => file === `${role}.json`)!;
    return { log: of("log"), seal: of("seal") };
  }

  /** The key of the log in use under `body`, a charter in force. */
  log(body: CharterBody): NamedPrivateKey {
    return this.#held.log.get(currentLog(body).kid)!;
  }

  /** Signs as the log of `body`. */
  logSigner(body: CharterBody): Signer {
    const { kid } = currentLog(body);
    const signer = this.#signers.get(kid) ?? keySigner(kid, this.#held.log.get(kid)!.key);
    this.#signers.set(kid, signer);
    return signer;
  }

  /** The private key that opens what was sealed under `body`; undefined once it was needed no more. */
  sealing(body: CharterBody): NamedPrivateKey | undefined {
    return this.#held.seal.get(body.sealKey.kid);
  }

  #missing(body: CharterBody): Role | undefined {
    if (!this.#held.log.has(currentLog(body).kid)) return "log";
    return this.#held.seal.has(body.sealKey.kid) ? undefined : "seal";
  }

  /** Which key of `body` is not held here even after a look at the folder; undefined when both are. */
  async lacks(body: CharterBody): Promise<Role | undefined> {
    if (this.#missing(body)) await this.read();
    return this.#missing(body);
  }

  /**
   * Makes the files say what `body`, the charter in force, says, and forgets the rest: log keys of earlier epochs sign
   * nothing any more, and sealing keys other than its own are kept while `needed`. Keys still to come (`next-`) stay.
   */
  settle(body: CharterBody, needed: ReadonlySet<string>): void {
    for (const [role, kid] of [
      ["log", currentLog(body).kid],
      ["seal", body.sealKey.kid],
    ] as const) {
      const held = this.#held[role];
      for (const [other, key] of held) {
        if (other === kid || key.file.startsWith("next-")) continue;
        if (role === "seal" && needed.has(other)) {
          this.#rename(key, `seal-${other}.json`);
          continue;
        }
        // The file of the key that counted so far is replaced below, in one step.
        if (key.file !== `${role}.json`) rmSync(join(this.#folder, key.file), { force: true });
        held.delete(other);
        this.#signers.delete(other);
      }
      this.#rename(held.get(kid)!, `${role}.json`);
    }
  }

  #rename(key: Held, file: string): void {
    if (key.file === file) return;
    renameSync(join(this.#folder, key.file), join(this.#folder, file));
    key.file = file;
  }
}

/** Folder of the keys, made for its owner alone. */
export function keysFolder(data: string): string {
  const folder = join(data, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** Reads the keys in `<data>/keys`, making them at the first start. */
export async function openKeys(data: string): Promise<Keys> {
  const folder = keysFolder(data);
  await keyFile(join(folder, "log.json"));
  await keyFile(join(folder, "seal.json"));
  const tokenPath = join(folder, "token");
  if (!existsSync(tokenPath)) writeSecret(tokenPath, randomBytes(32).toString("base64"));
  const keys = new Keys(folder, new Uint8Array(Buffer.from(readFileSync(tokenPath, "utf8"), "base64")));
  await keys.read();
  return keys;
}

/** SHA-256 of the SPKI of a PEM certificate, hex: what phones pin. */
export function certificatePin(pem: string): string {
  const spki = new X509Certificate(pem).publicKey.export({ format: "der", type: "spki" });
  return createHash("sha256").update(spki).digest("hex");
}
