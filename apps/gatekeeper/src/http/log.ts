// The log as anyone may read it: heads, proofs, entries, C2SP tiles, bundles and checkpoint. What entries refer to is
// for those who watch it: people and witnesses of the charter.
import { parseBundlePath, parseTilePath, TILE_WIDTH } from "@rempart/log";
import { forms, type JsonValue } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { readDocuments } from "../log/documents.ts";
import type { Readers } from "../log/readers.ts";
import { fieldsOf, readBody } from "./body.ts";
import { numberOf } from "./numbers.ts";
import { type Answer, type Call, ok, type Route } from "./router.ts";

const mostWait = 60;
const documentsBody = 64 * 1024;
/** What never changes may be kept by caches: a full tile, a full bundle, and any part of one that was signed. */
const immutable = {
  "content-type": "application/octet-stream",
  "cache-control": "public, max-age=31536000, immutable",
};

async function head(context: Context, call: Call): Promise<Answer> {
  const { log, charters, freezes, witnesses } = context;
  const from = numberOf(call, "size", 0, Number.MAX_SAFE_INTEGER);
  if (from > log.size())
    throw new GateError("log.beyond", "size", "is beyond this log: one of two was put back or forked");
  const asked = call.url.searchParams.get("nonce");
  const wait = numberOf(call, "wait", 0, mostWait);
  let signed: Awaited<ReturnType<typeof log.signHead>>;
  if (asked === null && call.url.searchParams.has("wait")) {
    void charters.newest;
    signed = await witnesses.rounds.next(from, wait, call.signal);
  } else signed = await log.signHead(charters.newest, freezes.oldest, forms.nonce(asked ?? "", "nonce"));
  const { size } = signed.body;
  const consistency = from === 0 ? "" : await log.consistency(from, size);
  const witness = witnesses.best();
  return ok({ head: signed.envelope, consistency, ...(witness ? { witness } : {}) });
}

async function tile(context: Context, path: string): Promise<Answer> {
  const { log } = context;
  const bundle = parseBundlePath(path);
  if (bundle) {
    const first = bundle.index * TILE_WIDTH;
    if (first + bundle.width > log.size()) throw new GateError("not-found", "tile", "is beyond the log");
    return { status: 200, bytes: await log.bundle(first, first + bundle.width), headers: immutable };
  }
  const wanted = parseTilePath(path);
  const [hashes] = await log.tiles.readTiles([wanted]);
  const length = wanted.width * 32;
  if (!hashes || hashes.length < length) throw new GateError("not-found", "tile", "is beyond the log");
  return { status: 200, bytes: hashes.subarray(0, length), headers: immutable };
}

async function documents(context: Context, readers: Readers, call: Call): Promise<Answer> {
  const fields = fieldsOf(await readBody(call, documentsBody), ["signin", "from", "limit"]);
  await readers.check((fields.signin ?? null) as JsonValue);
  const from = forms.size(fields.from ?? 0, "from");
  const limit = Math.min(1000, forms.size(fields.limit ?? 100, "limit"));
  return ok({ entries: await readDocuments(context.pool, from, limit) });
}

/** Routes of `/log/v1`. */
export function logRoutes(context: Context, readers: Readers): Route[] {
  const { log, charters } = context;
  return [
    { method: "GET", path: /^\/log\/v1\/head$/, handle: (call) => head(context, call) },
    {
      method: "GET",
      path: /^\/log\/v1\/checkpoint$/,
      handle: async () => ({
        status: 200,
        bytes: Buffer.from(await log.checkpoint(charters.newest)),
        headers: { "content-type": "text/plain; charset=utf-8" },
      }),
    },
    {
      method: "GET",
      path: /^\/log\/v1\/entries$/,
      handle: async (call) => {
        const from = numberOf(call, "from", 0, Number.MAX_SAFE_INTEGER);
        return ok({ entries: await log.entries(from, numberOf(call, "limit", 100, 1000)) });
      },
    },
    { method: "POST", path: /^\/log\/v1\/documents$/, handle: (call) => documents(context, readers, call) },
    {
      method: "GET",
      path: /^\/log\/v1\/entry\/(\d{1,15})$/,
      handle: async (call) => {
        const [entry] = await log.entries(Number(call.parts[0]), 1);
        if (!entry || Number(call.parts[0]) >= log.size())
          throw new GateError("not-found", "index", "is beyond the log");
        return ok(entry);
      },
    },
    {
      method: "GET",
      path: /^\/log\/v1\/inclusion\/(\d{1,15})$/,
      handle: async (call) => {
        const size = numberOf(call, "size", log.size(), log.size());
        if (Number(call.parts[0]) >= size) throw new GateError("request", "index", "must be below size");
        return ok({ path: await log.inclusion(Number(call.parts[0]), size) });
      },
    },
    { method: "GET", path: /^\/log\/v1\/(tile\/.+)$/, handle: (call) => tile(context, call.parts[0]!) },
  ];
}
