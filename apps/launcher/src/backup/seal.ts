// The outer shell of a backup: gzip, then age. Streams throughout: memory stays small whatever the size.
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { PassThrough, Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter } from "age-encryption";
import { badConfiguration, LaunchError } from "../error.ts";
import { createNew } from "./files.ts";

const buffered = { highWaterMark: 1024 * 1024 };

/** Refuses what age does not take as a recipient. */
function encrypterFor(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new LaunchError(
        `--recipient ${recipient.slice(0, 80)} is no age recipient (age1…). Make one: npx --no-install rempart key identity --out FILE`,
        badConfiguration,
      );
    }
  }
  return encrypter;
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

/**
 * Writes a sealed file: `fill` gets a stream for the plain text, which exists in memory alone. The file has its name only
 * when it is whole and on disk; after an error nothing is left of it. Gives its length and SHA-256.
 */
export async function writeSealed(
  path: string,
  recipients: readonly string[],
  fill: (out: PassThrough) => Promise<void>,
): Promise<{ bytes: number; sha256: string }> {
  const encrypter = encrypterFor(recipients);
  const draft = `${path}.partial`;
  rmSync(draft, { force: true });
  const file = createNew(draft);
  const hash = createHash("sha256");
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    const plain = new PassThrough(buffered);
    const zip = createGzip({ level: 1, chunkSize: 256 * 1024 });
    const zipping = pipeline(plain, zip);
    const sealed = await encrypter.encrypt(Readable.toWeb(zip) as unknown as globalThis.ReadableStream<Uint8Array>);
    const target = createWriteStream("", { fd: file, flush: true });
    const writing = pipeline(Readable.fromWeb(sealed as unknown as ReadableStream), counting, target);
    const filling = fill(plain).then(
      () => void plain.end(),
      (error: Error) => {
        plain.destroy(error);
        throw error;
      },
    );
    // The first to fail has the cause; the others only hear that the stream is gone.
    await Promise.all([filling, zipping, writing].map((one) => one.catch(failWith(plain))));
    try {
      linkSync(draft, path); // never over another file
    } catch (error) {
      throw new LaunchError(`${path} cannot be written: ${(error as Error).message}. Choose another --out.`);
    }
    syncFolder(path);
    return { bytes, sha256: hash.digest("hex") };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Passes an error on to whoever fills the stream, and up. */
function failWith(plain: PassThrough): (error: Error) => never {
  return (error) => {
    plain.destroy(error);
    throw error;
  };
}

/** Reads an age identity file: comments, and lines that begin with AGE-SECRET-KEY-. */
function readIdentities(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new LaunchError(`--identity ${path} cannot be read: ${(error as Error).message}.`, badConfiguration);
  }
  const found = text.split(/\s+/).filter((word) => word.startsWith("AGE-SECRET-KEY-"));
  if (found.length === 0) throw new LaunchError(`--identity ${path} holds no AGE-SECRET-KEY-… line.`, badConfiguration);
  return found;
}

/** Opens a sealed file for reading, with a file of age identities. */
export async function openSealed(path: string, identityFile: string): Promise<Readable> {
  const decrypter = new Decrypter();
  for (const identity of readIdentities(identityFile)) decrypter.addIdentity(identity);
  const file = createReadStream(path, buffered);
  const refuse = (): never => {
    throw new LaunchError(`${path} is not a backup that this identity opens.`, badConfiguration);
  };
  await new Promise<void>((resolve, reject) => {
    file.once("open", () => resolve());
    file.once("error", (error) => reject(new LaunchError(`${path} cannot be read: ${error.message}.`)));
  });
  const opened = await decrypter
    .decrypt(Readable.toWeb(file) as unknown as globalThis.ReadableStream<Uint8Array>)
    .catch(refuse);
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  // An error goes to whoever reads `unzip`.
  pipeline(Readable.fromWeb(opened as unknown as ReadableStream), unzip).catch(() => {});
  return unzip;
}
