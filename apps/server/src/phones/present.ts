import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import { envelope, hash, id, sealed, time } from "../http/schemas.ts";

/** Values of a phone, in words of the contract. */
const aged = ["platform", "model", "os", "patch", "state", "groups", "lost", "compliance"] as const;
type Aged = (typeof aged)[number];
/** Whether a phone holds to its policies, as it last reported. */
export const compliances = ["in-line", "out-of-line", "unknown"] as const;

/** A phone as its readers get it. */
export const phone = z
  .object({
    id,
    platform: z.string(),
    model: z.string(),
    os: z.string(),
    patch: z
      .string()
      .optional()
      .meta({ description: "Android's security patch level", examples: ["2026-09-05"] }),
    state: z.string().meta({ description: "ready, confirm (a person must compare the code), gone" }),
    groups: z.array(id),
    ticket: hash.optional().meta({ description: "Ticket it came with" }),
    seenAt: time.optional().meta({ description: "Last contact, as the gatekeeper told; said by the server" }),
    enrolledAt: time,
    lost: z.boolean().meta({ description: "It reported that lost mode is on" }),
    compliance: z.enum(compliances).meta({
      description:
        "Whether it holds to its policies, by its newest report of a drift (`GET /api/v1/phones/{id}/reports?kind=drift`); `unknown`: it never told one",
    }),
    at: z.partialRecord(z.enum(aged), time).meta({
      description: "When each value was signed by the phone or, where it did not sign it, told by the gatekeeper",
    }),
    signed: z
      .array(z.enum(aged))
      .meta({ description: "Values that the phone signed. All others the server says, and nothing proves them" }),
  })
  .meta({ id: "Phone" });

/** One report of a phone. */
export const report = z
  .object({
    hash,
    kind: z.string(),
    order: hash.optional(),
    outcome: z.string(),
    code: z.string().optional(),
    at: time.meta({ description: "The phone's own time" }),
    envelope,
    sealed: sealed.optional().meta({
      description:
        "What the phone sent beside it (HPKE, base64), for whoever holds the directory's key. Left out of a list where it would grow beyond 4 MiB: ask for the one report",
    }),
  })
  .meta({ id: "PhoneReport" });

export type PhoneRow = Selectable<Tables["phone"]>;

/** A row as JSON, each value with its age and whether the phone vouches for it. */
export function presentPhone(row: PhoneRow): z.output<typeof phone> {
  const { facts_at: factsAt, os_at: osAt, lost_at: lostAt, told_at: told } = row;
  const at: Partial<Record<Aged, number>> = {
    platform: factsAt ?? told,
    model: factsAt ?? told,
    os: osAt ?? told,
    ...(row.patch !== null && { patch: osAt ?? told }),
    state: told,
    groups: told,
    ...(lostAt !== null && { lost: lostAt }),
    ...(row.drift_at !== null && { compliance: row.drift_at }),
  };
  const signed: Aged[] = [
    ...(factsAt === null ? [] : (["platform", "model"] as const)),
    ...(osAt === null ? [] : (["os", ...(row.patch === null ? [] : (["patch"] as const))] as const)),
    ...(lostAt === null ? [] : (["lost"] as const)),
    ...(row.drift_at === null ? [] : (["compliance"] as const)),
  ];
  return {
    id: row.id,
    platform: row.platform,
    model: row.model,
    os: row.os,
    state: row.state,
    groups: row.groups,
    enrolledAt: row.enrolled_at,
    lost: lostAt !== null,
    compliance: row.drift as (typeof compliances)[number],
    at,
    signed,
    ...(row.patch !== null && { patch: row.patch }),
    ...(row.ticket !== null && { ticket: row.ticket }),
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
  };
}

/** Bytes of sealed data that come with a list of reports, newest first. */
const mostSealed = 4 * 1024 * 1024;

/** What came sealed with these reports, by their hash: as much as a list may hold, in the order of `hashes`. */
export async function sealedWith(database: Database, hashes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ hash: string; sealed: Buffer }>`
    select hash, sealed from (
      select sealed_report.hash, sealed, sum(length(sealed)) over (order by position) as total
      from unnest(${hashes}::text[]) with ordinality as wanted (hash, position) join sealed_report using (hash)
    ) as measured where total <= ${mostSealed}`.execute(database);
  return new Map(rows.map((row) => [row.hash, row.sealed.toString("base64")]));
}

/** A report as JSON, with what came sealed beside it where it is given. */
export function presentReport(
  row: Selectable<Tables["result"]>,
  beside: ReadonlyMap<string, string> = new Map(),
): z.output<typeof report> {
  const { hash: name, kind, order_hash: order, outcome, code, at, envelope: document } = row;
  return {
    ...{ hash: name, kind, outcome, at, envelope: document },
    ...(order !== null && { order }),
    ...(code !== null && { code }),
    ...(beside.has(name) && { sealed: beside.get(name)! }),
  };
}
