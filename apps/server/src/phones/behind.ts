import { everyPhone, openEnvelope, orderType, paramsOf } from "@rempart/trust";
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Database, Tables } from "../database/schema.ts";

/** A minimum of the OS that an order in force demands of a group. */
export interface Minimum {
  readonly platform: string;
  readonly minimum: string;
  readonly group: string;
}

/** The number that orders "16", "17.4.1", "Android 16": the same as column `os_rank` (migrations/0002_server.sql). */
export function osRank(version: string): number {
  const [, major = "0", minor = "0", patch = "0"] = /^\D*(\d{1,4})(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?/.exec(version) ?? [];
  return Number(major) * 100_000_000 + Number(minor) * 10_000 + Number(patch);
}

/** The newest minimum of each platform, as the gatekeeper released it. */
export async function minima(database: Database): Promise<Minimum[]> {
  const rows = await database
    .selectFrom("fleet_order")
    .distinctOn("stream")
    .select("envelope")
    .where("stream", "in", ["os/android", "os/ios"])
    .where("state", "=", "released")
    .orderBy("stream")
    .orderBy("n", "desc")
    .execute();
  return rows.flatMap(({ envelope }) => {
    const document = openEnvelope(orderType, envelope);
    const { targets } = document.body;
    const params = paramsOf(document, "os-update");
    if ("removed" in params || !("group" in targets)) return [];
    return [{ platform: params.platform, minimum: params.minimum, group: targets.group }];
  });
}

/** Phones below a minimum that concerns them. */
export function isBehind(phone: ExpressionBuilder<Tables, "phone">, wanted: readonly Minimum[]): Expression<SqlBool> {
  if (wanted.length === 0) return sql<boolean>`false`;
  return phone.or(
    wanted.map(({ platform, minimum, group }) =>
      phone.and([
        phone("platform", "=", platform),
        phone("os_rank", "<", osRank(minimum)),
        ...(group === everyPhone ? [] : [sql<boolean>`groups @> ${[group]}::text[]`]),
      ]),
    ),
  );
}
