// The agent protocol (PROTOCOL section 12), on the TLS listener only.
import { forms, type JsonValue, schema } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import type { EnrolmentDesk } from "../devices/enrol.ts";
import { hello } from "../devices/hello.ts";
import { poll } from "../devices/poll.ts";
import type { Reports } from "../devices/report.ts";
import { readToken } from "../devices/token.ts";
import { GateError } from "../error.ts";
import type { Slots } from "../orders/slots.ts";
import { fieldsOf, readBody } from "./body.ts";
import { type Call, ok, type Route } from "./router.ts";

/** A phone's request (PROTOCOL section 12). */
const requestBody = 1024 * 1024;
const attestation = schema.list(schema.text(0, 16 * 1024), 0, 10);

/** Routes for phones. */
export function agentRoutes(context: Context, desk: EnrolmentDesk, slots: Slots, reports: Reports): Route[] {
  const device = (call: Call): string =>
    readToken(context.keys.token, call.request.headers.authorization, nowSeconds());
  return [
    {
      method: "POST",
      path: /^\/agent\/v1\/begin$/,
      handle: async (call) => {
        const { ticket } = fieldsOf(await readBody(call, requestBody), ["ticket"]);
        return ok(await desk.begin(forms.hash(ticket ?? null, "ticket")));
      },
    },
    {
      method: "POST",
      path: /^\/agent\/v1\/enrol$/,
      handle: async (call) => {
        const fields = fieldsOf(await readBody(call, requestBody), ["secret", "enrolment", "attestation"]);
        attestation(fields.attestation ?? [], "attestation");
        if (fields.enrolment === undefined) throw new GateError("request", "body.enrolment", "is missing");
        const { status, body } = await desk.enrol(fields.secret, fields.enrolment);
        return { status, json: body };
      },
    },
    {
      method: "POST",
      path: /^\/agent\/v1\/hello$/,
      handle: async (call) => {
        const fields = fieldsOf(await readBody(call, requestBody), ["hello"]);
        return ok(await hello(context, fields.hello ?? null));
      },
    },
    {
      method: "POST",
      path: /^\/agent\/v1\/poll$/,
      handle: async (call) => {
        const id = device(call);
        const body: JsonValue = await readBody(call, requestBody);
        const { bundle, offers } = await poll(context, slots, id, body, call.signal);
        return ok(bundle, () => {
          for (const { entry } of offers) context.metrics.delivered(entry, call.receivedAt);
        });
      },
    },
    {
      method: "POST",
      path: /^\/agent\/v1\/report$/,
      handle: async (call) => {
        const id = device(call);
        return ok(await reports.take(id, await readBody(call, requestBody)));
      },
    },
  ];
}
