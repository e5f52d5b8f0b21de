import { Inflate } from "fflate";
import { ApkError } from "../error.ts";
import type { Reader } from "../source.ts";
import type { Entry } from "./directory.ts";

/** Packed bytes given to the unpacker at once: it makes at most about a thousand times as many before we look again. */
const step = 1024;

function inflate(packed: Uint8Array, size: number, name: string): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  let over = false;
  const inflater = new Inflate((part, last) => {
    if (at + part.length > size) throw new ApkError("apk.bomb", name, "unpacks to more than it says");
    out.set(part, at);
    at += part.length;
    over ||= last;
  });
  try {
    for (let from = 0; from < packed.length; from += step) {
      inflater.push(packed.subarray(from, from + step), from + step >= packed.length);
    }
  } catch (error) {
    if (error instanceof ApkError) throw error;
    throw new ApkError("apk.zip", name, "cannot be unpacked");
  }
  if (!over || at !== size) throw new ApkError("apk.zip", name, `unpacks to ${at} bytes and says ${size}`);
  return out;
}

/** The content of one entry; `apk.bomb` when it is, or says it is, larger than `most` bytes. */
export async function readEntry(reader: Reader, entry: Entry, most: number): Promise<Uint8Array> {
  const { name, method, compressed, size, data } = entry;
  if (size > most || compressed > most + 1024) {
    throw new ApkError("apk.bomb", name, `has ${size} bytes unpacked; at most ${most} are read`);
  }
  const packed = new Uint8Array(await reader.read(data, compressed, name));
  return method === "stored" ? packed : inflate(packed, size, name);
}
