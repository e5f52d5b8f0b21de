// What is read of an uploaded APK, for lists. Nobody signs by it: the approver's own machine reads the file itself.
import { buffer } from "node:stream/consumers";
import { type Apk, ApkError, readApk } from "@rempart/android";
import type { BlobStore } from "./store.ts";

/** An APK as read, or why it could not be. */
export type ReadApk = Apk | { problem: { code: string; where: string; message: string } };

/** Reads the stored file; a file that is no APK, or a hostile one, gives its problem. */
export async function readStored(store: BlobStore, sha256: string, size: number): Promise<ReadApk> {
  try {
    return await readApk({
      size,
      read: async (offset, length) => {
        if (length === 0) return new Uint8Array();
        const part = await store.open(sha256, { from: offset, to: offset + length - 1 });
        if (!part) throw new ApkError("apk.zip", "file", "is gone from the store");
        return new Uint8Array(await buffer(part));
      },
    });
  } catch (error) {
    if (!(error instanceof ApkError)) throw error;
    return { problem: { code: error.code, where: error.where, message: error.message } };
  }
}
