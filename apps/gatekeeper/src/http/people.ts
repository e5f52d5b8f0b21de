// What people's clients and anyone who checks us may ask. No session: every document that comes in is signed, and what
// goes out is public or proven.
import { claimedType, forms, type JsonValue, schema } from "@rempart/trust";
import type { Founding } from "../charter/founding.ts";
import { submitCharter } from "../charter/submit.ts";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { submitTicket } from "../devices/tickets.ts";
import { GateError } from "../error.ts";
import { Readers } from "../log/readers.ts";
import { submitOrder } from "../orders/submit.ts";
import { pushRoutes } from "../push/routes.ts";
import { wrappedRoutes } from "../wrapped/routes.ts";
import { fieldsOf, readBody } from "./body.ts";
import { certificateExpiries } from "./certificates.ts";
import { logRoutes } from "./log.ts";
import { type Call, ok, type Route } from "./router.ts";
import { witnessRoutes } from "./witness.ts";

const charterBody = 2 * 1024 * 1024 + 4096;
/** An order with a list of 1,000,000 ids of 22 characters. */
const submissionBody = 32 * 1024 * 1024;
const targetList = schema.list(forms.id, 0, 1_000_000);

async function submit(context: Context, call: Call) {
  const { envelope, targets } = fieldsOf(await readBody(call, submissionBody), ["envelope", "targets"]);
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

/** Routes of both listeners. */
export function peopleRoutes(context: Context, founding: Founding): Route[] {
  const { charters, demonstration, freezes, log } = context;
  const readers = new Readers(context);
  const certificates = certificateExpiries(context.config);
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
          certificates: certificates(),
          ...(context.config.layout ? { layout: context.config.layout } : {}),
          ...context.witnesses.report(),
          ...(demonstration.phones === undefined ? {} : { demonstration: { phones: demonstration.phones } }),
          ...(log.behind ? { refilling: { size: log.behind.size, why: log.behind.why } } : {}),
        });
      },
    },
    { method: "GET", path: /^\/gate\/v1\/founding$/, handle: () => ok(founding.offer()) },
    {
      method: "POST",
      path: /^\/gate\/v1\/found$/,
      handle: async (call) => {
        const { envelope, mac } = fieldsOf(await readBody(call, charterBody), ["envelope", "mac"]);
        const done = await context.decisions.run(() => founding.found(envelope as JsonValue, mac));
        context.nudge();
        return { status: 201, json: done };
      },
    },
    { method: "POST", path: /^\/gate\/v1\/submit$/, handle: async (call) => ok(await submit(context, call)) },
    {
      // Not through the server: whoever chooses the nonce can make the code of any phone look like that of another.
      method: "GET",
      path: /^\/gate\/v1\/confirm\/([A-Za-z0-9_-]{22})$/,
      handle: (call) => {
        const device = context.devices.get(call.parts[0]!);
        if (device?.state !== "confirm" || device.confirm === undefined)
          throw new GateError("not-found", "device", "no such phone waits to be admitted");
        return ok({ enrolment: device.enrolment, confirm: device.confirm });
      },
    },
    {
      method: "GET",
      path: /^\/charters\/(\d{1,9})$/,
      handle: (call) => {
        const charter = charters.chain[Number(call.parts[0]) - 1];
        if (!charter) throw new GateError("not-found", "charter", "no such version");
        return ok(charter.document.envelope);
      },
    },
    ...logRoutes(context, readers),
    ...wrappedRoutes(context, readers),
    ...pushRoutes(context, readers),
    ...witnessRoutes(context),
  ];
}
