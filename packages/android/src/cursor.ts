import { ApkError, type ApkErrorCode } from "./error.ts";

/** Little-endian fields one after the other; whatever would lie beyond the end is an error of the file, by its name. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #code: ApkErrorCode;
  readonly where: string;
  at: number;
  constructor(bytes: Uint8Array, code: ApkErrorCode, where: string, at = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#code = code;
    this.where = where;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  fail(problem: string): never {
    throw new ApkError(this.#code, this.where, problem);
  }

  #step(length: number): number {
    if (length < 0 || length > this.left) this.fail(`ends too early: ${length} bytes wanted, ${this.left} there`);
    const at = this.at;
    this.at += length;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }
  /** Refuses what no file can hold. */
  u64(): number {
    const low = this.u32();
    const high = this.u32();
    if (high >= 0x200000) this.fail("holds a length that no file has");
    return high * 0x1_0000_0000 + low;
  }
  take(length: number): Uint8Array {
    const at = this.#step(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Bytes that their length comes before, 32 bits. */
  prefixed(): Uint8Array {
    return this.take(this.u32());
  }
  /** The same, to be read on. */
  slice(where = this.where): Cursor {
    return new Cursor(this.prefixed(), this.#code, where);
  }
  /** Every one of a list of length-prefixed parts, `most` at most. */
  list(most: number, where = this.where): Cursor[] {
    const parts: Cursor[] = [];
    while (this.left > 0) {
      if (parts.length === most) this.fail(`holds more than ${most} parts`);
      parts.push(this.slice(where));
    }
    return parts;
  }
}
