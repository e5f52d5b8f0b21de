// Which phones, in what order, from where on: the inventory's filters, each of which some index or a scan of slim rows answers.
import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";
import { hash, id, queryList, queryNumber, time, typed } from "../http/schemas.ts";
import { isBehind, osRank } from "./behind.ts";
import { countKept } from "./counted.ts";
import { compliances, type PhoneRow } from "./present.ts";

const word = typed(128);
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const moment = z.coerce.number().pipe(time);

/** Sort keys by name. Each has an index with the id behind it, so that every page starts where the last one ended. */
const keys = {
  id: { column: sql<string>`id`, number: false },
  model: { column: sql<string>`model`, number: false },
  os: { column: sql<number>`os_rank`, number: true },
  patch: { column: sql<string>`coalesce(patch, '')`, number: false },
  seen: { column: sql<number>`coalesce(seen_at, 0)`, number: true },
  enrolled: { column: sql<number>`enrolled_at`, number: true },
  compliance: { column: sql<string>`drift`, number: false },
} as const;
const sorts = Object.keys(keys).flatMap((key) => [key, `-${key}`]) as [string, ...string[]];

export const filters = z.object({
  q: word.optional().meta({
    description: "Words that must each be in the model or OS, or begin the id (as written). Names are not known here.",
    examples: ["pixel 16"],
  }),
  platform: queryList(z.enum(["android", "ios"])).optional(),
  model: queryList(word).optional(),
  os: queryList(word).optional().meta({ description: "Exactly these versions" }),
  osFrom: word.optional().meta({ description: "This version or newer", examples: ["17.4"] }),
  osBelow: word.optional().meta({ description: "Older than this version" }),
  patchBefore: word
    .optional()
    .meta({ description: "A patch level is known, and before this one", examples: ["2026-09-01"] }),
  state: queryList(z.enum(["ready", "confirm", "gone"])).optional(),
  group: id.optional(),
  groups: queryList(id).optional().meta({ description: "In any of these groups" }),
  ticket: hash.optional(),
  seenAfter: moment.optional(),
  seenBefore: moment.optional().meta({ description: "Last seen before this time, or never" }),
  behind: flag
    .optional()
    .meta({ description: "Whether an order in force asks for a newer OS or patch level than it says it has" }),
  lost: flag.optional(),
  compliance: queryList(z.enum(compliances)).optional(),
});
export type Filters = z.output<typeof filters>;

export const paging = z.object({
  sort: z.enum(sorts).default("id").meta({ description: "`-` before it turns the order round" }),
  after: z
    .string()
    .max(1024)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .meta({ description: "`next` of the page before" }),
  offset: queryNumber(0, 1_000_000).optional().meta({
    description: "So many phones are left out before; for jumping into a long list. Not together with `after`",
  }),
  limit: queryNumber(1, 1000).default(100),
});

export type Phones<T> = SelectQueryBuilder<Tables, "phone", T>;

/** `%` and `_` of what somebody typed mean themselves. */
function pattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** The condition for one word: values that hold it are few and counted, so the phones themselves are not read for that. */
async function wordIn(database: Database, text: string): Promise<Expression<SqlBool>> {
  const like = `%${pattern(text)}%`;
  const found = await database
    .selectFrom("phone_facet")
    .select(["facet", "value"])
    .distinct()
    .where("facet", "in", ["model", "os"])
    .where("value", "ilike", like)
    .limit(10_000)
    .execute();
  const of = (facet: string): string[] => found.filter((one) => one.facet === facet).map(({ value }) => value);
  const ids = /^[A-Za-z0-9_-]{1,22}$/.test(text)
    ? await database
        .selectFrom("phone")
        .select("id")
        .where("id", "like", `${pattern(text)}%`)
        .orderBy("id")
        .limit(1_000)
        .execute()
    : [];
  const [models, versions, named] = [of("model"), of("os"), ids.map((one) => one.id)];
  const any: Expression<SqlBool>[] = [
    ...(models.length > 0 ? [sql<boolean>`model = any(${models}::text[])`] : []),
    ...(versions.length > 0 ? [sql<boolean>`os = any(${versions}::text[])`] : []),
    ...(named.length > 0 ? [sql<boolean>`id = any(${named}::text[])`] : []),
  ];
  return any.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(any, sql` or `)})`;
}

/** Adds the conditions of `wanted`. */
export async function filtered<T>(database: Database, all: Phones<T>, wanted: Filters): Promise<Phones<T>> {
  let phones = all;
  const among = (
    column: "platform" | "model" | "os" | "state" | "drift",
    values: readonly string[] | undefined,
  ): void => {
    if (values) phones = phones.where(column, "in", values);
  };
  among("platform", wanted.platform);
  among("model", wanted.model);
  among("os", wanted.os);
  among("state", wanted.state);
  among("drift", wanted.compliance);
  if (wanted.osFrom !== undefined) phones = phones.where("os_rank", ">=", osRank(wanted.osFrom));
  if (wanted.osBelow !== undefined) phones = phones.where("os_rank", "<", osRank(wanted.osBelow));
  if (wanted.patchBefore !== undefined) {
    phones = phones.where(keys.patch.column, "<", wanted.patchBefore).where("patch", "is not", null);
  }
  if (wanted.group !== undefined) phones = phones.where(sql<boolean>`groups @> ${[wanted.group]}::text[]`);
  if (wanted.groups !== undefined) phones = phones.where(sql<boolean>`groups && ${wanted.groups}::text[]`);
  if (wanted.ticket !== undefined) phones = phones.where("ticket", "=", wanted.ticket);
  if (wanted.seenAfter !== undefined) phones = phones.where(keys.seen.column, ">", wanted.seenAfter);
  if (wanted.seenBefore !== undefined) phones = phones.where(keys.seen.column, "<", wanted.seenBefore);
  if (wanted.lost !== undefined) phones = phones.where("lost_at", wanted.lost ? "is not" : "is", null);
  if (wanted.behind !== undefined) {
    const behind = await isBehind(database);
    phones = phones.where(wanted.behind ? behind : sql<boolean>`not ${behind}`);
  }
  for (const text of (wanted.q ?? "")
    .split(/\s+/)
    .filter((one) => one !== "")
    .slice(0, 8)) {
    phones = phones.where(await wordIn(database, text));
  }
  return phones;
}

interface Place {
  readonly value: string | number;
  readonly id: string;
}

/** Where a page ended, as text for an address; of the order by id it is the id. */
function formatPlace(sort: string, { value, id: last }: Place): string {
  return sort === "id" || sort === "-id" ? last : Buffer.from(JSON.stringify([value, last])).toString("base64url");
}

function readPlace(sort: string, number: boolean, text: string): Place {
  if (sort === "id" || sort === "-id") return { value: text, id: text };
  try {
    const [value, last] = JSON.parse(Buffer.from(text, "base64url").toString()) as [unknown, unknown];
    if (typeof value === (number ? "number" : "string") && typeof last === "string")
      return { value: value as string, id: last };
  } catch {
    // Said below.
  }
  throw new ApiError(400, "schema", "querystring.after", "This is no `next` of a list in this order.");
}

/** The same order, turned round. */
function reversed(sort: string): string {
  return sort.startsWith("-") ? sort.slice(1) : `-${sort}`;
}

/**
 * Ids of the `limit` phones behind the first `offset`. Those before are passed over in the index of the order, without reading
 * phones; where it is known how many match, they are counted from the nearer end.
 */
async function idsFrom(
  database: Database,
  all: Phones<object>,
  sort: string,
  offset: number,
  limit: number,
  wanted: Filters,
) {
  const ids = all.select("id");
  const total = offset === 0 ? undefined : await countKept(database, wanted);
  if (total === undefined || offset <= total / 2) return ordered(ids, sort).limit(limit).offset(offset);
  const last = Math.min(offset + limit, total);
  return ordered(ids, reversed(sort))
    .limit(Math.max(0, last - offset))
    .offset(total - last);
}

/** Phones in the order of `sort`, which an index has. */
function ordered<T>(all: Phones<T>, sort: string): Phones<T> {
  const { column } = keys[sort.replace("-", "") as keyof typeof keys];
  const direction = sort.startsWith("-") ? "desc" : "asc";
  const phones = sort === "id" || sort === "-id" ? all : all.orderBy(column, direction);
  return phones.orderBy("id", direction);
}

/** Phones behind the place where a page ended. */
function behindPlace<T>(all: Phones<T>, sort: string, after: string): Phones<T> {
  const { column, number } = keys[sort.replace("-", "") as keyof typeof keys];
  const place = readPlace(sort, number, after);
  const down = sort.startsWith("-");
  if (place.value === place.id) return all.where("id", down ? "<" : ">", place.id);
  return all.where(sql<boolean>`(${column}, id) ${down ? sql`<` : sql`>`} (${place.value}, ${place.id})`);
}

/** Cuts one page; `next` of its last row, while there is more, is `after` of the page behind it. */
export async function page(
  database: Database,
  { sort, after, offset, limit, ...wanted }: Filters & z.output<typeof paging>,
): Promise<{ rows: PhoneRow[]; next?: string }> {
  if (after !== undefined && offset !== undefined)
    throw new ApiError(400, "schema", "querystring.offset", "Give `after` or `offset`, not both.");
  const all = await filtered(database, database.selectFrom("phone"), wanted);
  const place = after === undefined ? all : behindPlace(all, sort, after);
  const ids = await idsFrom(database, place, sort, offset ?? 0, limit + 1, wanted);
  const { column } = keys[sort.replace("-", "") as keyof typeof keys];
  const rows = await ordered(database.selectFrom("phone").selectAll().where("id", "in", ids), sort)
    .select(sql<string | number>`${column}`.as("sort_value"))
    .execute();
  const last = rows[limit - 1];
  return rows.length > limit && last
    ? { rows: rows.slice(0, limit), next: formatPlace(sort, { value: last.sort_value, id: last.id }) }
    : { rows };
}
