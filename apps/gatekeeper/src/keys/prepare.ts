// The gatekeeper's next keys are made here, on its own host, by whoever sits at its terminal. What leaves is a file with
// the public halves; the ceremony compares them in words, so that not even the way there needs to be trusted.

import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import {
  chownSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fingerprintWords, forms, sha256, toBase64, toHex } from "@rempart/trust";
import { GateError } from "../error.ts";
import { certificatePin, keyFile, writeSecret } from "./keys.ts";

/** One key as it is shown: its id (of TLS: the pin) and its twelve words. */
export interface Shown {
  what: "seal" | "log" | "tls";
  file: string;
  id: string;
  words: string;
}

interface Folders {
  keys: string;
  tls: string;
}

const nextFiles = { seal: "next-seal.json", log: "next-log.json", tls: "next-tls.key" } as const;

/** Folders of a gatekeeper's data; refuses with `config` a folder that holds no keys. */
function foldersOf(data: string): Folders {
  const folders = { keys: join(data, "gatekeeper", "keys"), tls: join(data, "gatekeeper", "tls") };
  if (!existsSync(join(folders.keys, "seal.json")))
    throw new GateError(
      "config",
      "--data",
      `${data} holds no gatekeeper's keys. Give the folder that Rempart was started with`,
    );
  return folders;
}

/** Whoever runs the command (root, often), the file belongs to the user that the gatekeeper runs as. */
function giveTo(path: string, folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function tlsSpki(path: string): Uint8Array {
  return new Uint8Array(
    createPublicKey(createPrivateKey(readFileSync(path, "utf8"))).export({ format: "der", type: "spki" }),
  );
}

const wordsOf = (digest: Uint8Array): string => fingerprintWords(digest).join(" ");

async function shownKey(what: "seal" | "log", folder: string, file: string): Promise<Shown & { spki: string }> {
  const { kid, spki } = await keyFile(join(folder, file));
  return { what, file, id: kid, words: wordsOf(sha256(spki)), spki: toBase64(spki) };
}

function shownTls(path: string, file: string): Shown {
  const digest = sha256(tlsSpki(path));
  return { what: "tls", file, id: toHex(digest), words: wordsOf(digest) };
}

/** Every key in the folder, in force, retired or still to come. */
export async function showKeys(data: string): Promise<Shown[]> {
  const { keys, tls } = foldersOf(data);
  const found: Shown[] = [];
  for (const file of readdirSync(keys).sort()) {
    const role = /^(?:next-)?(log|seal)(?:-[\w-]{43})?\.json$/.exec(file)?.[1] as "log" | "seal" | undefined;
    if (role) {
      const { spki: _spki, ...key } = await shownKey(role, keys, file);
      found.push(key);
    } else if (file === nextFiles.tls) found.push(shownTls(join(keys, file), file));
  }
  const ca = join(tls, "ca.crt");
  if (existsSync(ca)) {
    const pin = certificatePin(readFileSync(ca, "utf8"));
    found.push({ what: "tls", file: "../tls/ca.crt", id: pin, words: wordsOf(Buffer.from(pin, "hex")) });
  }
  return found;
}

/**
 * Makes the next keys of the kinds wanted and writes their public halves to `out`. A key that waits already is shown
 * again, never replaced: a proposal may name it. Refuses with `config`.
 */
export async function prepareKeys(data: string, wanted: readonly Shown["what"][], out: string): Promise<Shown[]> {
  const { keys } = foldersOf(data);
  if (wanted.length === 0) throw new GateError("config", "prepare", "say which keys: --seal, --log, --tls");
  if (existsSync(out)) throw new GateError("config", "--out", `${out} is there already; it is not overwritten`);
  const shown: Shown[] = [];
  const file: Record<string, unknown> = { v: 1, kind: "gatekeeper-keys" };
  for (const what of wanted) {
    const path = join(keys, nextFiles[what]);
    if (what === "tls") {
      if (!existsSync(path)) writeSecret(path, newTlsKey());
      shown.push(shownTls(path, nextFiles.tls));
      file.tlsPin = shown.at(-1)!.id;
    } else {
      const { spki, ...key } = await shownKey(what, keys, nextFiles[what]);
      shown.push(key);
      file[what === "seal" ? "sealKey" : "log"] = { kid: forms.kid(key.id, "kid"), spki };
    }
    giveTo(path, keys);
  }
  // Public: only its integrity matters, and the words see to that.
  writeFileSync(out, `${JSON.stringify(file)}\n`, { flag: "wx", mode: 0o644 });
  return shown;
}

function newTlsKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "pem", type: "pkcs8" }) as string;
}

/** Throws away keys that were prepared and that no charter will name. */
export function discardKeys(data: string): string[] {
  const { keys } = foldersOf(data);
  const gone = Object.values(nextFiles).filter((file) => existsSync(join(keys, file)));
  for (const file of gone) rmSync(join(keys, file));
  return gone;
}

/**
 * Lets the prepared TLS authority take over: at the next start the launcher makes its certificate, and the server's under
 * it. The old authority's files stay beside it as `old-ca.*`. Returns the new pin. Refuses with `config`.
 */
export function switchTls(data: string): string {
  const { keys, tls } = foldersOf(data);
  const next = join(keys, nextFiles.tls);
  const [certificate, key] = [join(tls, "ca.crt"), join(tls, "ca.key")];
  if (!existsSync(next))
    throw new GateError("config", "switch-tls", "no TLS authority was prepared: prepare --tls, then a charter");
  if (!existsSync(certificate) || !existsSync(key))
    throw new GateError("config", "switch-tls", `${tls} holds no authority of Rempart's own making`);
  const pin = toHex(sha256(tlsSpki(next)));
  // In this order a start in between finds one whole authority, the old or the new: a key without a certificate gets one.
  copyFileSync(key, join(tls, "old-ca.key"));
  giveTo(join(tls, "old-ca.key"), tls);
  renameSync(certificate, join(tls, "old-ca.crt"));
  renameSync(next, key);
  return pin;
}
