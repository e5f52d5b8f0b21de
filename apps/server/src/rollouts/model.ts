// How a rollout by rings is judged. It only says which ring is due: each ring is an order that people build and sign.
import { z } from "zod";
import { count, hash, id, typed } from "../http/schemas.ts";

/** A ring fails with at least this many failures, that are more than this share of the phones which reported (ADR 0010). */
export const usualFailures = 3;
export const usualPermille = 200;

export const ringSchema = z
  .strictObject({
    group: id,
    soakSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .meta({ description: "How long a ring must have stood before the next one is due" }),
    failures: z.int().min(1).max(1_000_000).default(usualFailures),
    permille: z.int().min(0).max(1000).default(usualPermille),
  })
  .meta({
    id: "Ring",
    description: "It fails with `failures` or more phones that are more than `permille` of those which reported",
  });
export type Ring = z.output<typeof ringSchema>;

export const releaseSchema = z.strictObject({
  state: z.enum(["required", "available"]),
  versionCode: z.int().min(1),
  sha256: hash,
  size: z.int().min(1),
  signer: hash,
  urls: z.array(typed(512)).min(1).max(8).optional(),
});
export type Release = z.output<typeof releaseSchema>;

/** What the phones of one ring's order reported, each counted once by its newest word. */
export interface Reported {
  phones: number;
  reported: number;
  done: number;
  failed: number;
}

/** Whether a ring has too many failures beyond those that a person has seen. */
export function isFailing({ failures, permille }: Ring, { reported, failed }: Reported, forgiven: number): boolean {
  const fresh = failed - forgiven;
  return fresh >= failures && fresh * 1000 > permille * reported;
}

export type RingState = "waiting" | "due" | "soaking" | "healthy" | "failing";

/** How an accepted ring stands at `now`. A ring from which nobody has reported yet proves nothing, however long it stood. */
export function standing(ring: Ring, told: Reported, forgiven: number, acceptedAt: number, now: number): RingState {
  if (isFailing(ring, told, forgiven)) return "failing";
  const heard = told.reported > 0 || told.phones === 0;
  return heard && now >= acceptedAt + ring.soakSeconds ? "healthy" : "soaking";
}

export const reportedSchema = z.object({ phones: count, reported: count, done: count, failed: count });
