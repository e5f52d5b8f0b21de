import type { Selectable } from "kysely";
import { z } from "zod";
import type { Tables } from "../database/schema.ts";
import { envelope, hash, id, time } from "../http/schemas.ts";

/** Values of a phone, in words of the contract. */
const aged = ["platform", "model", "os", "patch", "state", "groups", "lost"] as const;
type Aged = (typeof aged)[number];

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
  };
  const signed: Aged[] = [
    ...(factsAt === null ? [] : (["platform", "model"] as const)),
    ...(osAt === null ? [] : (["os", ...(row.patch === null ? [] : (["patch"] as const))] as const)),
    ...(lostAt === null ? [] : (["lost"] as const)),
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
    at,
    signed,
    ...(row.patch !== null && { patch: row.patch }),
    ...(row.ticket !== null && { ticket: row.ticket }),
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
  };
}

/** A report as JSON. */
export function presentReport(row: Selectable<Tables["result"]>): z.output<typeof report> {
  const { hash: name, kind, order_hash: order, outcome, code, at, envelope: document } = row;
  return {
    ...{ hash: name, kind, outcome, at, envelope: document },
    ...(order !== null && { order }),
    ...(code !== null && { code }),
  };
}
