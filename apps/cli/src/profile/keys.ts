import { readStoredKey, type StoredKey, storedKeyJson } from "@rempart/client";
import { importPrivateKey, keySigner, readJson, type Signer, utf8 } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { readNamed, writePrivate } from "./files.ts";
import type { Vault } from "./vault.ts";

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

/** A name that can be a file's name. Refuses with `usage`. */
export function checkName(name: string): string {
  if (!namePattern.test(name))
    throw new Usage(
      name,
      t`A name has 1 to 64 letters, digits, spaces, dots, dashes, and begins with a letter or digit.`,
    );
  return name;
}

export async function saveKey(vault: Vault, path: string, key: StoredKey): Promise<void> {
  await writePrivate(path, await vault.encrypt(utf8(storedKeyJson(key))));
}

/** Decrypts and checks a key file. */
export async function loadKey(vault: Vault, path: string): Promise<StoredKey> {
  const plaintext = await vault.decrypt(path, await readNamed(path));
  return readStoredKey(readJson(plaintext, 8192, path), path);
}

/** A signer of the key. */
export async function signerOf(key: StoredKey): Promise<Signer> {
  return keySigner(key.kid, await importPrivateKey(key.pkcs8));
}
