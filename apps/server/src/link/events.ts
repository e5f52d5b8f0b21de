// What the gatekeeper tells (docs/protocol/interfaces.md). An event of a type that is not listed is kept aside with an alarm
// (quarantine.ts): skipping what we do not understand would leave a hole that nobody sees.
import { z } from "zod";
import { count, envelope, hash, id, sealed, targets, time } from "../http/schemas.ts";

const label = z.string().min(1).max(128);
const common = { seq: z.int().min(1), at: time };

export const linkEvent = z.discriminatedUnion("type", [
  z.object({ ...common, type: z.literal("charter"), envelope }),
  z.object({ ...common, type: z.literal("ticket"), hash, envelope }),
  z.object({
    ...common,
    type: z.literal("phone"),
    device: id,
    platform: z.enum(["android", "ios"]),
    model: label,
    os: label,
    patch: label.optional(),
    state: z.enum(["ready", "confirm", "gone"]),
    groups: z.array(id).max(64),
    ticket: hash.optional(),
    // What the phone itself signed: its first word, and the newest that says another OS.
    enrolment: envelope.optional(),
    hello: envelope.optional(),
  }),
  z.object({ ...common, type: z.literal("seen"), phones: z.array(z.tuple([id, time])).max(20_000) }),
  z.object({
    ...common,
    type: z.literal("order"),
    hash,
    envelope,
    targets: targets.default([]),
    state: z.enum(["held", "released", "cancelled", "ended"]),
    phones: count,
    by: z.array(id).max(16),
  }),
  z.object({ ...common, type: z.literal("release"), order: hash, index: count, envelope }),
  z.object({
    ...common,
    type: z.literal("result"),
    device: id,
    order: hash.optional(),
    kind: label,
    outcome: label,
    code: label.optional(),
    envelope,
    // What the phone sent beside it, which only the directory's key opens.
    sealed: sealed.optional(),
  }),
  z.object({ ...common, type: z.literal("halted"), order: hash, failed: count, reported: count }),
  z.object({ ...common, type: z.literal("freeze"), freezes: z.array(hash).max(64) }),
]);

type AnyEvent = z.output<typeof linkEvent>;
/** One event, or those of one type. */
export type LinkEvent<T extends AnyEvent["type"] = AnyEvent["type"]> = Extract<AnyEvent, { type: T }>;

/** A batch: of each event only the number must be there, else nobody could say which one was refused. */
export const linkBatch = z.strictObject({ events: z.array(z.looseObject({ seq: common.seq })).max(500) });
