import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { Job } from "../jobs/jobs.ts";
import { haltRollout, moveRollout, type RolloutRow, ringsOf } from "./store.ts";

/** Looks at one running rollout: stops it when its ring fails, ends it when its last ring is healthy. */
export async function lookAt(database: Database, id: string, now: number): Promise<void> {
  await database.transaction().execute(async (work) => {
    // Locked, so that a second replica, or a person who pauses it now, comes before or after.
    const rollout = (await work
      .selectFrom("rollout")
      .selectAll()
      .where("id", "=", id)
      .where("state", "=", "running")
      .forUpdate()
      .executeTakeFirst()) as RolloutRow | undefined;
    if (!rollout) return;
    const rings = await ringsOf(work, rollout, now);
    const failing = rings.findIndex(({ state }) => state === "failing");
    if (failing >= 0) {
      const { failed, reported } = rings[failing]!.told!;
      await haltRollout(work, id, `ring ${failing + 1}: ${failed} of ${reported} phones that reported failed`, now);
    } else if (rings.every(({ state }) => state === "healthy")) {
      await moveRollout(work, id, ["running"], "done", null, now);
    }
  });
}

/** Once a minute, on whichever replica is free. */
export function rolloutJob(database: Database, clock: Clock): Job {
  return {
    name: "rollouts",
    every: "* * * * *",
    run: async () => {
      const running = await database.selectFrom("rollout").select("id").where("state", "=", "running").execute();
      for (const { id } of running) await lookAt(database, id, clock());
    },
  };
}
