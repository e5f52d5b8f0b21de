// Part: a backup of a large organisation, and its restore with every proof.
import { createHash } from "node:crypto";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompactRange } from "@rempart/log";
import { type ConnectionConfig, migrate, startPostgres, withClient } from "@rempart/postgres";
import { leafHash } from "@rempart/trust";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { backup } from "../../apps/launcher/src/backup/backup.ts";
import { restore } from "../../apps/launcher/src/backup/restore.ts";
import { removeFolder, temporaryFolder } from "./database.ts";
import { onceAtEnd } from "./ending.ts";
import type { Sizes } from "./options.ts";
import type { Row } from "./table.ts";

const apps = join(import.meta.dirname, "../../apps");
const migrations = { gatekeeper: join(apps, "gatekeeper/migrations"), server: join(apps, "server/migrations") };
const variables = { gatekeeper: "REMPART_GATEKEEPER_DATABASE_URL", server: "REMPART_SERVER_DATABASE_URL" };
const partNames = ["gatekeeper", "server"] as const;

/** A signed document of about 900 characters that no compressor makes small. */
const document =
  "(select string_agg(encode(sha256((n || '/' || i)::bytea), 'base64'), '') from generate_series(1, 20) i)";

/** Each phone enrolled, with two results; three log entries a phone. */
async function fillGatekeeper(client: pg.Client, phones: number): Promise<void> {
  await client.query("insert into ticket (hash, id, envelope, uses) values ('t', 't', '{}', $1)", [phones]);
  await client.query(
    `insert into device (id, spki, platform, model, os, groups, ticket, enrolment, state, enrolled_at)
     select 'device-' || n, sha256(n::text::bytea), 'android', 'Pixel 9', '15', '{staff}', 't', ${document}, 'ready', 1
     from generate_series(1, $1) n`,
    [phones],
  );
  await client.query(
    `insert into result (hash, device, seq, envelope) select encode(sha256(('r' || n)::bytea), 'hex'),
       'device-' || (n % $1 + 1), n, ${document} from generate_series(1, 2 * $1) n`,
    [phones],
  );
  await client.query(
    `insert into log_entry (index, type, hash, envelope) select n, 'results', encode(sha256(n::text::bytea), 'hex'), ${document}
     from generate_series(0, 3 * $1 - 1) n`,
    [phones],
  );
  const tree = new CompactRange();
  for (let n = 0; n < 3 * phones; n++)
    tree.push(leafHash(new Uint8Array(createHash("sha256").update(String(n)).digest())));
  await client.query("update log_state set size = $1, root = $2", [3 * phones, Buffer.from(tree.root())]);
}

async function fillServer(client: pg.Client, phones: number): Promise<void> {
  await client.query(
    `insert into phone (id, platform, model, os, state, groups)
     select 'device-' || n, 'android', 'Pixel 9', '15', 'ready', '{staff}' from generate_series(1, $1) n`,
    [phones],
  );
  await client.query(
    `insert into result (hash, device, kind, outcome, at, envelope) select encode(sha256(('r' || n)::bytea), 'hex'),
       'device-' || (n % $1 + 1), 'order', 'done', 1, to_jsonb(${document}) from generate_series(1, 2 * $1) n`,
    [phones],
  );
}

const fill = { gatekeeper: fillGatekeeper, server: fillServer };

function urlOf({ user, password, database, host }: ConnectionConfig): string {
  return `postgres://${user}:${password}@/${database}?host=${host}`;
}

/** Seconds for a backup of `sizes.inventory` phones and for its restore, and how large it is. */
export async function benchBackup(sizes: Sizes): Promise<Row[]> {
  const folder = temporaryFolder();
  const dataDir = join(folder, "pg");
  const postgres = await startPostgres({ dataDir, name: "bench", log: () => {} });
  const stop = onceAtEnd(async () => {
    await postgres.stop({ immediate: true });
    removeFolder(folder, dataDir);
  });
  try {
    const source: NodeJS.ProcessEnv = {};
    const target: NodeJS.ProcessEnv = {};
    for (const part of partNames) {
      const config = await postgres.ensureDatabase({ database: part, role: part });
      const empty = await postgres.ensureDatabase({ database: `${part}_again`, role: `${part}_again` });
      source[variables[part]] = urlOf(config);
      target[variables[part]] = urlOf(empty);
      const pool = new pg.Pool({ ...config });
      await migrate(pool, migrations[part]);
      await pool.end();
      await withClient(config, (client) => fill[part](client, sizes.inventory));
      mkdirSync(join(folder, "data", part), { recursive: true });
    }
    const key = await generateX25519Identity();
    const identity = join(folder, "identity");
    writeFileSync(identity, key, { mode: 0o600 });
    const out = join(folder, "backup.age");
    const data = join(folder, "data");
    const recipients = [await identityToRecipient(key)];
    const begun = performance.now();
    const made = await backup({ data, out, recipients, only: undefined, move: true, json: true }, source, () => {});
    const between = performance.now();
    const { rss } = process.memoryUsage();
    const again = {
      from: out,
      data: join(folder, "again"),
      identity,
      only: undefined,
      newestHead: undefined,
      json: true,
    };
    await restore(again, migrations, target, () => {});
    const seconds = (ms: number): number => ms / 1000;
    const aim = { below: 60 };
    return [
      { metric: `backup of ${sizes.inventory} phones, both parts`, value: seconds(between - begun), unit: "s", aim },
      { metric: "  rows", value: made.rows, unit: "" },
      { metric: "  file", value: statSync(out).size / 1e6, unit: "MB" },
      { metric: "  memory of the process after it", value: rss / 2 ** 20, unit: "MiB" },
      { metric: "restore, tables and log compared", value: seconds(performance.now() - between), unit: "s" },
    ];
  } finally {
    await stop();
  }
}
