import { forms, type JsonValue, payloadLimit, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { readBody } from "../http/body.ts";
import { ok, type Route } from "../http/router.ts";
import type { Readers } from "../log/readers.ts";
import { copiesOf, copyJson, keepCopy, mostBytes, wrappings } from "./copies.ts";

/** A sign-in and a copy, both in base64. */
const most = 4 * payloadLimit;
const envelope = (value: JsonValue): JsonValue => value;
const brought = schema.object({
  signin: envelope,
  person: forms.id,
  kid: forms.kid,
  epoch: schema.integer(1),
  form: schema.oneOf(...wrappings),
  value: forms.bytes(1, mostBytes),
});
const asked = schema.object({ signin: envelope });

/** Where people bring and fetch wrapped copies of the directory's private key. */
export function wrappedRoutes(context: Context, readers: Readers): Route[] {
  return [
    {
      method: "POST",
      path: /^\/gate\/v1\/wrapped$/,
      handle: async (call) => {
        const { signin, ...copy } = brought(await readBody(call, most), "body");
        const by = await readers.person(signin);
        return { status: 201, json: { at: await keepCopy(context, by, copy) } };
      },
    },
    {
      method: "POST",
      path: /^\/gate\/v1\/wrapped\/read$/,
      handle: async (call) => {
        const { signin } = asked(await readBody(call, most), "body");
        // A database put back may name people who have left since.
        context.log.demandWhole();
        const copies = await copiesOf(context, await readers.person(signin));
        return ok({ wrapped: copies.map(copyJson) });
      },
    },
  ];
}
