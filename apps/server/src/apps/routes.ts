import type { JsonValue } from "@rempart/trust";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, hash, id, queryNumber, time } from "../http/schemas.ts";

const platform = z.enum(["android", "ios"]);
const packageName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9._-]+$/, "must be a package name or bundle id");
/** Failures that come with each release; the order's own address has them all. */
const mostFailures = 100;
const mostReleases = 50;

const release = z
  .object({
    order: hash,
    n: count,
    state: z.enum(["required", "available", "removed"]),
    orderState: z.string(),
    group: id,
    acceptedAt: time,
    versionCode: count.optional(),
    sha256: hash.optional(),
    size: count.optional(),
    signer: hash.optional(),
    uploaded: z.boolean().meta({ description: "Whether the file is in this server's store" }),
    apk: z
      .custom<JsonValue>(() => true)
      .optional()
      .meta({ type: "object", description: "What the server read of the file; for lists" }),
    phones: count,
    outcomes: z.record(z.string(), count),
  })
  .meta({ id: "Release" });
const failure = z.object({ device: id, outcome: z.string(), code: z.string().optional(), at: time });
const summary = z
  .object({ platform, package: packageName, releases: count, newest: release })
  .meta({ id: "App", description: "An app by its newest order" });

interface Row {
  order_hash: string;
  n: number;
  state: string;
  order_state: string;
  group_id: string;
  accepted_at: number;
  version_code: number | null;
  sha256: string | null;
  size: number | null;
  signer: string | null;
  phones: number;
  uploaded: boolean;
  apk: JsonValue | null;
}

const columns = sql`app_release.*, fleet_order.state as order_state, fleet_order.phones,
  blob.sha256 is not null as uploaded, blob.apk`;
const joined = sql`app_release join fleet_order on fleet_order.hash = app_release.order_hash
  left join blob on blob.sha256 = app_release.sha256`;

async function present(database: Database, row: Row): Promise<z.output<typeof release>> {
  const { rows } = await sql<{ outcome: string; n: number }>`
    select outcome, count(*) as n from (
      select distinct on (device) outcome from result where order_hash = ${row.order_hash} order by device, at desc, hash
    ) as newest group by outcome`.execute(database);
  const { version_code: versionCode, sha256, size, signer, apk } = row;
  return {
    order: row.order_hash,
    n: row.n,
    state: row.state as "required",
    orderState: row.order_state,
    group: row.group_id,
    acceptedAt: row.accepted_at,
    ...(versionCode !== null && { versionCode }),
    ...(sha256 !== null && { sha256 }),
    ...(size !== null && { size }),
    ...(signer !== null && { signer }),
    uploaded: row.uploaded,
    ...(apk !== null && { apk }),
    phones: row.phones,
    outcomes: Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n])),
  };
}

/** Apps by the orders that released them. */
export function appRoutes(app: App, database: Database): void {
  app.get(
    "/api/v1/apps",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "listApps",
        summary: "Apps that orders released, by name",
        tags: ["apps"],
        querystring: z.object({
          after: packageName.optional(),
          platform: platform.optional(),
          limit: queryNumber(1, 200).default(50),
        }),
        response: answers(z.object({ apps: z.array(summary), next: packageName.optional() })),
      },
    },
    async ({ query: { after = "", platform: only, limit } }) => {
      const { rows } = await sql<Row & { platform: "android"; package: string; releases: number }>`
        select ${columns}, newest.releases from (
          select distinct on (package, platform) package, platform, n, count(*) over (partition by package, platform) as releases
          from app_release where package > ${after} and ${only === undefined ? sql`true` : sql`platform = ${only}`}
          order by package, platform, n desc limit ${limit + 2}
        ) as newest, ${joined}
        where app_release.platform = newest.platform and app_release.package = newest.package and app_release.n = newest.n
        order by app_release.package, app_release.platform`.execute(database);
      // Both platforms of one name stay on one page.
      let kept = rows.slice(0, limit + 1);
      if (rows.length > limit) kept = kept.filter((row) => row.package !== rows[limit]!.package);
      if (kept.length === 0) kept = rows.slice(0, 2);
      const apps: z.output<typeof summary>[] = [];
      for (const row of kept) {
        const newest = await present(database, row);
        apps.push({ platform: row.platform, package: row.package, releases: row.releases, newest });
      }
      const last = apps.at(-1);
      return rows.length > limit && last ? { apps, next: last.package } : { apps };
    },
  );

  app.get(
    "/api/v1/apps/:platform/:package",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "readApp",
        summary: "One app: its releases, newest first, how far each has come, and which phones failed",
        tags: ["apps"],
        params: z.object({ platform, package: packageName }),
        querystring: z.object({ before: queryNumber(1, Number.MAX_SAFE_INTEGER).optional() }),
        response: answers(
          z.object({
            platform,
            package: packageName,
            releases: z.array(release.extend({ failures: z.array(failure) })),
            next: count.optional(),
          }),
        ),
      },
    },
    async ({ params, query: { before } }) => {
      const { rows } = await sql<Row>`select ${columns} from ${joined}
        where platform = ${params.platform} and package = ${params.package}
        and ${before === undefined ? sql`true` : sql`app_release.n < ${before}`}
        order by app_release.n desc limit ${mostReleases + 1}`.execute(database);
      if (rows.length === 0) throw notFound("app", "package");
      const releases: (z.output<typeof release> & { failures: z.output<typeof failure>[] })[] = [];
      for (const row of rows.slice(0, mostReleases)) {
        const failures = await sql<{ device: string; outcome: string; code: string | null; at: number }>`
          select device, outcome, code, at from (
            select distinct on (device) device, outcome, code, at from result
            where order_hash = ${row.order_hash} order by device, at desc, hash
          ) as newest where outcome in ('failed', 'refused', 'unsupported') order by at desc limit ${mostFailures}`.execute(
          database,
        );
        releases.push({
          ...(await present(database, row)),
          failures: failures.rows.map(({ code, ...rest }) => ({ ...rest, ...(code !== null && { code }) })),
        });
      }
      const last = releases.at(-1)!;
      return { ...params, releases, ...(rows.length > mostReleases && { next: last.n }) };
    },
  );
}
