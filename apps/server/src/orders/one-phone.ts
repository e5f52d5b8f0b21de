// What one phone was told and what it said to that. Everything that can be proved comes with the document that proves it:
// the signed order, its releases, the phone's place in the signed tree, the phone's own signed word.
import { setImmediate } from "node:timers/promises";
import {
  concat,
  type JsonValue,
  openEnvelope,
  orderType,
  Refusal,
  resultType,
  targetLeaf,
  targetTree,
  toBase64,
  toHex,
} from "@rempart/trust";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, envelope, hash, id, queryNumber, time } from "../http/schemas.ts";
import { type OrderRow, order, orderColumns, presentHead, release } from "./present.ts";
import { concerning, groupsOf } from "./query.ts";

/** Trees up to this size are computed here; for a longer list the client takes the list itself from the order. */
const mostProved = 1_000;
/** Words of one phone on one order that are looked through for the newest. */
const mostWords = 20;

const told = order.omit({ outcomes: true, silent: true, results: true }).extend({
  releases: z.array(release).meta({
    description:
      "The first, by which it was accepted, the newest, and the one that names this phone, where they differ",
  }),
  target: z
    .object({ index: count, proof: z.string() })
    .optional()
    .meta({
      description: `The phone's place in the signed tree (base64 of the path), for lists of up to ${mostProved}; else see the order's \`targets\``,
    }),
  result: z
    .object({ hash, outcome: z.string(), code: z.string().optional(), at: time, envelope })
    .optional()
    .meta({ description: "The phone's newest word on it" }),
});
type Told = z.output<typeof told>;

/** An order's releases that matter to the phone of `leaf`: three at most, however many there are. */
async function releasesFor(
  database: Database,
  hashes: readonly string[],
  leaves: readonly string[],
): Promise<ReadonlyMap<string, Told["releases"]>> {
  const { rows } = await sql<{ order_hash: string; index: number; envelope: JsonValue }>`
    select wanted.hash as order_hash, one.index, one.envelope
    from unnest(${hashes}::text[], ${leaves}::text[]) as wanted (hash, leaf), lateral (
      (select index, envelope from release where order_hash = wanted.hash order by index limit 1)
      union (select index, envelope from release where order_hash = wanted.hash order by index desc limit 1)
      union (select index, envelope from release where order_hash = wanted.hash
        and position(wanted.leaf in convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')) > 0 order by index limit 1)
    ) as one order by one.index`.execute(database);
  const found = Map.groupBy(rows, (row) => row.order_hash);
  return new Map([...found].map(([name, list]) => [name, list.map(({ order_hash: _, ...one }) => one)]));
}

/** The phone's newest word on each order: by its own numbering, since two may be of the same second. */
async function wordsOf(
  database: Database,
  device: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Told["result"]>>> {
  const { rows } = await sql<Word>`
    select one.* from unnest(${hashes}::text[]) as wanted (hash), lateral (
      select order_hash, hash, outcome, code, at, envelope from result
      where device = ${device} and order_hash = wanted.hash order by at desc limit ${mostWords}) as one`.execute(
    database,
  );
  const newest = new Map<string, { seq: number; word: Word }>();
  for (const word of rows) {
    const { seq } = openEnvelope(resultType, word.envelope).body;
    const known = newest.get(word.order_hash);
    if (known === undefined || known.seq < seq) newest.set(word.order_hash, { seq, word });
  }
  return new Map(
    [...newest].map(([name, { word }]) => {
      const { order_hash: _, code, ...rest } = word;
      return [name, { ...rest, ...(code !== null && { code }) }];
    }),
  );
}

interface Word {
  order_hash: string;
  hash: string;
  outcome: string;
  code: string | null;
  at: number;
  envelope: JsonValue;
}

/** Where a phone stands in the tree that the order signed; nothing for a group, a long list, or a list without it. */
function placeOf(orderId: string, list: readonly string[] | null, device: string): Told["target"] {
  if (!list || list.length === 0 || list.length > mostProved) return undefined;
  try {
    const tree = targetTree(orderId, list);
    const index = tree.ids.indexOf(device);
    return index < 0 ? undefined : { index, proof: toBase64(concat(...tree.path(index))) };
  } catch (error) {
    // Whoever holds the link token may have told a list that is none: it must not take the whole timeline along.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * The places of `device` in several lists. Between two lists others are answered: hashing a thousand leaves takes milliseconds,
 * and a page of a hundred such lists, asked for by whoever may read, must not hold everybody up.
 */
export async function placesOf(
  lists: readonly { orderId: string; list: readonly string[] | null }[],
  device: string,
): Promise<Told["target"][]> {
  const places: Told["target"][] = [];
  for (const { orderId, list } of lists) {
    places.push(placeOf(orderId, list, device));
    if (list) await setImmediate();
  }
  return places;
}

type Row = OrderRow & { list: string[] | null };
const columns = [
  ...orderColumns,
  sql<string[] | null>`case when phones <= ${sql.lit(mostProved)} then targets end`.as("list"),
];

async function presentFor(database: Database, device: string, rows: readonly Row[]): Promise<Told[]> {
  const hashes = rows.map((row) => row.hash);
  const ids = rows.map((row) => openEnvelope(orderType, row.envelope).body.id);
  const [releases, words, places] = await Promise.all([
    releasesFor(
      database,
      hashes,
      ids.map((one) => toHex(targetLeaf(one, device))),
    ),
    wordsOf(database, device, hashes),
    placesOf(
      rows.map(({ list }, index) => ({ orderId: ids[index]!, list })),
      device,
    ),
  ]);
  return rows.map((row, index) => {
    const target = places[index];
    const result = words.get(row.hash);
    return {
      ...presentHead(row),
      releases: releases.get(row.hash) ?? [],
      ...(target && { target }),
      ...(result && { result }),
    };
  });
}

/** States in which a standing document is on phones; one that a charter cut off is kept until its successor comes. */
const reaching = ["released", "ended"];

/** The newest document of each stream among those for these groups. */
async function standingFor(database: Database, groups: readonly string[]): Promise<Row[]> {
  return database
    .selectFrom("fleet_order")
    .select(columns)
    .distinctOn("stream")
    .where(sql<boolean>`group_id = any(${groups}::text[])`)
    .where("n", "is not", null)
    .where("state", "in", reaching)
    .orderBy("stream")
    .orderBy("n", "desc")
    .execute();
}

/** The `assign` order that decides a phone's groups: the greatest by (createdAt, id), since they have no number. */
async function assignmentOf(database: Database, device: string): Promise<Row | undefined> {
  const rows = await database
    .selectFrom("fleet_order")
    .select(columns)
    .where(sql<boolean>`entry in (select entry from order_target where device = ${device})`)
    .where("stream", "=", "assign")
    .where("state", "in", reaching)
    .orderBy("entry", "desc")
    .limit(100)
    .execute();
  const made = rows.map((row) => ({ row, body: openEnvelope(orderType, row.envelope).body }));
  made.sort((a, b) => b.body.createdAt - a.body.createdAt || (b.body.id < a.body.id ? -1 : 1));
  return made[0]?.row;
}

/** The newest document of each of these streams, whatever its group. */
async function newestOf(database: Database, streams: readonly string[]) {
  const rows = await database
    .selectFrom("fleet_order")
    .select(["stream", "n", "hash"])
    .distinctOn("stream")
    .where(sql<boolean>`stream = any(${streams}::text[])`)
    .where("n", "is not", null)
    .where("state", "in", reaching)
    .orderBy("stream")
    .orderBy("n", "desc")
    .execute();
  return new Map(rows.map((row) => [row.stream, { n: row.n!, hash: row.hash }]));
}

/** `GET /api/v1/phones/<id>/orders` and `/standing`: a phone's timeline, and what applies to it now. */
export function onePhoneRoutes(app: App, database: Database): void {
  const tags = ["phones"];
  const config = { access: "read", scope: "orders:read" } as const;
  const params = z.object({ id });

  const known = async (device: string): Promise<string[]> => {
    const groups = await groupsOf(database, device);
    if (!groups) throw notFound("phone", "id");
    return groups;
  };

  app.get(
    "/api/v1/phones/:id/orders",
    {
      config,
      schema: {
        operationId: "listPhoneOrders",
        summary: "Orders that concern one phone, newest first, with what it said to each",
        description:
          "Those on whose list it stands, those for a group that it is in now, and those that it answered. Each comes with the documents to prove it by.",
        tags,
        params,
        querystring: z.object({
          before: queryNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: "`next` of the page before" }),
          limit: queryNumber(1, 100).default(20),
        }),
        response: answers(z.object({ orders: z.array(told), next: count.optional() })),
      },
    },
    async ({ params: { id: device }, query: { before, limit } }) => {
      const groups = await known(device);
      let wanted = database
        .selectFrom("fleet_order")
        .select(columns)
        .where(sql<boolean>`entry in ${concerning(device, groups)}`)
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where("entry", "<", before);
      const rows = await wanted.execute();
      const orders = await presentFor(database, device, rows.slice(0, limit));
      const last = rows[limit - 1];
      return rows.length > limit && last ? { orders, next: last.entry } : { orders };
    },
  );

  const standing = told.extend({
    newest: z
      .object({ n: count, hash })
      .optional()
      .meta({ description: "Newest document of the stream, whatever its group; none for `assign`" }),
  });
  app.get(
    "/api/v1/phones/:id/standing",
    {
      config,
      schema: {
        operationId: "listPhoneStanding",
        summary: "Standing documents that apply to one phone, with what it said to each",
        description:
          "Of each stream the newest document for a group that the phone is in, as told; and the `assign` that put it there. Another `newest` says that the stream went on for another group.",
        tags,
        params,
        response: answers(z.object({ groups: z.array(id), documents: z.array(standing) })),
      },
    },
    async ({ params: { id: device } }) => {
      const groups = await known(device);
      const [grouped, assignment] = await Promise.all([standingFor(database, groups), assignmentOf(database, device)]);
      const rows = assignment ? [...grouped, assignment] : grouped;
      const newest = await newestOf(
        database,
        grouped.flatMap(({ stream }) => stream ?? []),
      );
      const documents = (await presentFor(database, device, rows)).map((one) => {
        const last = newest.get(one.stream ?? null);
        return { ...one, ...(last && { newest: last }) };
      });
      return { groups, documents };
    },
  );
}
