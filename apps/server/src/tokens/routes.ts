import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, done, id, label, time } from "../http/schemas.ts";
import { scopeNames, scopes } from "./scopes.ts";
import type { Tokens } from "./tokens.ts";

const scope = z.enum(scopeNames).meta({
  id: "Scope",
  description: Object.entries(scopes)
    .map(([name, what]) => `\`${name}\`: ${what}`)
    .join(". "),
});
const token = z
  .object({
    id,
    label: z.string().meta({ description: "What its maker called it; said by the server" }),
    scopes: z.array(scope),
    person: id,
    createdAt: time,
    expiresAt: time,
    usedAt: time.optional().meta({ description: "Last use, to the hour" }),
  })
  .meta({ id: "ApiToken" });

/** 400 days, as the longest order. */
const longest = 400 * 86_400;

/** API tokens: made, listed and ended by people, never by tokens. */
export function tokenRoutes(app: App, database: Database, tokens: Tokens, clock: Clock): void {
  const tags = ["tokens"];

  app.post(
    "/api/v1/tokens",
    {
      config: { access: "person" },
      bodyLimit: 4096,
      schema: {
        operationId: "createToken",
        summary: "Make an API token",
        description:
          "Its value is shown once. It can do what its scopes say, as long as who made it may, and never sign.",
        tags,
        body: z.strictObject({
          label,
          scopes: z.array(scope).min(1).max(scopeNames.length),
          expiresIn: z
            .int()
            .min(60)
            .max(longest)
            .default(90 * 86_400)
            .meta({ description: "Seconds" }),
        }),
        response: answers(z.object({ id, token: z.string(), expiresAt: time }), 201),
      },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const { label: name, scopes: wanted, expiresIn } = request.body;
      const made = await tokens.create(session, name, wanted, expiresIn);
      await note(database, clock(), {
        kind: "token.created",
        object: made.id,
        person: session.person,
        detail: { scopes: wanted },
      });
      return reply.code(201 as 200).send(made);
    },
  );

  app.get(
    "/api/v1/tokens",
    {
      config: { access: "person" },
      schema: {
        operationId: "listTokens",
        summary: "API tokens: one's own, or everybody's for an approver",
        tags,
        response: answers(z.object({ tokens: z.array(token) })),
      },
    },
    async (request) => {
      const { person, roles } = sessionOf(request);
      let wanted = database.selectFrom("api_token").selectAll().orderBy("created_at", "desc").limit(1000);
      if (!roles.includes("approver")) wanted = wanted.where("person", "=", person);
      const rows = await wanted.where("expires_at", ">", clock()).execute();
      return {
        tokens: rows.map((row) => ({
          id: row.id,
          label: row.label,
          scopes: row.scopes as z.output<typeof scope>[],
          person: row.person,
          createdAt: row.created_at,
          expiresAt: row.expires_at,
          ...(row.used_at !== null && { usedAt: row.used_at }),
        })),
      };
    },
  );

  app.delete(
    "/api/v1/tokens/:id",
    {
      config: { access: "person" },
      schema: {
        operationId: "deleteToken",
        summary: "End an API token: one's own, or any for an approver",
        tags,
        params: z.object({ id }),
        response: answers(done),
      },
    },
    async (request) => {
      const { person, roles } = sessionOf(request);
      let ending = database.deleteFrom("api_token").where("id", "=", request.params.id);
      if (!roles.includes("approver")) ending = ending.where("person", "=", person);
      // Another's token is answered as one that is not there: its id alone tells nobody that it exists.
      if ((await ending.executeTakeFirst()).numDeletedRows === 0n) throw notFound("API token", "id");
      await note(database, clock(), { kind: "token.deleted", object: request.params.id, person });
      return { done: true as const };
    },
  );
}
