import { text } from "node:stream/consumers";
import { GateError } from "./error.ts";

/** What the launcher hands over on standard input: arguments and environment would show secrets to other processes. */
export interface Config {
  /** Folder for keys and the record of signed heads. */
  data: string;
  database: { host: string; port: number; user: string; password: string; database: string };
  console: { host: string; port: number };
  tls: { host: string; port: number; cert: string; key: string; ca: string };
  serverUrl: string;
  linkTokenFile: string;
  /** Base URLs of witnesses that keep mirrors: asked at start whether more was signed, and what we lack is taken there. */
  mirrors?: string[];
  /** After how many days what phones reported is erased; see `erasure/retention.ts`. */
  retention?: { data?: number; observations?: number };
}

const wanted: Record<string, string[]> = {
  database: ["host", "port", "user", "password", "database"],
  console: ["host", "port"],
  tls: ["host", "port", "cert", "key", "ca"],
};

/** Reads the configuration; throws `config` naming the first field that is missing. */
export async function readConfig(input: NodeJS.ReadableStream): Promise<Config> {
  let value: unknown;
  try {
    value = JSON.parse(await text(input));
  } catch {
    throw new GateError("config", "standard input", "must be the configuration as JSON");
  }
  const config = value as Record<string, unknown>;
  for (const field of ["data", "serverUrl", "linkTokenFile"]) {
    if (typeof config[field] !== "string") throw new GateError("config", field, "is missing");
  }
  for (const [group, fields] of Object.entries(wanted)) {
    const inner = config[group] as Record<string, unknown> | undefined;
    for (const field of fields) {
      if (inner?.[field] === undefined) throw new GateError("config", `${group}.${field}`, "is missing");
    }
  }
  return value as Config;
}
