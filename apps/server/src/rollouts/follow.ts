// What accepted orders and the gatekeeper's alarms mean for rollouts.
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { haltRollout, live, moveRollout, type RolloutRow } from "./store.ts";

interface Accepted {
  order_hash: string;
  platform: string;
  package: string;
  state: string;
  group_id: string;
  version_code: number | null;
  sha256: string | null;
  accepted_at: number;
}

/** The gatekeeper accepted an order for an app: the next ring of its rollout, or the end of it. */
export async function followRollout(work: Database, accepted: Accepted): Promise<void> {
  const rollout = (await work
    .selectFrom("rollout")
    .selectAll()
    .where("platform", "=", accepted.platform)
    .where("package", "=", accepted.package)
    .where("state", "in", live)
    .forUpdate()
    .executeTakeFirst()) as RolloutRow | undefined;
  if (!rollout) return;
  const { id, release, rings } = rollout;
  const at = accepted.accepted_at;
  if (accepted.sha256 !== release.sha256) {
    const newer = accepted.version_code !== null && accepted.version_code > release.versionCode;
    const because = accepted.sha256 === null ? "the app was removed" : `version ${accepted.version_code} was released`;
    await moveRollout(work, id, live, newer ? "replaced" : "returned", because, at);
    return;
  }
  const { ring } = await work
    .selectFrom("rollout_ring")
    .select((all) => all.fn.countAll<number>().as("ring"))
    .where("rollout", "=", id)
    .executeTakeFirstOrThrow();
  if (rings[ring]?.group !== accepted.group_id) return;
  await work
    .insertInto("rollout_ring")
    .values({ rollout: id, ring, order_hash: accepted.order_hash, accepted_at: at })
    .execute();
  await announce(work, { type: "rollout", id });
}

/** The gatekeeper does not let the reach of this order grow. */
export async function takeHalted(
  work: Database,
  event: { order: string; failed: number; reported: number; at: number },
): Promise<void> {
  const ring = await work
    .selectFrom("rollout_ring")
    .select("rollout")
    .where("order_hash", "=", event.order)
    .executeTakeFirst();
  await announce(work, { type: "order", id: event.order });
  if (!ring) return;
  const because = `${event.failed} of ${event.reported} phones that reported failed; the gatekeeper reaches no more of them`;
  await haltRollout(work, ring.rollout, because, event.at);
}
