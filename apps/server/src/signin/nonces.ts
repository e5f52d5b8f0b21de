import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { ApiError } from "../http/error.ts";

export const nonceSeconds = 300;
/** Anyone may ask for a nonce: what strangers can make us store is bounded (about 10 MB). */
const mostNonces = 100_000;

/** A fresh nonce, good for one sign-in within 300 s. */
export async function newNonce(database: Database, clock: Clock): Promise<string> {
  const now = clock();
  await database.deleteFrom("signin_nonce").where("expires_at", "<=", now).execute();
  const { open } = await database
    .selectFrom("signin_nonce")
    .select((all) => all.fn.countAll<number>().as("open"))
    .executeTakeFirstOrThrow();
  if (open >= mostNonces) {
    throw new ApiError(503, "busy", "nonce", "Too many sign-ins are under way. Try again in five minutes.");
  }
  const nonce = randomBytes(32).toString("base64url");
  await database
    .insertInto("signin_nonce")
    .values({ nonce, expires_at: now + nonceSeconds })
    .execute();
  return nonce;
}

/** Uses up a nonce: true for the first who presents it in time, on whichever replica. */
export async function takeNonce(database: Database, clock: Clock, nonce: string): Promise<boolean> {
  const taken = await database
    .deleteFrom("signin_nonce")
    .where("nonce", "=", nonce)
    .where("expires_at", ">", clock())
    .executeTakeFirst();
  return taken.numDeletedRows === 1n;
}
