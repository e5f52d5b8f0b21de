// A restored log must be the log: its entries give its root, and contain what was signed.
import { readFileSync } from "node:fs";
import { CompactRange } from "@rempart/log";
import { fromHex, leafHash, toHex } from "@rempart/trust";
import type pg from "pg";
import { badConfiguration, LaunchError } from "../error.ts";

/** A head of the log: how many entries, and the root over them, hex. */
export interface Head {
  readonly size: number;
  readonly root: string;
}

/** Reads `SIZE:ROOT`. */
export function parseHead(text: string): Head {
  const [, size, root] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (size === undefined || root === undefined)
    throw new LaunchError(
      "--newest-head takes SIZE:ROOT, as 1234:9f86d0… with 64 hexadecimal digits.",
      badConfiguration,
    );
  return { size: Number(size), root };
}

/** The record of signed heads in a file, if it is there and readable. */
export function readRecord(path: string): Head | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    const { size, root } = JSON.parse(text) as Head;
    return parseHead(`${size}:${root}`);
  } catch {
    throw new LaunchError(`${path} cannot be read. Put the newest copy of it back, or take it away.`, badConfiguration);
  }
}

const page = 10_000;

/**
 * Computes the log's tree again from its entries. Throws unless it gives the stored root and holds every one of `heads`
 * that it is long enough for. Resolves with the log's own head.
 */
export async function proveLog(client: pg.ClientBase, heads: readonly Head[]): Promise<Head> {
  const { rows } = await client.query<{ size: string; root: Buffer }>("select size, root from log_state");
  const stored: Head = { size: Number(rows[0]?.size ?? 0), root: rows[0]?.root.toString("hex") ?? "" };
  const wanted = [...heads, stored].filter(({ size }) => size <= stored.size).sort((a, b) => a.size - b.size);
  const tree = new CompactRange();
  const compare = (): void => {
    for (; wanted[0]?.size === tree.size; wanted.shift())
      if (wanted[0].root !== toHex(tree.root()))
        throw new LaunchError(`The log's first ${tree.size} entries do not give the root that was signed for them.`);
  };
  compare();
  for (let from = 0; from < stored.size; from += page) {
    const entries = await client.query<{ index: string; hash: string }>(
      "select index, hash from log_entry where index >= $1 order by index limit $2",
      [from, page],
    );
    for (const { index, hash } of entries.rows) {
      if (Number(index) !== tree.size) throw new LaunchError(`The log has no entry ${tree.size}.`);
      tree.push(leafHash(fromHex(hash)));
      compare();
    }
  }
  if (wanted.length > 0) throw new LaunchError(`The log says ${stored.size} entries and holds ${tree.size}.`);
  return stored;
}
