// Which OS an order asks for, of whom. Lists of phones, counts and the inventory's filter all ask here.
import { everyPhone, openEnvelope, orderType, paramsOf } from "@rempart/trust";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database/schema.ts";

export const platforms = ["android", "ios"] as const;
type Platform = (typeof platforms)[number];

export interface Update {
  platform: Platform;
  order: string;
  n: number;
  group: string;
  minimum: string;
  deadline?: number;
  acceptedAt: number;
}

/** The newest order for the OS of a platform that reached phones; undefined when there is none, or it was taken back. */
export async function newest(database: Database, platform: Platform): Promise<Update | undefined> {
  const row = await database
    .selectFrom("fleet_order")
    .select(["hash", "envelope", "n", "accepted_at"])
    .where("stream", "=", `os/${platform}`)
    // One that a charter cut off is `ended`: phones keep it until its successor comes.
    .where("state", "in", ["released", "ended"])
    .orderBy("n", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const document = openEnvelope(orderType, row.envelope);
  const params = paramsOf(document, "os-update");
  const { targets } = document.body;
  if ("removed" in params || !("group" in targets)) return undefined;
  return {
    platform,
    order: row.hash,
    n: row.n!,
    group: targets.group,
    minimum: params.minimum,
    ...(params.deadline !== undefined && { deadline: params.deadline }),
    acceptedAt: row.accepted_at,
  };
}

/** Phones that are served and of which `update` asks. */
export function concerned({ platform, group }: Update): RawBuilder<boolean> {
  const inGroup = group === everyPhone ? sql`true` : sql`groups @> array[${group}]`;
  return sql<boolean>`state = 'ready' and platform = ${platform} and ${inGroup}`;
}
