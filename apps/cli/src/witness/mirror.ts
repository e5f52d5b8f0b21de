// A witness's copy of the log, with the orders and results that entries refer to: what a restored gatekeeper is refilled
// from. One file for each 256 entries, a line for each. The oldest are dropped when it grows beyond its bound.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { CompactRange, LogError } from "@rempart/log";
import { forms, fromHex, leafHash, readJson, schema, toBase64 } from "@rempart/trust";
import { readIfThere } from "../profile/files.ts";
import { checkRow, erasedBy, eraseFrom, type Row, readRow } from "./rows.ts";
import { writeDurable } from "./store.ts";

const perFile = 256;
const lineLimit = 64 * 1024 * 1024;
const mark = schema.object({
  v: schema.literal(1),
  /** The first entry that is kept, and the peaks of the tree before it. */
  first: forms.size,
  peaks: schema.list(forms.bytes(32, 32), 0, 64),
  /** Up to here the entries gave a signed root. */
  verified: forms.size,
});

/** A folder of entries. */
export class Mirror {
  readonly #folder: string;
  readonly #genesis: string;
  readonly #mostBytes: number;
  /** The tree before `first`, and the tree of all that is kept. */
  #before = new CompactRange();
  #range = new CompactRange();
  #verified = 0;
  /** What erasures since the verified size named: hash to the index of the erasure. */
  readonly #erased = new Map<string, number>();

  private constructor(folder: string, genesis: string, mostBytes: number) {
    this.#folder = folder;
    this.#genesis = genesis;
    this.#mostBytes = mostBytes;
  }

  /** Opens or makes the folder; what was written after the last verified size is fetched again. */
  static async open(folder: string, genesis: string, mostBytes = Number.POSITIVE_INFINITY): Promise<Mirror> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const mirror = new Mirror(folder, genesis, mostBytes);
    const bytes = await readIfThere(join(folder, "mirror.json"));
    if (bytes) {
      const { first, peaks, verified } = mark(readJson(bytes, 64 * 1024, "mirror.json"), "mirror");
      mirror.#before = new CompactRange(first, peaks);
      mirror.#verified = verified;
    }
    mirror.#cut();
    return mirror;
  }

  /** The first entry that is kept. */
  get first(): number {
    return this.#before.size;
  }
  /** Entries up to here are kept, verified or not. */
  get size(): number {
    return this.#range.size;
  }
  get verified(): number {
    return this.#verified;
  }

  #path(index: number): string {
    return join(this.#folder, `${String(Math.floor(index / perFile)).padStart(9, "0")}.jsonl`);
  }

  #lines(index: number): string[] {
    try {
      return readFileSync(this.#path(index), "utf8")
        .split("\n")
        .filter((line) => line !== "");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  /** Drops all after the verified size from the files, and computes the tree of the rest. */
  #cut(): void {
    this.#erased.clear();
    this.#range = this.#before.clone();
    for (let index = this.first; index < this.#verified; index += perFile - (index % perFile)) {
      const offset = index - (index % perFile);
      for (const line of this.#lines(index).slice(index - offset, this.#verified - offset))
        this.#range.push(leafHash(fromHex(readRow(readJson(Buffer.from(line), lineLimit, "row"), this.#genesis).hash)));
    }
    if (this.#range.size !== this.#verified)
      throw new LogError("log.storage", `the mirror holds ${this.#range.size} entries, not ${this.#verified}`);
    const keep = this.#lines(this.#verified).slice(0, this.#verified % perFile);
    for (const name of this.#files())
      if (Number(name.slice(0, 9)) * perFile > this.#verified) rmSync(join(this.#folder, name));
    const last = this.#path(this.#verified);
    const bytes = keep.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    try {
      truncateSync(last, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  #files(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => /^\d{9}\.jsonl$/.test(name))
      .sort();
  }

  /** Appends rows as the gatekeeper gave them; each is checked in itself. Nothing is verified before `confirm`. */
  append(values: readonly unknown[]): void {
    for (const value of values) {
      const row = readRow(value as never, this.#genesis);
      checkRow(row, this.#range.size);
      for (const hash of erasedBy(row)) this.#erased.set(hash, this.#range.size);
      appendFileSync(this.#path(this.#range.size), `${JSON.stringify(row.json)}\n`, { mode: 0o600 });
      this.#range.push(leafHash(fromHex(row.hash)));
    }
  }

  /** That the entries up to here give `root`: only then do they stay. Returns whether they do. */
  async confirm(root: Uint8Array): Promise<boolean> {
    if (Buffer.compare(this.#range.root(), root) !== 0) {
      this.#cut();
      return false;
    }
    // Before the mark: after a crash the same entries come again, and their erasures with them.
    await this.#erase();
    this.#verified = this.#range.size;
    await this.#save();
    await this.#shrink();
    return true;
  }

  async #save(): Promise<void> {
    const peaks = this.#before.peaks().map(toBase64);
    const content = { v: 1, first: this.first, peaks, verified: this.#verified };
    await writeDurable(this.#folder, "mirror.json", JSON.stringify(content));
  }

  /** The bodies that erasures named go from here too. */
  async #erase(): Promise<void> {
    const named = this.#erased;
    if (named.size === 0) return;
    for (const name of this.#files()) {
      const index = Number(name.slice(0, 9)) * perFile;
      let touched = false;
      const lines = this.#lines(index).map((line) => {
        const row = readRow(readJson(Buffer.from(line), lineLimit, "row"), this.#genesis);
        const next = eraseFrom(row, named);
        touched ||= next !== row.json;
        return JSON.stringify(next);
      });
      if (touched) await writeDurable(this.#folder, name, lines.map((line) => `${line}\n`).join(""));
    }
    named.clear();
  }

  /** Drops the oldest files while the folder is above its bound. */
  async #shrink(): Promise<void> {
    const files = this.#files();
    let bytes = files.reduce((sum, name) => sum + statSync(join(this.#folder, name)).size, 0);
    for (const name of files.slice(0, -1)) {
      if (bytes <= this.#mostBytes) return;
      const index = Number(name.slice(0, 9)) * perFile;
      const next = this.#before.clone();
      for (const { row } of this.rows(this.first, index + perFile)) next.push(leafHash(fromHex(row.hash)));
      this.#before = next;
      // The mark first: a file too many is dropped at the next start, a file too few would be a hole.
      await this.#save();
      bytes -= statSync(join(this.#folder, name)).size;
      rmSync(join(this.#folder, name));
    }
  }

  /** The kept rows from `from` to `to`. */
  *rows(from: number, to: number): Generator<{ index: number; row: Row }> {
    const end = Math.min(to, this.#verified);
    for (let index = Math.max(from, this.first); index < end; index += perFile - (index % perFile)) {
      const offset = index - (index % perFile);
      const lines = this.#lines(index).slice(index - offset, end - offset);
      for (const [place, line] of lines.entries())
        yield { index: index + place, row: readRow(readJson(Buffer.from(line), lineLimit, "row"), this.#genesis) };
    }
  }
}
