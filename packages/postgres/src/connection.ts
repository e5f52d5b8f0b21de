import pg from "pg";

/** What `pg` needs to connect. `host` is the folder of a Unix socket for the embedded PostgreSQL. */
export interface ConnectionConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl?:
    | boolean
    | { readonly rejectUnauthorized?: boolean | undefined; readonly ca?: string | undefined }
    | undefined;
}

/** Runs `work` on one connection of its own and closes it, whatever happens. */
export async function withClient<T>(config: ConnectionConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000 });
  // A connection that breaks also fails the query under way; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
