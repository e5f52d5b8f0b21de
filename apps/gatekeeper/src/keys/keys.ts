// The gatekeeper's own keys: log, sealing, tokens. Files of mode 600 outside PostgreSQL, so that a copy of the database
// alone signs and opens nothing.
import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  forms,
  generateKey,
  importPrivateKey,
  keySigner,
  type PrivateKey,
  type Signer,
  toBase64,
} from "@rempart/trust";

export interface NamedPrivateKey {
  kid: string;
  spki: Uint8Array;
  key: PrivateKey;
  pkcs8: Uint8Array;
}

export interface Keys {
  log: NamedPrivateKey;
  logSigner: Signer;
  seal: NamedPrivateKey;
  token: Uint8Array;
}

function writeSecret(path: string, content: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}

async function keyFile(path: string): Promise<NamedPrivateKey> {
  if (!existsSync(path)) {
    const made = await generateKey();
    const content = { pkcs8: Buffer.from(made.pkcs8).toString("base64"), spki: toBase64(made.spki) };
    writeSecret(path, JSON.stringify(content));
  }
  const stored = JSON.parse(readFileSync(path, "utf8")) as { pkcs8: string; spki: string };
  const spki = new Uint8Array(Buffer.from(stored.spki, "base64"));
  const pkcs8 = new Uint8Array(Buffer.from(stored.pkcs8, "base64"));
  return { kid: forms.keyId(spki), spki, pkcs8, key: await importPrivateKey(pkcs8) };
}

/** Reads the keys in `<data>/keys`, making them at the first start. */
export async function openKeys(data: string): Promise<Keys> {
  const folder = join(data, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const log = await keyFile(join(folder, "log.json"));
  const seal = await keyFile(join(folder, "seal.json"));
  const tokenPath = join(folder, "token");
  if (!existsSync(tokenPath)) writeSecret(tokenPath, randomBytes(32).toString("base64"));
  const token = new Uint8Array(Buffer.from(readFileSync(tokenPath, "utf8"), "base64"));
  return { log, logSigner: keySigner(log.kid, log.key), seal, token };
}

/** SHA-256 of the SPKI of a PEM certificate, hex: what phones pin. */
export function certificatePin(pem: string): string {
  const spki = new X509Certificate(pem).publicKey.export({ format: "der", type: "spki" });
  return createHash("sha256").update(spki).digest("hex");
}
