import { everyPhone, newId } from "@rempart/trust";
import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError, notFound } from "../http/error.ts";
import { answers, count, hash, id, queryNumber, time } from "../http/schemas.ts";
import { lookAt } from "./job.ts";
import { type Release, type Ring, releaseSchema, reportedSchema, ringSchema } from "./model.ts";
import { live, moveRollout, type RolloutRow, ringsOf } from "./store.ts";

const platform = z.enum(["android", "ios"]);
const packageName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9._-]+$/, "must be a package name or bundle id");
const states = ["running", "paused", "halted", "done", "returned", "replaced"] as const;

const rollout = z
  .object({
    id,
    platform,
    package: packageName,
    state: z.enum(states),
    because: z.string().optional(),
    release: releaseSchema,
    rings: z.array(
      z.object({
        group: id,
        soakSeconds: count,
        failures: count,
        permille: count,
        state: z.enum(["waiting", "due", "soaking", "healthy", "failing"]),
        order: hash.optional(),
        acceptedAt: time.optional(),
        told: reportedSchema.optional().meta({ description: "Phones by their newest word on the ring's order" }),
        forgiven: count.meta({ description: "Failures that a person saw before they resumed" }),
      }),
    ),
    due: count.optional().meta({ description: "Index of the ring whose order may be built and signed now" }),
    createdBy: id,
    createdAt: time,
    changedAt: time,
  })
  .meta({ id: "Rollout" });

async function present(database: Database, row: RolloutRow, now: number): Promise<z.output<typeof rollout>> {
  const rings = await ringsOf(database, row, now);
  const due = rings.findIndex(({ state }) => state === "due");
  return {
    id: row.id,
    platform: row.platform as "android",
    package: row.package,
    state: row.state as "running",
    ...(row.because !== null && { because: row.because }),
    release: row.release,
    rings,
    ...(due >= 0 && { due }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

async function find(database: Database, wanted: string): Promise<RolloutRow> {
  const row = await database.selectFrom("rollout").selectAll().where("id", "=", wanted).executeTakeFirst();
  if (!row) throw notFound("rollout", "id");
  return row as RolloutRow;
}

/**
 * Of two orders of one app only the newer is handed out. A phone of a ring that is not in the next one would miss the
 * release if it was away, and the return to the one before too: so each ring must hold those before it.
 */
async function checkRings(database: Database, rings: readonly Ring[]): Promise<void> {
  for (const [index, { group }] of rings.entries()) {
    if (rings.findIndex((one) => one.group === group) !== index)
      throw new ApiError(400, "rollout.rings", `body.rings.${index}.group`, "This group stands in two rings.");
    const before = rings[index - 1];
    if (!before || group === everyPhone) continue;
    const { rows } = await sql<{ n: number }>`select count(*) as n from phone where state <> 'gone'
      and (${before.group} = ${everyPhone} or groups @> array[${before.group}]) and not groups @> array[${group}]`.execute(
      database,
    );
    const outside = rows[0]!.n;
    if (outside === 0) continue;
    const sentence = `${outside} phones of ring ${index} are not in ring ${index + 1}. Each ring must hold those before it; the last may be every phone.`;
    throw new ApiError(409, "rollout.rings", `body.rings.${index}.group`, sentence);
  }
}

const params = z.object({ id });

/** Rollouts: which ring of a release is due. They can only delay; what moves phones is each ring's signed order. */
export function rolloutRoutes(app: App, database: Database, clock: Clock): void {
  app.post(
    "/api/v1/rollouts",
    {
      config: { access: "signer" },
      schema: {
        operationId: "startRollout",
        summary: "Plan a release ring by ring",
        tags: ["apps"],
        body: z.strictObject({
          platform,
          package: packageName,
          release: releaseSchema,
          rings: z.array(ringSchema).min(1).max(20),
        }),
        response: answers(rollout, 201),
      },
    },
    async (request, reply) => {
      const { person } = sessionOf(request);
      const { release, rings, ...name } = request.body;
      const now = clock();
      await checkRings(database, rings);
      const made = newId();
      await database.transaction().execute(async (work) => {
        const { numInsertedOrUpdatedRows } = await work
          .insertInto("rollout")
          .values({
            id: made,
            ...name,
            state: "running",
            because: null,
            release: JSON.stringify(release satisfies Release),
            rings: JSON.stringify(rings),
            created_by: person,
            created_at: now,
            changed_at: now,
          })
          .onConflict((one) => one.columns(["platform", "package"]).where("state", "in", live).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) {
          const sentence = "A rollout of this app is under way. Let it end, or return to the release before.";
          throw new ApiError(409, "rollout.running", "body.package", sentence);
        }
        await note(work, now, { kind: "rollout.started", object: made, person });
        await announce(work, { type: "rollout", id: made });
      });
      return reply.code(201).send(await present(database, await find(database, made), now));
    },
  );

  app.get(
    "/api/v1/rollouts",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "listRollouts",
        summary: "Rollouts, newest first",
        tags: ["apps"],
        querystring: z.object({
          state: z.enum(states).optional(),
          package: packageName.optional(),
          before: id.optional(),
          limit: queryNumber(1, 100).default(20),
        }),
        response: answers(z.object({ rollouts: z.array(rollout), next: id.optional() })),
      },
    },
    async ({ query: { state, package: name, before, limit } }) => {
      let wanted = database
        .selectFrom("rollout")
        .selectAll()
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (state !== undefined) wanted = wanted.where("state", "=", state);
      if (name !== undefined) wanted = wanted.where("package", "=", name);
      if (before !== undefined) wanted = wanted.where("entry", "<", (await find(database, before)).entry);
      const rows = (await wanted.execute()) as RolloutRow[];
      const page = rows.slice(0, limit);
      const now = clock();
      const rollouts: z.output<typeof rollout>[] = [];
      for (const row of page) rollouts.push(await present(database, row, now));
      const last = page.at(-1);
      return rows.length > limit && last ? { rollouts, next: last.id } : { rollouts };
    },
  );

  app.get(
    "/api/v1/rollouts/:id",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "readRollout",
        summary: "One rollout: its rings, how each stands, which one is due",
        tags: ["apps"],
        params,
        response: answers(rollout),
      },
    },
    async (request) => {
      // What the job would find within a minute is true at once for who asks.
      await lookAt(database, request.params.id, clock());
      return present(database, await find(database, request.params.id), clock());
    },
  );

  app.post(
    "/api/v1/rollouts/:id/pause",
    {
      config: { access: "signer" },
      schema: {
        operationId: "pauseRollout",
        summary: "No further ring for now",
        tags: ["apps"],
        params,
        response: answers(rollout),
      },
    },
    async (request) => {
      const { person } = sessionOf(request);
      const row = await find(database, request.params.id);
      await database.transaction().execute(async (work) => {
        if (await moveRollout(work, row.id, ["running"], "paused", "a person paused it", clock(), person)) return;
        throw new ApiError(409, "rollout.state", "id", `It is ${row.state}, and cannot be paused.`);
      });
      return present(database, await find(database, row.id), clock());
    },
  );

  app.post(
    "/api/v1/rollouts/:id/resume",
    {
      config: { access: "signer" },
      schema: {
        operationId: "resumeRollout",
        summary: "Go on; failures until now are counted no more",
        tags: ["apps"],
        params,
        response: answers(rollout),
      },
    },
    async (request) => {
      const { person } = sessionOf(request);
      const row = await find(database, request.params.id);
      const now = clock();
      await database.transaction().execute(async (work) => {
        if (!(await moveRollout(work, row.id, ["paused", "halted"], "running", null, now, person)))
          throw new ApiError(409, "rollout.state", "id", `It is ${row.state}, and cannot be resumed.`);
        if (row.state !== "halted") return;
        for (const [ring, view] of (await ringsOf(work, row, now)).entries()) {
          if (!view.told) continue;
          await work
            .updateTable("rollout_ring")
            .set({ forgiven: view.told.failed })
            .where("rollout", "=", row.id)
            .where("ring", "=", ring)
            .execute();
        }
        await work
          .updateTable("alarm")
          .set({ lifted_at: now })
          .where("kind", "=", "rollout.halted")
          .where("object", "=", row.id)
          .where("lifted_at", "is", null)
          .execute();
      });
      return present(database, await find(database, row.id), clock());
    },
  );
}
