import { newId } from "@rempart/trust";
import { z } from "zod";
import { lift } from "../alarms/alarms.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { changeTypes } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError, notFound } from "../http/error.ts";
import { answers, count, done, id, label, queryNumber, time } from "../http/schemas.ts";
import { enqueue } from "../jobs/jobs.ts";
import { readTarget } from "./address.ts";
import type { WebhookSettings } from "./deliver.ts";
import { newSecret, openSecret, publicKey, sealSecret, shownSecret } from "./secret.ts";

const mostWebhooks = 20;

const type = z.enum(changeTypes);
const webhook = z
  .object({
    id,
    url: z.string(),
    types: z.array(type),
    label: z.string(),
    publicKey: z.string().meta({ description: "Verifies `v1a` signatures: `whpk_` and base64 of an Ed25519 key" }),
    person: id,
    createdAt: time,
    disabledAt: time.optional(),
    disabledBecause: z.string().optional(),
  })
  .meta({ id: "Webhook" });
const delivery = z
  .object({
    id: z.string().meta({ description: "`webhook-id` of the message" }),
    type: z.string(),
    object: z.string(),
    at: time,
    state: z.enum(["waiting", "delivered", "failed"]),
    attempts: count,
    status: count.optional().meta({ description: "HTTP status of the last answer" }),
    problem: z.string().optional(),
    triedAt: time.optional(),
  })
  .meta({ id: "Delivery" });

const about = `Standard Webhooks: \`POST\` of \`{"type":"order.changed","timestamp","data":{"id"}}\`, with ids and types only: what changed is asked here. \`webhook-signature\` holds \`v1\` (HMAC-SHA256 with the secret) and \`v1a\` (Ed25519). Any 2xx within 10 s takes it; 410 switches the webhook off; all else is tried again for about five days.`;

/** Webhooks: who is told of changes, by whom, and how that went. */
export function webhookRoutes(app: App, database: Database, clock: Clock, { allow = [], key }: WebhookSettings): void {
  const tags = ["events"];
  const config = { access: "signer" } as const;
  const byId = z.object({ id });

  app.post(
    "/api/v1/webhooks",
    {
      config,
      bodyLimit: 8192,
      schema: {
        operationId: "createWebhook",
        summary: "Tell a target of changes",
        description: about,
        tags,
        body: z.strictObject({
          url: z
            .string()
            .min(1)
            .max(1024)
            .meta({ examples: ["https://hooks.example.org/rempart"] }),
          types: z.array(type).min(1).max(changeTypes.length),
          label,
        }),
        response: answers(
          z.object({ id, secret: z.string().meta({ description: "Shown once" }), publicKey: z.string() }),
          201,
        ),
      },
    },
    async (request, reply) => {
      const { person } = sessionOf(request);
      const { url, types, label: name } = request.body;
      const target = readTarget(url, allow);
      const secret = newSecret();
      const made = newId();
      await database.transaction().execute(async (work) => {
        const { held } = await work
          .selectFrom("webhook")
          .select((all) => all.fn.countAll<number>().as("held"))
          .executeTakeFirstOrThrow();
        if (held >= mostWebhooks)
          throw new ApiError(429, "webhooks", "webhooks", `There are ${held} webhooks. Delete one.`);
        const now = clock();
        const row = { id: made, url: target.href, types: [...new Set(types)], label: name, person, created_at: now };
        await work
          .insertInto("webhook")
          .values({ ...row, secret: sealSecret(secret, key) })
          .execute();
        await note(work, now, { kind: "webhook.created", object: made, person });
      });
      return reply.code(201 as 200).send({ id: made, secret: shownSecret(secret), publicKey: publicKey(secret) });
    },
  );

  app.get(
    "/api/v1/webhooks",
    {
      config,
      schema: {
        operationId: "listWebhooks",
        summary: "Webhooks, without their secrets",
        tags,
        response: answers(z.object({ webhooks: z.array(webhook) })),
      },
    },
    async () => {
      const rows = await database.selectFrom("webhook").selectAll().orderBy("created_at", "desc").execute();
      return {
        webhooks: rows.map((row) => ({
          id: row.id,
          url: row.url,
          types: row.types as z.output<typeof type>[],
          label: row.label,
          publicKey: publicKey(openSecret(row.secret, key)),
          person: row.person,
          createdAt: row.created_at,
          ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
          ...(row.disabled_because !== null && { disabledBecause: row.disabled_because }),
        })),
      };
    },
  );

  app.delete(
    "/api/v1/webhooks/:id",
    {
      config,
      schema: {
        operationId: "deleteWebhook",
        summary: "Tell a target no more; what waits for it is dropped",
        tags,
        params: byId,
        response: answers(done),
      },
    },
    async (request) => {
      await database.transaction().execute(async (work) => {
        const { numDeletedRows } = await work
          .deleteFrom("webhook")
          .where("id", "=", request.params.id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw notFound("webhook", "id");
        await lift(work, clock, "webhook.disabled", request.params.id);
        await note(work, clock(), {
          kind: "webhook.deleted",
          object: request.params.id,
          person: sessionOf(request).person,
        });
      });
      return { done: true as const };
    },
  );

  app.post(
    "/api/v1/webhooks/:id/enable",
    {
      config,
      bodyLimit: 1024,
      schema: {
        operationId: "enableWebhook",
        summary: "Switch a webhook on that was switched off",
        tags,
        params: byId,
        response: answers(done),
      },
    },
    async (request) => {
      await database.transaction().execute(async (work) => {
        const { numUpdatedRows } = await work
          .updateTable("webhook")
          .set({ disabled_at: null, disabled_because: null })
          .where("id", "=", request.params.id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw notFound("webhook", "id");
        await lift(work, clock, "webhook.disabled", request.params.id, sessionOf(request).person);
      });
      return { done: true as const };
    },
  );

  app.post(
    "/api/v1/webhooks/:id/test",
    {
      config,
      bodyLimit: 1024,
      schema: {
        operationId: "testWebhook",
        summary: "Send a message of type `test`",
        description: "How it went stands in the webhook's deliveries.",
        tags,
        params: byId,
        response: answers(z.object({ delivery: z.string() }), 202),
      },
    },
    async (request, reply) => {
      const row = await database
        .selectFrom("webhook")
        .select(["id", "disabled_at"])
        .where("id", "=", request.params.id)
        .executeTakeFirst();
      if (!row) throw notFound("webhook", "id");
      if (row.disabled_at !== null) throw new ApiError(409, "webhook.disabled", "id", "Switch this webhook on first.");
      const made = `msg_${newId()}`;
      await database.transaction().execute(async (work) => {
        const values = { id: made, webhook: row.id, type: "test", object: "*", at: clock() };
        await work.insertInto("webhook_delivery").values(values).execute();
        await enqueue(work, "webhook", { id: made }, { attempts: 1 });
      });
      return reply.code(202 as 200).send({ delivery: made });
    },
  );

  app.get(
    "/api/v1/webhooks/:id/deliveries",
    {
      config,
      schema: {
        operationId: "listDeliveries",
        summary: "The newest messages to a target, and how they went",
        description: "Kept for seven days.",
        tags,
        params: byId,
        querystring: z.object({
          state: z.enum(["waiting", "delivered", "failed"]).optional(),
          limit: queryNumber(1, 500).default(100),
        }),
        response: answers(z.object({ deliveries: z.array(delivery) })),
      },
    },
    async ({ params, query: { state, limit } }) => {
      let wanted = database
        .selectFrom("webhook_delivery")
        .selectAll()
        .where("webhook", "=", params.id)
        .orderBy("at", "desc")
        .orderBy("id")
        .limit(limit);
      if (state !== undefined) wanted = wanted.where("state", "=", state);
      const rows = await wanted.execute();
      return {
        deliveries: rows.map(({ webhook: _, state: now, status, problem, tried_at: triedAt, ...row }) => ({
          ...row,
          state: now as "waiting",
          ...(status !== null && { status }),
          ...(problem !== null && { problem }),
          ...(triedAt !== null && { triedAt }),
        })),
      };
    },
  );
}
