// What is inside a backup: notes (JSON) and data, each behind its length. Read and written as a stream; nothing is ever
// held whole. Wrapped by age (frames.ts knows nothing of it), which notices any byte changed and any end cut off.
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { AppliedMigration } from "@rempart/postgres";
import { LaunchError } from "../error.ts";
import type { PartName } from "../report.ts";

/** One note, in the order in which a backup has them; data follows `table` and `file`. */
export type Note =
  | { kind: "backup"; format: 1; createdAt: number; parts: PartName[]; moved: boolean }
  | { kind: "part"; part: PartName; migrations: AppliedMigration[] }
  | { kind: "table"; name: string; columns: string[] }
  | { kind: "file"; path: string }
  | { kind: "sequences"; values: { name: string; last: string; called: boolean }[] }
  /** Ends a table (with its rows) or a file: what was read must give the same. */
  | { kind: "sum"; bytes: number; sha256: string; rows?: number }
  | { kind: "part-end" }
  | { kind: "end" };

const noteByte = 0x4a;
const dataByte = 0x44;
const longestNote = 4 * 1024 * 1024;
const longestData = 1024 * 1024;

function header(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = type;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

async function write(out: Writable, bytes: Uint8Array): Promise<void> {
  if (out.destroyed) throw out.errored ?? new LaunchError("The backup could not be written on.");
  if (out.write(bytes)) return;
  // A full disk destroys the stream, and no "drain" comes any more.
  const over = new AbortController();
  try {
    await Promise.race([once(out, "drain", over), once(out, "close", over)]);
  } finally {
    over.abort();
  }
}

/** Writes a note. */
export async function writeNote(out: Writable, note: Note): Promise<void> {
  const text = Buffer.from(JSON.stringify(note));
  if (text.length > longestNote) throw new LaunchError(`A ${note.kind} is too long for a backup.`);
  await write(out, header(noteByte, text.length));
  await write(out, text);
}

/** Writes data of any length, in pieces. */
export async function writeData(out: Writable, data: Buffer): Promise<void> {
  for (let at = 0; at < data.length; at += longestData) {
    const piece = data.subarray(at, at + longestData);
    await write(out, header(dataByte, piece.length));
    await write(out, piece);
  }
}

const damaged = (): LaunchError => new LaunchError("The backup is not whole, or was not made by this program.");

/** Reads notes and data from a stream. */
export class FrameReader {
  readonly #source: AsyncIterator<Buffer>;
  #chunks: Buffer[] = [];
  #held = 0;
  #next: { note: Note } | { data: Buffer } | undefined;

  constructor(stream: Readable) {
    this.#source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#held < length) {
      const { value, done } = await this.#source.next();
      if (done) throw damaged();
      this.#chunks.push(value);
      this.#held += value.length;
    }
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = all.length > length ? [all.subarray(length)] : [];
    this.#held -= length;
    return all.subarray(0, length);
  }

  async #frame(): Promise<{ note: Note } | { data: Buffer }> {
    const head = await this.#take(5);
    const length = head.readUInt32BE(1);
    if (head[0] === dataByte && length <= longestData) return { data: await this.#take(length) };
    if (head[0] !== noteByte || length > longestNote) throw damaged();
    return { note: JSON.parse((await this.#take(length)).toString("utf8")) as Note };
  }

  /** The next note; throws when data comes, or the end. */
  async note(): Promise<Note> {
    const frame = this.#next ?? (await this.#frame());
    this.#next = undefined;
    if (!("note" in frame)) throw damaged();
    return frame.note;
  }

  /** The next note, which must be of this kind. */
  async expect<K extends Note["kind"]>(kind: K): Promise<Extract<Note, { kind: K }>> {
    const note = await this.note();
    if (note.kind !== kind) throw damaged();
    return note as Extract<Note, { kind: K }>;
  }

  /** The data up to the next note. */
  async *data(): AsyncGenerator<Buffer> {
    for (;;) {
      const frame = await this.#frame();
      if ("note" in frame) {
        this.#next = frame;
        return;
      }
      yield frame.data;
    }
  }

  /** Reads on to the end, so that age has seen its last piece. */
  async finish(): Promise<void> {
    const { done } = await this.#source.next();
    if (!done || this.#held > 0) throw damaged();
  }
}
