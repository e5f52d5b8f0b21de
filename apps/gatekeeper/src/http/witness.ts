import { type JsonValue, payloadLimit } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { fieldsOf, readBody } from "./body.ts";
import { ok, type Route } from "./router.ts";

/** Where witnesses bring their statements. They need no session: what they bring is signed by a key of the charter. */
export function witnessRoutes(context: Context): Route[] {
  return [
    {
      method: "POST",
      path: /^\/gate\/v1\/witness$/,
      handle: async (call) => {
        const fields = fieldsOf(await readBody(call.request, 4 * payloadLimit), ["statement", "head"]);
        if (fields.statement === undefined) throw new GateError("request", "body.statement", "is missing");
        return ok(await context.witnesses.take(fields.statement as JsonValue, fields.head));
      },
    },
  ];
}
