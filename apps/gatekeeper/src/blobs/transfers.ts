// How many blobs are on their way, and for how long. A phone that reads slowly, or opens connection after connection,
// must not keep the others from their orders.
import { PassThrough, pipeline, type Readable } from "node:stream";
import { GateError } from "../error.ts";

export interface TransferLimits {
  /** At once, over all phones. */
  all: number;
  /** At once, of one phone. */
  each: number;
  /** Milliseconds without a byte taken, after which a transfer ends; the phone goes on with a range. */
  silence: number;
  /** Milliseconds in all. */
  total: number;
}

const usual: TransferLimits = { all: 256, each: 2, silence: 60_000, total: 3_600_000 };

export class Transfers {
  readonly #limits: TransferLimits;
  readonly #of = new Map<string, number>();
  #open = 0;
  constructor(limits: TransferLimits = usual) {
    this.#limits = limits;
  }
  get open(): number {
    return this.#open;
  }

  /** Takes a place for `device` until the given function is called; throws `busy` when there is none. */
  begin(device: string): () => void {
    const own = this.#of.get(device) ?? 0;
    if (own >= this.#limits.each)
      throw new GateError("busy", "blob", `this phone fetches ${own} already. End one of them first.`);
    if (this.#open >= this.#limits.all)
      throw new GateError("busy", "blob", "many phones fetch now. Try again shortly.");
    this.#open++;
    this.#of.set(device, own + 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#open--;
      const left = (this.#of.get(device) ?? 1) - 1;
      if (left > 0) this.#of.set(device, left);
      else this.#of.delete(device);
    };
  }

  /** `source` of `length` bytes for a phone: never more than a few chunks in memory, ended when it takes too long or is too long. */
  watch(source: Readable, length: number, end: () => void): Readable {
    let left = length;
    const out = new PassThrough({
      transform(part: Buffer, _, done) {
        left -= part.length;
        quiet.refresh();
        // More than was announced would be taken for the next answer on the same connection.
        done(left < 0 ? new Error("the store sends more than it said") : null, part);
      },
      flush: (done) => done(left > 0 ? new Error("the store sends less than it said") : null),
    });
    const stop = (): void => void out.destroy(new Error("too slow"));
    const quiet = setTimeout(stop, this.#limits.silence);
    const late = setTimeout(stop, this.#limits.total);
    pipeline(source, out, () => {
      clearTimeout(quiet);
      clearTimeout(late);
    });
    out.on("close", () => {
      clearTimeout(quiet);
      clearTimeout(late);
      end();
    });
    return out;
  }
}
