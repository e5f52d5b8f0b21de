// The string pool of Android's binary XML (ResStringPool in AOSP's ResourceTypes.h).
import { Cursor } from "../cursor.ts";

const poolType = 1;
const utf8Flag = 0x100;
const most = 65_536;
const wide = new TextDecoder("utf-16le");
const narrow = new TextDecoder("utf-8");

/** Lengths in 8-bit pools take one or two bytes, in 16-bit pools two or four. */
function length8(cursor: Cursor): number {
  const first = cursor.u8();
  return first & 0x80 ? ((first & 0x7f) << 8) | cursor.u8() : first;
}

function length16(cursor: Cursor): number {
  const first = cursor.u16();
  return first & 0x8000 ? (first & 0x7fff) * 0x10000 + cursor.u16() : first;
}

/** Reads strings of a pool when they are asked for: a manifest refers to few of those that a hostile pool may list. */
export class Strings {
  readonly #chunk: Uint8Array;
  readonly #offsets: number[] = [];
  readonly #start: number;
  readonly #utf8: boolean;
  readonly #where: string;
  constructor(chunk: Uint8Array, where: string) {
    this.#chunk = chunk;
    this.#where = where;
    const cursor = new Cursor(chunk, "apk.manifest", where);
    if (cursor.u16() !== poolType) cursor.fail("does not begin with its strings");
    const header = cursor.u16();
    cursor.u32();
    const count = cursor.u32();
    cursor.u32();
    this.#utf8 = (cursor.u32() & utf8Flag) !== 0;
    this.#start = cursor.u32();
    if (count > most) cursor.fail(`has more than ${most} strings`);
    cursor.at = header;
    for (let index = 0; index < count; index++) this.#offsets.push(cursor.u32());
  }

  /** The string with this index; undefined for none (0xffffffff); refuses an index that the pool has not. */
  at(index: number): string | undefined {
    if (index === 0xffffffff) return undefined;
    const cursor: Cursor = new Cursor(this.#chunk, "apk.manifest", this.#where);
    const offset = this.#offsets[index];
    if (offset === undefined) cursor.fail("refers to a string that is not there");
    cursor.take(this.#start);
    cursor.take(offset);
    if (!this.#utf8) return wide.decode(cursor.take(2 * length16(cursor)));
    length8(cursor);
    return narrow.decode(cursor.take(length8(cursor)));
  }
}
