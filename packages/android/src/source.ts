import { ApkError } from "./error.ts";

/** Where a file's bytes come from, so that nobody has to hold a whole APK in memory. */
export interface Source {
  /** Bytes in the file. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`. Called only within the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that is in memory already. */
export function bytesSource(bytes: Uint8Array): Source {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

const window = 256 * 1024;

/** Reads small pieces in windows, since a directory names tens of thousands of them one after the other. */
export class Reader {
  readonly #source: Source;
  #from = 0;
  #bytes: Uint8Array = new Uint8Array();
  constructor(source: Source) {
    this.#source = source;
  }
  get size(): number {
    return this.#source.size;
  }

  /** `length` bytes from `offset`; throws `apk.zip` when the file ends before. `where` is for the error. */
  async read(offset: number, length: number, where: string): Promise<Uint8Array> {
    if (offset < 0 || length < 0 || offset + length > this.size) {
      throw new ApkError("apk.zip", where, `lies beyond the end of the file (${offset} + ${length} of ${this.size})`);
    }
    if (length > window) return this.#whole(offset, length, where);
    if (offset < this.#from || offset + length > this.#from + this.#bytes.length) {
      const start = Math.max(0, Math.min(offset, this.size - window));
      this.#bytes = await this.#whole(start, Math.min(window, this.size - start), where);
      this.#from = start;
    }
    return this.#bytes.subarray(offset - this.#from, offset - this.#from + length);
  }

  async #whole(offset: number, length: number, where: string): Promise<Uint8Array> {
    const bytes = await this.#source.read(offset, length);
    if (bytes.length !== length) throw new ApkError("apk.zip", where, "the file became shorter while it was read");
    return bytes;
  }
}
