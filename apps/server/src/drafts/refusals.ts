// People who will not sign a draft, and drafts that are taken back. None of it binds anyone: whoever signs all the same is
// not stopped here, and the gatekeeper never hears of it. It spares people asking each other.
import { reasonCodes } from "@rempart/trust";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tables } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError, notFound } from "../http/error.ts";
import { answers, done, hash, sealedReason } from "../http/schemas.ts";
import { type DraftState, demandOpen, rulesInForce } from "./need.ts";
import { findDraft } from "./store.ts";

export type RefusalRow = Selectable<Tables["draft_refusal"]>;

/** What people said against these drafts, by the drafts' hashes, oldest first. */
export async function refusalsOf(
  database: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, RefusalRow[]>> {
  if (hashes.length === 0) return new Map();
  const rows = await database
    .selectFrom("draft_refusal")
    .selectAll()
    .where("hash", "in", hashes)
    .orderBy("at")
    .orderBy("person")
    .execute();
  return Map.groupBy(rows, (row) => row.hash);
}

/** Refusing to sign, taking that back, and withdrawing a draft of one's own. */
export function refusalRoutes(app: App, database: Database, charters: Charters, clock: Clock): void {
  const tags = ["drafts"];
  const params = z.object({ hash });
  const open: readonly DraftState[] = ["waiting", "refused"];

  /** Does `work` to a draft in one transaction, and tells of it as `kind`. */
  const change = async (
    name: string,
    person: string,
    kind: string,
    work: (database: Database, draft: Awaited<ReturnType<typeof findDraft>>, now: number) => Promise<void>,
    detail: { code?: string } = {},
  ): Promise<{ done: true }> => {
    const inForce = await rulesInForce(database, charters);
    const now = clock();
    await database.transaction().execute(async (within) => {
      // Locked: the gatekeeper may tell at this moment that it accepted it.
      await within.selectFrom("draft").select("hash").where("hash", "=", name).forUpdate().execute();
      await work(within, await findDraft(within, name, inForce, now), now);
      await note(within, now, { kind, object: name, person, detail });
      await announce(within, { type: "draft", id: name });
    });
    return { done: true };
  };

  app.post(
    "/api/v1/drafts/:hash/refuse",
    {
      config: { access: "signer" },
      bodyLimit: 16 * 1024,
      schema: {
        operationId: "refuseDraft",
        summary: "Say that one will not sign a draft, and why",
        description:
          "Said by the server and signed by nobody. Another time it takes the place of what one said before.",
        tags,
        params,
        body: z.strictObject({ code: z.enum(reasonCodes), sealed: sealedReason.optional() }),
        response: answers(done),
      },
    },
    async (request) => {
      const { code, sealed = null } = request.body;
      const { person } = sessionOf(request);
      const work = async (
        within: Database,
        { hash: name, state_now: state }: { hash: string; state_now: DraftState },
        at: number,
      ) => {
        demandOpen(state, open);
        const said = { code, sealed, at };
        await within
          .insertInto("draft_refusal")
          .values({ hash: name, person, ...said })
          .onConflict((known) => known.columns(["hash", "person"]).doUpdateSet(said))
          .execute();
      };
      return change(request.params.hash, person, "draft.declined", work, { code });
    },
  );

  app.delete(
    "/api/v1/drafts/:hash/refuse",
    {
      config: { access: "signer" },
      schema: {
        operationId: "reconsiderDraft",
        summary: "Take back that one will not sign a draft",
        tags,
        params,
        response: answers(done),
      },
    },
    async (request) => {
      const { person } = sessionOf(request);
      return change(request.params.hash, person, "draft.reconsidered", async (within, { hash: name }) => {
        const { numDeletedRows } = await within
          .deleteFrom("draft_refusal")
          .where("hash", "=", name)
          .where("person", "=", person)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw notFound("refusal of yours", "hash");
      });
    },
  );

  app.post(
    "/api/v1/drafts/:hash/withdraw",
    {
      config: { access: "signer" },
      bodyLimit: 1024,
      schema: {
        operationId: "withdrawDraft",
        summary: "Take back a draft that one made",
        description:
          "Nobody is asked to sign it here any more. Who kept a copy with all its signatures can still hand it to the gatekeeper: an order is stopped for good by `cancel`.",
        tags,
        params,
        response: answers(done),
      },
    },
    async (request) => {
      const { person } = sessionOf(request);
      return change(request.params.hash, person, "draft.withdrawn", async (within, draft, now) => {
        if (draft.created_by !== person)
          throw new ApiError(403, "draft.owner", "hash", "Only who left this draft takes it back. Refuse it instead.");
        demandOpen(draft.state_now, open);
        await within
          .updateTable("draft")
          .set({ state: "withdrawn", changed_at: now })
          .where("hash", "=", draft.hash)
          .execute();
      });
    },
  );
}
