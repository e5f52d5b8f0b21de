// What was verified of the log is kept in the profile.
import { join } from "node:path";
import { type Released, type ReleasedStore, releasedOrders } from "@rempart/client";
import { forms, type Head, readJson, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { readIfThere, writePrivate } from "../profile/files.ts";

const { integer, list, literal, object } = schema;
const limit = 256 * 1024 * 1024;

const stored = object({
  v: literal(1),
  epoch: integer(1),
  size: forms.size,
  peaks: list(forms.hash, 0, 64),
  orders: list(object({ order: forms.hash, index: forms.size }), 0, 10_000_000),
});

/** released.json of the profile. */
export function releasedStore(context: Context): ReleasedStore {
  const path = join(context.folder, "released.json");
  return {
    async read() {
      const bytes = await readIfThere(path);
      return bytes && stored(readJson(bytes, limit, "released.json"), "released");
    },
    write: (kept) => writePrivate(path, `${JSON.stringify({ v: 1, ...kept })}\n`),
  };
}

/** Every order that the log of `head` released, recomputed down to its signed root. */
export async function releasedOf(context: Context, head: Head, genesis: string): Promise<Released> {
  return await releasedOrders((await context.gatekeeper()).ask, head, genesis, releasedStore(context));
}
