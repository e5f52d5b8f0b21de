import {
  type Appended,
  checkpointText,
  createSequencer,
  createTree,
  entryBundle,
  LogError,
  type LogTree,
  signNote,
  type Work,
} from "@rempart/log";
import {
  type Charter,
  concat,
  currentLog,
  type Document,
  fromHex,
  headType,
  type JsonValue,
  signatureToDer,
  signDocument,
  signP256,
  toBase64,
  toHex,
  utf8,
} from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import { GateError } from "../error.ts";
import type { Keys } from "../keys/keys.ts";
import { badConfiguration, type Die, say } from "../output.ts";
import { readEntries, type StoredEntry } from "./entries.ts";
import { SignedFloor, type SignedHead } from "./floor.ts";
import { type LogEntry, type LogRecord, LogStorage, type Tx } from "./storage.ts";

/** Joins the nodes of a proof into the `path` form. */
export function pathText(nodes: readonly Uint8Array[]): string {
  return toBase64(concat(...nodes));
}

/** A log entry for a document that is stored whole. */
export function entryOf(document: Document<unknown>): LogEntry {
  return { hash: fromHex(document.hash), record: { type: document.type, envelope: document.envelope } };
}

const olderCopy =
  "This is an older or another copy: nothing is signed or released until it is refilled (docs/operate/backup.md).";

/** A head was signed above what is held here: nothing is signed or released until the missing entries are back. */
export interface Behind extends SignedHead {
  why: string;
}

function restoredFrom(at: number): string {
  const when = new Date(at * 1000).toISOString();
  return `this was restored from a backup of ${when}, and what was signed since is not known here. Name mirrors to refill from, or restore again with --newest-head (docs/operate/backup.md).`;
}

/**
 * Refuses with `stopped` a database that does not continue what was signed, or that lacks entries of its own log. Gives
 * what is missing when it is merely older.
 */
async function checkStored(
  pool: pg.Pool,
  tree: LogTree,
  current: SignedHead,
  floor: SignedHead | undefined,
): Promise<Behind | undefined> {
  const { rows } = await pool.query<{ size: string }>("select coalesce(max(index) + 1, 0) as size from log_entry");
  const { size } = current;
  if (Number(rows[0]!.size) !== size)
    throw new GateError("stopped", "log", `the database says ${size} entries and holds ${rows[0]!.size}. ${olderCopy}`);
  if (!floor) return undefined;
  if (size < floor.size)
    return {
      ...floor,
      why: `the database holds ${size} entries, but a head of ${floor.size} was signed. ${olderCopy}`,
    };
  const root = await tree.rootAt(floor.size).catch((error: unknown) => {
    // Tiles that lack hashes are as good an answer as another root; a database that does not answer is none.
    if (error instanceof LogError) return undefined;
    throw error;
  });
  if (!root || toHex(root) !== toHex(floor.root))
    throw new GateError(
      "stopped",
      "log",
      `the database does not hold the first ${floor.size} entries that a signed head covers. ${olderCopy}`,
    );
  // What the record names is here; nobody knows yet what was signed after the backup.
  return floor.restored === undefined ? undefined : { ...floor, ...current, why: restoredFrom(floor.restored) };
}

/** The gatekeeper's log: appends, proofs, signed heads. */
export async function openLog(
  pool: pg.Pool,
  keys: Keys,
  floorPath: string,
  die: Die,
  fence: (tx: Tx) => Promise<void>,
) {
  const storage = new LogStorage(pool, die, fence);
  const floor = new SignedFloor(floorPath);
  const tree = createTree({ store: storage });
  const { rows } = await pool.query<{ size: string; root: Buffer }>("select size, root from log_state");
  let current: { size: number; root: Uint8Array } = {
    size: Number(rows[0]!.size),
    root: new Uint8Array(rows[0]!.root),
  };
  let behind = await checkStored(pool, tree, current, floor.head);
  const limit = floor.head && !behind ? { floor: floor.head } : {};
  const sequencer = createSequencer<Tx, LogRecord>({ storage, ...limit });
  const listeners = new Set<() => void>();
  sequencer.onCommit((event) => {
    current = { size: event.size, root: event.root };
    tree.absorb(event.tiles);
    for (const listener of listeners) listener();
  });

  function demandWhole(): void {
    if (behind) throw new GateError("refilling", "log", behind.why);
  }

  /** The newest committed head, signed for `charter`; bound to `nonce` when a phone or client asked. */
  async function signHead(charter: Charter, freeze: string | undefined, nonce: string | undefined) {
    demandWhole();
    const { size, root } = current;
    const body: Record<string, JsonValue> = {
      v: 1,
      org: charter.genesis,
      epoch: currentLog(charter.body).epoch,
      size,
      root: toHex(root),
      time: nowSeconds(),
      charter: charter.hash,
    };
    if (freeze !== undefined) body.freeze = freeze;
    if (nonce !== undefined) body.nonce = nonce;
    floor.raise({ size, root });
    return signDocument(headType, body, [keys.logSigner(charter.body)]);
  }

  async function append<T>(work: Work<Tx, LogRecord, T>): Promise<Appended<T>> {
    demandWhole();
    return appendChecked(work);
  }

  async function appendChecked<T>(work: Work<Tx, LogRecord, T>): Promise<Appended<T>> {
    try {
      return await sequencer.append(work);
    } catch (error) {
      if (error instanceof LogError && error.code === "log.consistency")
        die(
          badConfiguration,
          "log",
          `the database was changed under the running gatekeeper: ${error.message}. ${olderCopy}`,
        );
      throw error;
    }
  }

  return {
    /** Runs `work` and its entries in one durable transaction; see the sequencer of @rempart/log. */
    append,
    /** Refuses with `refilling` while entries that were signed are missing. */
    demandWhole,
    signHead,
    /** Calls `listener` after each growth. */
    onGrowth: (listener: () => void): void => void listeners.add(listener),
    /** The same state as a C2SP checkpoint: a signed note of the log's key. */
    async checkpoint(charter: Charter): Promise<string> {
      demandWhole();
      const { size, root } = current;
      const { origin } = currentLog(charter.body);
      const text = checkpointText({ origin, size, root });
      floor.raise({ size, root });
      const key = keys.log(charter.body);
      const signature = signatureToDer(await signP256(key.key, utf8(text)));
      // The name of a key holds no plus sign; its id does not either.
      return signNote(text, [{ name: origin.includes("+") ? key.kid : origin, spki: key.spki, signature }]);
    },
    /** What is missing, while it is. */
    get behind(): Behind | undefined {
      return behind;
    },
    /** A head of our own key above our size was shown: from now on nothing is signed, after a restart neither. */
    fallBehind(head: SignedHead, why: string): void {
      if (head.size <= (behind?.size ?? current.size)) return;
      behind = { ...behind, ...head, why: `the database holds ${current.size} entries, but ${why}. ${olderCopy}` };
      floor.raise(head);
      floor.flush();
      say("alarm", { kind: "log.behind", size: current.size, signed: head.size });
    },
    /** Appends entries that were in the log before. Only whoever verified them against the signed root calls it. */
    async restore<T>(work: Work<Tx, LogRecord, T>): Promise<Appended<T>> {
      const done = await appendChecked(work);
      if (behind && current.size >= behind.size) {
        if (toHex(await tree.rootAt(behind.size)) !== toHex(behind.root))
          throw new GateError("stopped", "log", `the entries do not give the signed root. ${olderCopy}`);
        behind = undefined;
        floor.confirm();
      }
      return done;
    },
    /** After a restore: whoever would know of more does not, so what is held is all that was ever signed. */
    confirm(): void {
      if (behind?.restored === undefined || behind.size !== current.size) return;
      behind = undefined;
      floor.confirm();
      say("refilled", { size: current.size, lost: 0 });
    },
    size: (): number => current.size,
    root: (): Uint8Array => current.root,
    /** Root of the first `size` entries, hex. */
    rootAt: async (size: number): Promise<string> => toHex(await tree.rootAt(size)),
    inclusion: async (index: number, size: number): Promise<string> => pathText(await tree.inclusionPath(index, size)),
    consistency: async (from: number, to: number): Promise<string> => pathText(await tree.consistencyPath(from, to)),
    entries: (from: number, limit: number): Promise<StoredEntry[]> => readEntries(pool, from, limit),
    /** The C2SP entry bundle of entries `from` to `to`: each entry is a document hash, so erasure never changes one. */
    async bundle(from: number, to: number): Promise<Uint8Array> {
      const { rows } = await pool.query<{ hash: string }>(
        "select hash from log_entry where index >= $1 and index < $2 order by index",
        [from, to],
      );
      return entryBundle(rows.map(({ hash }) => fromHex(hash)));
    },
    tiles: storage,
    async close(): Promise<void> {
      await sequencer.close();
      floor.close();
    },
  };
}
export type Log = Awaited<ReturnType<typeof openLog>>;
