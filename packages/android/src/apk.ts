import { ApkError } from "./error.ts";
import { type Manifest, readManifest } from "./manifest/manifest.ts";
import { readSigning, type Signing } from "./signing/signing.ts";
import { Reader, type Source } from "./source.ts";
import { readDirectory } from "./zip/directory.ts";
import { readEntry } from "./zip/entry.ts";

export interface Apk {
  /** Bytes of the file. */
  size: number;
  manifest: Manifest;
  signing: Signing;
}

/** The largest file that is read: no APK is larger, since ZIP64 is none. */
export const largestApk = 4 * 1024 ** 3 - 1;
const largestManifest = 4 * 1024 * 1024;

/**
 * Reads an APK: what it says about itself and who signed it. Everything in it may be hostile: what cannot be read in one
 * way only is an `ApkError`, nothing else is thrown but what `source` throws; a signature that is wrong is reported.
 */
export async function readApk(source: Source): Promise<Apk> {
  if (source.size > largestApk) throw new ApkError("apk.size", "file", "is larger than 4 GiB");
  const reader = new Reader(source);
  const directory = await readDirectory(reader);
  const entry = directory.entries.get("AndroidManifest.xml");
  if (!entry) throw new ApkError("apk.manifest", "AndroidManifest.xml", "is missing: this is no APK");
  const content = await readEntry(reader, entry, largestManifest);
  const manifest = readManifest(content);
  return { size: source.size, manifest, signing: await readSigning(reader, directory, content) };
}
