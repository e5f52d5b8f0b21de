// The approver's own reading of an app's file: what is pinned in an order comes from here, never from a server.

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { type Apk, readApk } from "@rempart/android";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";

export interface AppFile {
  path: string;
  size: number;
  sha256: string;
  apk: Apk;
}

const piece = 1024 * 1024;

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let have = 0;
  while (have < length) {
    const { bytesRead } = await handle.read(bytes, have, length - have, offset + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return bytes.subarray(0, have);
}

/** Reads and hashes the APK at `path`; refuses with the reader's codes (`apk.zip`, ...) or `file`. */
export async function readAppFile(path: string): Promise<AppFile> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    throw new Problem("file", path, t`It cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Problem("file", path, t`This is no file.`);
    const hash = createHash("sha256");
    for (let at = 0; at < found.size; at += piece)
      hash.update(await readAt(handle, at, Math.min(piece, found.size - at)));
    const apk = await readApk({ size: found.size, read: (offset, length) => readAt(handle, offset, length) });
    return { path, size: found.size, sha256: hash.digest("hex"), apk };
  } catch (error) {
    // The reader's own errors carry a code and a place, as ours do.
    if (error instanceof Error && error.name === "ApkError") {
      const { code, where, message } = error as Error & { code: string; where: string };
      throw new Problem(code, path, message.startsWith(where) ? message : `${where}: ${message}`);
    }
    throw error;
  } finally {
    await handle.close();
  }
}

/** The signer to pin; refuses a file that nobody's signature vouches for. */
export function signerOfApp({ path, apk }: AppFile): string {
  const { signer, problem } = apk.signing;
  if (signer === undefined) throw new Problem("apk.unsigned", path, t`No signature of it holds: ${problem}.`);
  return signer;
}
