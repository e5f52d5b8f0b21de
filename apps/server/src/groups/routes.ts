import { everyPhone, newId } from "@rempart/trust";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError, notFound } from "../http/error.ts";
import { answers, count, done, id, label, time } from "../http/schemas.ts";

/** A label takes a row whoever uses it or not. */
const mostLabels = 10_000;

const group = z
  .object({
    id,
    phones: count.meta({ description: "Phones in it that are not gone, as the gatekeeper told" }),
    label: z.string().optional().meta({ description: "What people of this server call it; nobody vouches for it" }),
    labelledBy: id.optional(),
    labelledAt: time.optional(),
  })
  .meta({ id: "Group" });

/**
 * Groups. Who is in one is signed: by the ticket a phone came with, later by `assign` orders, and the phone itself decides
 * by those. What a group is called is this server's word, for people's convenience.
 */
export function groupRoutes(app: App, database: Database, clock: Clock): void {
  const tags = ["groups"];

  app.get(
    "/api/v1/groups",
    {
      config: { access: "read", scope: "phones:read" },
      schema: {
        operationId: "listGroups",
        summary: "Groups that phones are in or that have a name",
        description: `Its phones: \`GET /api/v1/phones?group=\`. The group \`${everyPhone}\` holds every phone and is not listed.`,
        tags,
        response: answers(z.object({ groups: z.array(group) })),
      },
    },
    async () => {
      const labels = await database.selectFrom("group_label").selectAll().execute();
      const counts = await database
        .selectFrom("phone_facet")
        .select((one) => ["value", one.fn.sum<string>("phones").as("phones")])
        .where("facet", "=", "group")
        .where("state", "!=", "gone")
        .groupBy("value")
        .execute();
      const found = new Map<string, z.output<typeof group>>(
        counts.map(({ value, phones }) => [value, { id: value, phones: Number(phones) }]),
      );
      for (const { id: name, label: text, person, at } of labels) {
        const phones = found.get(name)?.phones ?? 0;
        found.set(name, { id: name, phones, label: text, labelledBy: person, labelledAt: at });
      }
      return { groups: [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
    },
  );

  const setLabel = async (name: string, text: string, person: string): Promise<void> => {
    await database.transaction().execute(async (work) => {
      const { held } = await work
        .selectFrom("group_label")
        .select((one) => one.fn.countAll<number>().as("held"))
        .executeTakeFirstOrThrow();
      if (held >= mostLabels)
        throw new ApiError(429, "groups", "groups", `${held} groups have names. Take one away first.`);
      const value = { label: text, person, at: clock() };
      await work
        .insertInto("group_label")
        .values({ id: name, ...value })
        .onConflict((known) => known.column("id").doUpdateSet(value))
        .execute();
      await note(work, clock(), { kind: "group.labelled", object: name, person });
      await announce(work, { type: "group", id: name });
    });
  };

  app.post(
    "/api/v1/groups",
    {
      config: { access: "signer", scope: "groups:write" },
      bodyLimit: 4096,
      schema: {
        operationId: "createGroup",
        summary: "A new group with a name",
        description: "Draws an id. Phones come into it by tickets and `assign` orders that people sign.",
        tags,
        body: z.strictObject({ label }),
        response: answers(z.object({ id }), 201),
      },
    },
    async (request, reply) => {
      const made = newId();
      await setLabel(made, request.body.label, sessionOf(request).person);
      return reply.code(201 as 200).send({ id: made });
    },
  );

  app.put(
    "/api/v1/groups/:id/label",
    {
      config: { access: "signer", scope: "groups:write" },
      bodyLimit: 4096,
      schema: {
        operationId: "labelGroup",
        summary: "Name a group",
        tags,
        params: z.object({ id }),
        body: z.strictObject({ label }),
        response: answers(done),
      },
    },
    async (request) => {
      await setLabel(request.params.id, request.body.label, sessionOf(request).person);
      return { done: true as const };
    },
  );

  app.delete(
    "/api/v1/groups/:id/label",
    {
      config: { access: "signer", scope: "groups:write" },
      schema: {
        operationId: "unlabelGroup",
        summary: "Take a group's name away; its phones stay in it",
        tags,
        params: z.object({ id }),
        response: answers(done),
      },
    },
    async (request) => {
      await database.transaction().execute(async (work) => {
        const { numDeletedRows } = await work
          .deleteFrom("group_label")
          .where("id", "=", request.params.id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw notFound("name of a group", "id");
        await note(work, clock(), {
          kind: "group.unlabelled",
          object: request.params.id,
          person: sessionOf(request).person,
        });
        await announce(work, { type: "group", id: request.params.id });
      });
      return { done: true as const };
    },
  );
}
