import { type Appended, createSequencer, createTree, LogError, type LogTree, type Work } from "@rempart/log";
import {
  type Charter,
  concat,
  currentLog,
  type Document,
  fromHex,
  headType,
  type JsonValue,
  signDocument,
  toBase64,
  toHex,
} from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import { GateError } from "../error.ts";
import type { Keys } from "../keys/keys.ts";
import { badConfiguration, type Die } from "../output.ts";
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
  "This is an older or another copy: nothing is signed or released until it is refilled, or the roots start a new log epoch.";

function restoredFrom(at: number): string {
  const when = new Date(at * 1000).toISOString();
  return `this was restored from a backup of ${when}, and what was signed since is not known here. Refill the log, or restore again with --newest-head (docs/operate/backup.md).`;
}

/** Refuses with `stopped` a database that does not continue what was signed, or that lacks entries of its own log. */
async function checkStored(pool: pg.Pool, tree: LogTree, current: SignedHead, floor: SignedHead | undefined) {
  const { rows } = await pool.query<{ size: string }>("select coalesce(max(index) + 1, 0) as size from log_entry");
  const { size } = current;
  if (floor?.restored !== undefined) throw new GateError("stopped", "log", restoredFrom(floor.restored));
  if (Number(rows[0]!.size) !== size)
    throw new GateError("stopped", "log", `the database says ${size} entries and holds ${rows[0]!.size}. ${olderCopy}`);
  if (!floor) return;
  if (size < floor.size)
    throw new GateError(
      "stopped",
      "log",
      `the database holds ${size} entries, but a head of ${floor.size} was signed. ${olderCopy}`,
    );
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
  const sequencer = createSequencer<Tx, LogRecord>({ storage, ...(floor.head ? { floor: floor.head } : {}) });
  const tree = createTree({ store: storage });
  const { rows } = await pool.query<{ size: string; root: Buffer }>("select size, root from log_state");
  let current: { size: number; root: Uint8Array } = {
    size: Number(rows[0]!.size),
    root: new Uint8Array(rows[0]!.root),
  };
  await checkStored(pool, tree, current, floor.head);
  sequencer.onCommit((event) => {
    current = { size: event.size, root: event.root };
    tree.absorb(event.tiles);
  });

  /** The newest committed head, signed for `charter`; bound to `nonce` when a phone or client asked. */
  async function signHead(charter: Charter, freeze: string | undefined, nonce: string | undefined) {
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
    return signDocument(headType, body, [keys.logSigner]);
  }

  async function append<T>(work: Work<Tx, LogRecord, T>): Promise<Appended<T>> {
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
    signHead,
    size: (): number => current.size,
    /** Root of the first `size` entries, hex. */
    rootAt: async (size: number): Promise<string> => toHex(await tree.rootAt(size)),
    inclusion: async (index: number, size: number): Promise<string> => pathText(await tree.inclusionPath(index, size)),
    consistency: async (from: number, to: number): Promise<string> => pathText(await tree.consistencyPath(from, to)),
    async entries(from: number, limit: number): Promise<{ envelope: JsonValue }[]> {
      const found = await pool.query<{ envelope: string }>(
        "select envelope from log_entry where index >= $1 order by index limit $2",
        [from, limit],
      );
      return found.rows.map((row) => ({ envelope: JSON.parse(row.envelope) as JsonValue }));
    },
    tiles: storage,
    async close(): Promise<void> {
      await sequencer.close();
      floor.flush();
    },
  };
}
export type Log = Awaited<ReturnType<typeof openLog>>;
