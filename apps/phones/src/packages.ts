// What an app package says of itself, read from the file as Android's own installer does before it installs.
import { open } from "node:fs/promises";
import { ApkError, readApk } from "@rempart/android";
import type { PackageFacts } from "./world.ts";

/** Package, version and signer of the APK at `path`; undefined when it is none, or no signature of it holds. */
export async function readPackage(path: string): Promise<PackageFacts | undefined> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const { manifest, signing } = await readApk({ size, read });
    if (signing.signer === undefined) return undefined;
    return { package: manifest.package, versionCode: manifest.versionCode, signers: [signing.signer] };
  } catch (error) {
    if (error instanceof ApkError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}
