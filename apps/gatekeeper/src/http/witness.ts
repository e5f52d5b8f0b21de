import { forms, type JsonValue, payloadLimit, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { mostEntries } from "../refill/plan.ts";
import { fieldsOf, readBody } from "./body.ts";
import { ok, type Route } from "./router.ts";

/** A million hashes, or a page of entries with their documents. */
const refillBody = 64 * 1024 * 1024;
const rows = schema.list((value: JsonValue) => value, 1, 1000);
const hashes = forms.bytes(32, 32 * mostEntries);

/** Where witnesses bring their statements. They need no session: what they bring is signed by a key of the charter. */
export function witnessRoutes(context: Context): Route[] {
  return [
    {
      method: "POST",
      path: /^\/gate\/v1\/witness$/,
      handle: async (call) => {
        const fields = fieldsOf(await readBody(call, 4 * payloadLimit), ["statement", "head"]);
        if (fields.statement === undefined) throw new GateError("request", "body.statement", "is missing");
        return ok(await context.witnesses.take(fields.statement as JsonValue, fields.head));
      },
    },
    {
      method: "POST",
      path: /^\/gate\/v1\/refill$/,
      handle: async (call) => {
        // A stranger's megabytes are read only while there is something to refill.
        const limit = context.log.behind ? refillBody : 4 * payloadLimit;
        const fields = fieldsOf(await readBody(call, limit), ["head", "from", "hashes", "entries"]);
        if (fields.head !== undefined && fields.hashes === undefined) return ok(await context.refill.look(fields.head));
        const from = forms.size(fields.from ?? null, "from");
        if (fields.head === undefined)
          return ok(await context.refill.add(from, rows(fields.entries ?? null, "entries")));
        return ok(await context.refill.begin(fields.head, from, hashes(fields.hashes ?? null, "hashes")));
      },
    },
  ];
}
