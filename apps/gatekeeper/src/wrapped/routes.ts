import { forms, type JsonValue, payloadLimit, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { readBody } from "../http/body.ts";
import { ok, type Route } from "../http/router.ts";
import type { Readers } from "../log/readers.ts";
import { type Copy, copiesOf, copyJson, keepCopy, mostBytes, wrappings } from "./copies.ts";

/** A sign-in and a copy, both in base64. */
const most = 4 * payloadLimit;
const envelope = (value: JsonValue): JsonValue => value;
const fields = {
  person: forms.id,
  kid: forms.kid,
  epoch: schema.integer(1),
  form: schema.oneOf(...wrappings),
  value: forms.bytes(1, mostBytes),
};
/** Who asks: a sign-in whose nonce is made from the other fields and `salt`. */
const who = { signin: envelope, salt: forms.nonce };
const brought = schema.object({ ...who, ...fields });
/** Several at once: whoever lets many people in signs once. */
const mostAtOnce = 32;
const broughtTogether = schema.object({ ...who, copies: schema.list(schema.object(fields), 1, mostAtOnce) });

/** What a body brings, alone or in a list. */
function readBrought(body: JsonValue): Copy[] {
  if (typeof body === "object" && body !== null && Object.hasOwn(body, "copies"))
    return broughtTogether(body, "body").copies;
  const { signin: _, salt: __, ...copy } = brought(body, "body");
  return [copy];
}
const asked = schema.object(who);

/** Where people bring and fetch wrapped copies of the directory's private key. */
export function wrappedRoutes(context: Context, readers: Readers): Route[] {
  return [
    {
      method: "POST",
      path: /^\/gate\/v1\/wrapped$/,
      handle: async (call) => {
        const body = await readBody(call, most);
        const copies = readBrought(body);
        const by = await readers.person(call.url.pathname, body);
        let at = 0;
        for (const copy of copies) at = await keepCopy(context, by, copy);
        return { status: 201, json: { at } };
      },
    },
    {
      method: "POST",
      path: /^\/gate\/v1\/wrapped\/read$/,
      handle: async (call) => {
        const body = await readBody(call, most);
        asked(body, "body");
        // A database put back may name people who have left since.
        context.log.demandWhole();
        const copies = await copiesOf(context, await readers.person(call.url.pathname, body));
        return ok({ wrapped: copies.map(copyJson) });
      },
    },
  ];
}
