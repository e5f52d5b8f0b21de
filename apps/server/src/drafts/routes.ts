import { reasonCodes } from "@rempart/trust";
import { sql } from "kysely";
import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { sessionOf } from "../http/access.ts";
import { type App, largestBody } from "../http/app.ts";
import { ApiError } from "../http/error.ts";
import {
  answers,
  count,
  envelope,
  errorBody,
  hash,
  id,
  queryList,
  sealedReason,
  signature,
  targets,
  time,
} from "../http/schemas.ts";
import { draftTargets, openDraft, signersOfDraft, UnverifiedSignature } from "./check.ts";
import { accepted, GatekeeperRefusal, submit } from "./gatekeeper.ts";
import {
  type DraftState,
  demandOpen,
  draftStates,
  type InForce,
  needOf,
  rulesInForce,
  stateNow,
  waitingFor,
} from "./need.ts";
import { type RefusalRow, refusalsOf } from "./refusals.ts";
import { addSignature, type DraftRow, findDraft, recordOutcome, storeDraft } from "./store.ts";

const need = z.object({
  role: z.enum(["operator", "approver", "root"]),
  count,
  missing: count.meta({ description: "Signatures still missing" }),
});

const refusal = z.object({
  person: id,
  code: z.enum(reasonCodes),
  sealed: sealedReason.optional().meta({ description: "Words, sealed to the directory's key as an order's reason is" }),
  at: time,
});

const draft = z
  .object({
    hash,
    type: z.string(),
    envelope,
    targets: z.array(id).optional(),
    state: z.enum(draftStates).meta({
      description:
        "`refused`: by the gatekeeper. `withdrawn`: by who made it. `expired`: the gatekeeper can accept it no more, as it is too old or names an older charter",
    }),
    createdAt: time,
    createdBy: id,
    changedAt: time.meta({ description: "Last signature or answer of the gatekeeper" }),
    action: z.string().meta({ description: "What its rule is looked up by: an order's action, ticket, charter" }),
    phones: count.optional().meta({ description: "How many phones or uses it names, where it names a number" }),
    signedBy: z.array(z.string()).meta({ description: "People whose signatures it has, and `root <kid>`" }),
    need: need
      .optional()
      .meta({ description: "What the charter in force demands now; absent where no rule allows it" }),
    refusal: errorBody.optional().meta({ description: "What the gatekeeper said" }),
    refusals: z.array(refusal).meta({ description: "People who will not sign it, by the server's word" }),
    lapsesAt: time.optional().meta({ description: "Until when the gatekeeper may accept it" }),
  })
  .meta({ id: "Draft" });
const drafts = z.object({ drafts: z.array(draft), next: count.optional() });

/** In a list a longer list of phones is left out; ask for the draft itself. */
const mostListed = 1_000;
const columns = [
  ...(["hash", "type", "envelope", "state", "refusal", "created_at", "created_by", "entry"] as const),
  ...(["changed_at", "action", "phones", "charter", "signed_by", "lapses_at"] as const),
];
// By stored size, which PostgreSQL knows without reading the array: fifty lists of a million ids would be a gigabyte.
const listed = [
  ...columns,
  sql<string[] | null>`case when pg_column_size(targets) < 40000 then targets end`.as("targets"),
];
type Shown = Pick<DraftRow, (typeof columns)[number]> & { targets: string[] | null };

type Stated = Shown & { state_now: DraftState };

function present(
  row: Stated,
  mostTargets: number,
  inForce: InForce,
  refusals: readonly RefusalRow[],
): z.output<typeof draft> {
  const { hash, type, envelope, targets, refusal, created_at: createdAt, created_by: createdBy } = row;
  const needed = row.state_now === "waiting" || row.state_now === "refused" ? needOf(row, inForce) : undefined;
  return {
    hash,
    type,
    envelope,
    ...(targets && targets.length <= mostTargets && { targets }),
    state: row.state_now,
    createdAt,
    createdBy,
    changedAt: row.changed_at,
    action: row.action,
    signedBy: row.signed_by,
    ...(row.phones !== null && { phones: row.phones }),
    ...(needed && { need: needed }),
    ...(refusal && { refusal }),
    refusals: refusals.map(({ person, code, sealed: words, at }) => ({
      ...{ person, code: code as (typeof reasonCodes)[number], at },
      ...(words !== null && { sealed: words }),
    })),
    ...(row.lapses_at !== null && { lapsesAt: row.lapses_at }),
  };
}

async function namingForgeries<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UnverifiedSignature)) throw error;
    const message = "No key of the charter in force made this signature over these bytes. It was not kept.";
    throw new ApiError(403, "signature.invalid", "signatures", message);
  }
}

/** Documents that wait for signatures. Nothing here has authority: the gatekeeper and the phones judge the signatures. */
export function draftRoutes(
  app: App,
  database: Database,
  charters: Charters,
  clock: Clock,
  gatekeeperUrl: string,
): void {
  const tags = ["drafts"];

  app.post(
    "/api/v1/drafts",
    {
      config: { access: "signer", scope: "drafts:propose" },
      bodyLimit: largestBody,
      schema: {
        operationId: "createDraft",
        summary: "Leave a document for people to sign",
        description: "The same document again only brings its signatures. At most 100 of one person wait, for 30 days.",
        tags,
        body: z.strictObject({ envelope, targets: targets.optional() }),
        response: answers(z.object({ hash }), 201),
      },
    },
    async (request, reply) => {
      const charter = await charters.current();
      const opened = await openDraft(request.body.envelope, charter);
      await namingForgeries(signersOfDraft(opened, charter));
      // After the signatures are known to be real: the tree of a long list is the one costly check.
      const list = draftTargets(opened, request.body.targets ?? []);
      await storeDraft(database, clock, sessionOf(request).person, opened, list, charter);
      return reply.code(201 as 200).send({ hash: opened.document.hash });
    },
  );

  app.get(
    "/api/v1/drafts",
    {
      config: { access: "read", scope: "drafts:read" },
      schema: {
        operationId: "listDrafts",
        summary: "Documents that wait or waited for signatures, newest first",
        tags,
        querystring: z.object({
          state: queryList(z.enum(draftStates)).optional(),
          for: z.literal("me").optional().meta({
            description:
              "Those that wait for one's own signature: by role, neither signed nor refused yet, and not expired",
          }),
          before: z.coerce.number().int().min(1).optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
        response: answers(drafts),
      },
    },
    async (request) => {
      const { state, before, limit, for: whose } = request.query;
      const inForce = await rulesInForce(database, charters);
      const me = whose === "me" ? sessionOf(request).person : undefined;
      const now = clock();
      const current = stateNow(inForce, now);
      let wanted = database
        .selectFrom("draft")
        .select([...listed, current.as("state_now")])
        .orderBy("entry", "desc");
      if (state !== undefined) wanted = wanted.where(current, "in", state);
      if (me !== undefined) wanted = waitingFor(wanted, me, inForce, now);
      if (before !== undefined) wanted = wanted.where("entry", "<", before);
      const rows = await wanted.limit(limit + 1).execute();
      const page = rows.slice(0, limit);
      const refusals = await refusalsOf(
        database,
        page.map(({ hash }) => hash),
      );
      const found = page.map((row) => present(row, mostListed, inForce, refusals.get(row.hash) ?? []));
      const last = rows[limit - 1];
      return rows.length > limit && last ? { drafts: found, next: last.entry } : { drafts: found };
    },
  );

  const byHash = z.object({ hash });
  app.get(
    "/api/v1/drafts/:hash",
    {
      config: { access: "read", scope: "drafts:read" },
      schema: {
        operationId: "readDraft",
        summary: "One draft, with its phones",
        tags,
        params: byHash,
        response: answers(draft),
      },
    },
    async ({ params }) => {
      const inForce = await rulesInForce(database, charters);
      const row = await findDraft(database, params.hash, inForce, clock());
      const refusals = await refusalsOf(database, [params.hash]);
      return present(row, Number.POSITIVE_INFINITY, inForce, refusals.get(params.hash) ?? []);
    },
  );

  app.post(
    "/api/v1/drafts/:hash/signatures",
    {
      config: { access: "signer" },
      bodyLimit: 64 * 1024,
      schema: {
        operationId: "addSignature",
        summary: "Add one signature to a draft",
        tags,
        params: byHash,
        body: z.strictObject({ signature }),
        response: answers(z.object({ signatures: count })),
      },
    },
    async ({ params, body }) => {
      const charter = await charters.current();
      return { signatures: await namingForgeries(addSignature(database, clock, params.hash, body.signature, charter)) };
    },
  );

  app.post(
    "/api/v1/drafts/:hash/submit",
    {
      config: { access: "signer" },
      bodyLimit: 1024,
      schema: {
        operationId: "submitDraft",
        summary: "Hand a draft to the gatekeeper",
        description: "Answers what the gatekeeper answers; 502 `gatekeeper` when it does not.",
        tags,
        params: byHash,
        response: answers(accepted),
      },
    },
    async (request) => {
      const { params } = request;
      const { person } = sessionOf(request);
      const row = await findDraft(database, params.hash, await rulesInForce(database, charters), clock());
      demandOpen(row.state_now, ["waiting", "refused", "accepted"]);
      try {
        const answer = await submit(gatekeeperUrl, row.envelope, row.targets);
        await recordOutcome(database, clock, params.hash, person, undefined);
        return answer;
      } catch (error) {
        if (!(error instanceof GatekeeperRefusal)) throw error;
        const { error: code, where, message } = error.body;
        // Sending again what was accepted is refused as a replay: the draft stays what it was.
        if (row.state !== "accepted") await recordOutcome(database, clock, params.hash, person, error.body);
        throw new ApiError(error.status, code, where, message);
      }
    },
  );
}
