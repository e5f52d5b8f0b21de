// What people's clients and anyone who checks us may ask. No session: every document that comes in is signed, and what
// goes out is public or proven.
import { parseTilePath } from "@rempart/log";
import { claimedType, forms, type JsonValue, schema } from "@rempart/trust";
import type { Founding } from "../charter/founding.ts";
import { submitCharter } from "../charter/submit.ts";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { submitTicket } from "../devices/tickets.ts";
import { GateError } from "../error.ts";
import { submitOrder } from "../orders/submit.ts";
import { fieldsOf, readBody } from "./body.ts";
import { type Call, ok, type Route } from "./router.ts";

const charterBody = 2 * 1024 * 1024 + 4096;
/** An order with a list of 1,000,000 ids of 22 characters. */
const submissionBody = 32 * 1024 * 1024;
const targetList = schema.list(forms.id, 0, 1_000_000);

function numberOf(call: Call, name: string, fallback: number, most: number): number {
  const text = call.url.searchParams.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw new GateError("request", name, `must be a number 0..${most}`);
  return value;
}

async function submit(context: Context, call: Call) {
  const { envelope, targets } = fieldsOf(await readBody(call.request, submissionBody), ["envelope", "targets"]);
  if (envelope === undefined) throw new GateError("request", "body.envelope", "is missing");
  const ids = targets === undefined ? [] : targetList(targets, "targets");
  void context.charters.newest;
  return context.decisions.run(async () => {
    const type = claimedType(envelope);
    if (type === "ticket") return submitTicket(context, envelope);
    if (type === "charter") return submitCharter(context, envelope);
    return submitOrder(context, envelope, ids, call.receivedAt);
  });
}

function logRoutes(context: Context): Route[] {
  const { log, charters, freezes } = context;
  return [
    {
      method: "GET",
      path: /^\/log\/v1\/head$/,
      handle: async (call) => {
        const nonce = forms.nonce(call.url.searchParams.get("nonce") ?? "", "nonce");
        const from = numberOf(call, "size", 0, log.size());
        const head = await log.signHead(charters.newest, freezes.oldest, nonce);
        return ok({ head: head.envelope, consistency: from === 0 ? "" : await log.consistency(from, head.body.size) });
      },
    },
    {
      method: "GET",
      path: /^\/log\/v1\/entries$/,
      handle: async (call) => {
        const from = numberOf(call, "from", 0, Number.MAX_SAFE_INTEGER);
        return ok({ entries: await log.entries(from, numberOf(call, "limit", 100, 1000)) });
      },
    },
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
    {
      method: "GET",
      path: /^\/log\/v1\/(tile\/.+)$/,
      handle: async (call) => {
        const tile = parseTilePath(call.parts[0]!);
        const [hashes] = await log.tiles.readTiles([tile]);
        if (!hashes || hashes.length < tile.width * 32) throw new GateError("not-found", "tile", "is beyond the log");
        return {
          status: 200,
          bytes: hashes.subarray(0, tile.width * 32),
          headers: { "content-type": "application/octet-stream" },
        };
      },
    },
  ];
}

/** Routes of both listeners. */
export function peopleRoutes(context: Context, founding: Founding): Route[] {
  const { charters, freezes, log } = context;
  return [
    {
      method: "GET",
      path: /^\/gate\/v1\/status$/,
      handle: () => {
        const newest = charters.chain.at(-1);
        const organisation = newest
          ? { genesis: newest.genesis, version: newest.body.version, charter: newest.hash }
          : {};
        return ok({
          founded: charters.founded,
          ...organisation,
          frozen: freezes.frozen,
          freezes: freezes.open,
          strange: [...freezes.strange],
          size: log.size(),
          time: nowSeconds(),
          ...(context.config.layout ? { layout: context.config.layout } : {}),
        });
      },
    },
    { method: "GET", path: /^\/gate\/v1\/founding$/, handle: () => ok(founding.offer()) },
    {
      method: "POST",
      path: /^\/gate\/v1\/found$/,
      handle: async (call) => {
        const { envelope, mac } = fieldsOf(await readBody(call.request, charterBody), ["envelope", "mac"]);
        const done = await context.decisions.run(() => founding.found(envelope as JsonValue, mac));
        context.nudge();
        return { status: 201, json: done };
      },
    },
    { method: "POST", path: /^\/gate\/v1\/submit$/, handle: async (call) => ok(await submit(context, call)) },
    {
      method: "GET",
      path: /^\/charters\/(\d{1,9})$/,
      handle: (call) => {
        const charter = charters.chain[Number(call.parts[0]) - 1];
        if (!charter) throw new GateError("not-found", "charter", "no such version");
        return ok(charter.document.envelope);
      },
    },
    ...logRoutes(context),
  ];
}
