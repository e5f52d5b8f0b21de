// Key files: a P-256 key under an age passphrase, the same file that the command line writes and reads.

import { type KeyKind, readStoredKey, type StoredKey, storedKeyJson } from "@rempart/client";
import { importPrivateKey, keySigner, readJson, type Signer, utf8 } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

/** A key as it stands in a file. */
export type KeyFile = StoredKey;
/** What a key of a file is for. */
export type KeyUse = KeyKind;

/** Least length of a passphrase that somebody chooses. */
export const leastPassphrase = 12;
const fileLimit = 64 * 1024;

/** Opens a key file. Rejects with `passphrase.wrong`, `key.broken`. Takes some seconds: age is slow on purpose. */
export async function openKeyFile(bytes: Uint8Array, passphrase: string): Promise<KeyFile> {
  if (bytes.length > fileLimit) throw new Problem("key.broken", "file", "is too large for a key file");
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let plain: Uint8Array;
  try {
    plain = await decrypter.decrypt(bytes);
  } catch (error) {
    const code = /header|version|age/i.test((error as Error).message) ? "key.broken" : "passphrase.wrong";
    throw new Problem(code, "file", (error as Error).message);
  }
  try {
    return readStoredKey(readJson(plain, 8192, "key"), "file");
  } catch (error) {
    throw new Problem("key.broken", "file", (error as Error).message);
  }
}

/** A key file's bytes under `passphrase`. Rejects with `passphrase.short`. */
export async function sealKeyFile(key: KeyFile, passphrase: string): Promise<Uint8Array> {
  if (passphrase.length < leastPassphrase)
    throw new Problem("passphrase.short", "passphrase", `needs at least ${leastPassphrase} characters`);
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return await encrypter.encrypt(utf8(storedKeyJson(key)));
}

/** As `fileSigner`, for a key that serves nothing else: the bytes that were read from the file are overwritten. */
export async function takeSigner(key: KeyFile): Promise<Signer> {
  try {
    return await fileSigner(key);
  } finally {
    key.pkcs8.fill(0);
  }
}

/** A signer of an opened key. Its private half stays in this page's memory, non-extractable from here on. */
export async function fileSigner(key: KeyFile): Promise<Signer> {
  return keySigner(key.kid, await importPrivateKey(key.pkcs8));
}
