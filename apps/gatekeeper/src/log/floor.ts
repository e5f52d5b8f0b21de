// The largest head that was signed, in a file outside PostgreSQL: a database put back to an older state must not be
// signed for again (PROTOCOL section 9). Written at most once a second; what it misses of that second a witness or a
// phone still sees.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { forms, fromHex, type JsonValue, toHex } from "@rempart/trust";
import { GateError } from "../error.ts";
import { say } from "../output.ts";

export interface SignedHead {
  size: number;
  root: Uint8Array;
  /** Restored from a backup of this time (Unix seconds): larger heads may have been signed since. */
  restored?: number;
}

function readHead(path: string): SignedHead {
  try {
    const stored = JSON.parse(readFileSync(path, "utf8")) as Record<string, JsonValue>;
    const head = { size: forms.size(stored.size!, "size"), root: fromHex(forms.hash(stored.root!, "root")) };
    return stored.restored === undefined ? head : { ...head, restored: forms.size(stored.restored, "restored") };
  } catch (error) {
    throw new GateError("stopped", path, `cannot be read (${(error as Error).message}). Put the newest copy back.`);
  }
}

/** Reads and keeps the record at `path`. */
export class SignedFloor {
  readonly #path: string;
  #newest: SignedHead | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #told = false;

  constructor(path: string) {
    this.#path = path;
    if (existsSync(path)) {
      this.#newest = readHead(path);
    }
  }

  get head(): SignedHead | undefined {
    return this.#newest;
  }

  /** Notes that a head of this size is about to be signed; refuses once closed, when nothing would note it any more. */
  raise(head: SignedHead): void {
    if (this.#closed) throw new GateError("stopped", "log", "this gatekeeper is stopping");
    if (this.#newest && head.size <= this.#newest.size) return;
    this.#newest = { ...this.#newest, size: head.size, root: head.root };
    this.#writeLater();
  }

  /** Notes that nothing was signed since the backup that is not known here. */
  confirm(): void {
    if (this.#newest?.restored === undefined) return;
    this.#newest = { size: this.#newest.size, root: this.#newest.root };
    this.#writeLater();
    this.flush();
  }

  /** Writes what is noted; nothing is signed afterwards. */
  close(): void {
    this.#closed = true;
    try {
      this.flush();
    } catch (error) {
      clearTimeout(this.#timer);
      this.#tell(error);
    }
  }

  #writeLater(): void {
    this.#timer ??= setTimeout(() => {
      try {
        this.flush();
        this.#told = false;
      } catch (error) {
        this.#tell(error);
      }
    }, 1000);
  }

  #tell(error: unknown): void {
    if (!this.#told) say("error", { where: this.#path, message: (error as Error).message });
    this.#told = true;
  }

  /** Writes now. */
  flush(): void {
    // Nothing new: the file may say more (`restored`) than a head does.
    if (!this.#newest || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { size, root, restored } = this.#newest;
    const content = JSON.stringify({ size, root: toHex(root), ...(restored === undefined ? {} : { restored }) });
    try {
      writeFileSync(`${this.#path}.new`, content, { mode: 0o600, flush: true });
      renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      // A full disk ends nothing: it is written when there is space again.
      this.#writeLater();
      throw error;
    }
  }
}
