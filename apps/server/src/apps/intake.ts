import { type Document, type Order, paramsOf } from "@rempart/trust";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { followRollout } from "../rollouts/follow.ts";

/** Takes an accepted `app` order apart for lists, and lets the rollout that waits for it go on. Other orders: nothing. */
export async function takeAppRelease(database: Database, order: Document<Order>, acceptedAt: number): Promise<void> {
  const { body, hash } = order;
  if (body.action !== "app" || !("group" in body.targets)) return;
  const { platform, package: name, state, versionCode, sha256, size, signer } = paramsOf(order, "app");
  const row = {
    order_hash: hash,
    platform,
    package: name,
    n: body.n!,
    state,
    group_id: body.targets.group,
    version_code: versionCode ?? null,
    sha256: sha256 ?? null,
    size: size ?? null,
    signer: signer ?? null,
    accepted_at: acceptedAt,
  };
  const { numInsertedOrUpdatedRows } = await database
    .insertInto("app_release")
    .values(row)
    .onConflict((known) => known.column("order_hash").doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return;
  await followRollout(database, row);
  await announce(database, { type: "app", id: `${platform}/${name}` });
}
