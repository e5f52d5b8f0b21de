import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { badConfiguration, LaunchError } from "./error.ts";

/** What the command line and the environment ask for. */
export interface Options {
  /** The console's port; the server's API is on the next, the phones' TLS on the one after. */
  readonly port: number;
  readonly data: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** Shown for --help. */
export const help = `Starts Rempart on this machine: the gatekeeper, the server and their databases.

  npm start -- [--port N] [--data DIR] [--json]

  --port N    console on http://localhost:N, server API on N+1, phones (TLS) on N+2   (REMPART_PORT, default 8080)
  --data DIR  where everything is kept; made at the first start                       (REMPART_DATA, default ./data)
  --json      print JSON lines instead of text
  --help      print this

  REMPART_GATEKEEPER_DATABASE_URL, REMPART_SERVER_DATABASE_URL
              PostgreSQL 15 or newer to use instead of the embedded one: postgres://USER:PASSWORD@HOST:PORT/DATABASE
`;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  // Two more ports follow it.
  if (port < 1 || port > 65_533) {
    throw new LaunchError(`--port takes a number from 1 to 65533, not "${text}".`, badConfiguration);
  }
  return port;
}

/** Reads the command line; what it does not say comes from the environment, then from the defaults. */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  let values: { port?: string; data?: string; json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        data: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    // parseArgs says "Unknown option '--prot'. To specify a positional …": the first sentence is enough.
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new LaunchError(`${reason}. See: npm start -- --help`, badConfiguration);
  }
  const data = values.data ?? environment.REMPART_DATA ?? "data";
  if (data === "") throw new LaunchError("--data takes the name of a folder.", badConfiguration);
  return {
    port: parsePort(values.port ?? environment.REMPART_PORT ?? "8080"),
    data: resolve(data),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}
