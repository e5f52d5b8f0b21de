import { forms, type JsonValue, payloadLimit, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { readBody } from "../http/body.ts";
import { ok, type Route } from "../http/router.ts";
import type { Readers } from "../log/readers.ts";
import { readEndpoint } from "./endpoint.ts";
import { subscribe, unsubscribe } from "./subscriptions.ts";

/** An order or ticket with all its signatures, in base64. */
const most = 8 * payloadLimit;
const envelope = (value: JsonValue): JsonValue => value;
/** `signin`: its nonce is made from the endpoint and `salt`. */
const subscription = schema.object({ signin: envelope, salt: forms.nonce, endpoint: schema.text(1, 1024) });
const announcement = schema.object({ envelope });

/** Where browsers ask to be woken, and drafts are announced. */
export function pushRoutes(context: Context, readers: Readers): Route[] {
  const { notices, config } = context;
  return [
    { method: "GET", path: /^\/gate\/v1\/push$/, handle: () => ok({ key: notices.vapid.publicKey }) },
    {
      method: "POST",
      path: /^\/gate\/v1\/push\/subscribe$/,
      handle: async (call) => {
        const body = await readBody(call, most);
        const { href } = readEndpoint(subscription(body, "body").endpoint, config.push?.hosts ?? []);
        const subscriptions = await subscribe(context, await readers.person(call.url.pathname, body), href);
        return { status: 201, json: { subscriptions } };
      },
    },
    {
      method: "POST",
      path: /^\/gate\/v1\/push\/unsubscribe$/,
      handle: async (call) => {
        const body = await readBody(call, most);
        const { endpoint } = subscription(body, "body");
        // One that is not on the list any more may still be taken away.
        const href = URL.parse(endpoint)?.href ?? endpoint;
        return ok({ subscriptions: await unsubscribe(context, await readers.person(call.url.pathname, body), href) });
      },
    },
    {
      method: "POST",
      path: /^\/gate\/v1\/announce$/,
      handle: async (call) => {
        const { envelope: draft } = announcement(await readBody(call, most), "body");
        return ok({ told: await notices.announce(draft) });
      },
    },
  ];
}
