import { text } from "node:stream/consumers";
import { checkOrigins } from "./console/origins.ts";
import { GateError } from "./error.ts";
import { checkPush, type PushSettings } from "./push/endpoint.ts";

/** What the launcher hands over on standard input: arguments and environment would show secrets to other processes. */
export interface Config {
  /** Folder for keys and the record of signed heads. */
  data: string;
  database: { host: string; port: number; user: string; password: string; database: string };
  /**
   * `tls`: PEM files of the console's own certificate; http without. `folder`: where the built console is. `connect`,
   * `images`: https origins that it may reach besides the server, for questions and for pictures.
   */
  console: {
    host: string;
    port: number;
    tls?: { cert: string; key: string };
    folder?: string;
    connect?: string[];
    images?: string[];
  };
  tls: { host: string; port: number; cert: string; key: string; ca: string };
  serverUrl: string;
  linkTokenFile: string;
  /**
   * Where the files come from that orders name: a folder, or an address below which `<sha256>` is found (http or https,
   * with the bearer token in a file, if it wants one). Left out: the server's `/link/v1/blobs`, with the link token.
   */
  blobs?: { folder: string } | { url: string; tokenFile?: string };
  /** How the parts are spread and what holds there, as the launcher found it; shown, not judged. */
  layout?: Record<string, unknown>;
  /** Base URLs of witnesses that keep mirrors: asked at start whether more was signed, and what we lack is taken there. */
  mirrors?: string[];
  /** The launcher runs virtual phones when asked to; it is told over file descriptor 3. */
  demonstration?: boolean;
  /** After how many days what phones reported is erased; see `erasure/retention.ts`. */
  retention?: { data?: number; observations?: number };
  /** Further push services for notices to people, and whom these may ask; see `push/endpoint.ts`. */
  push?: PushSettings;
}

const wanted: Record<string, string[]> = {
  database: ["host", "port", "user", "password", "database"],
  console: ["host", "port"],
  tls: ["host", "port", "cert", "key", "ca"],
};

function checkBlobs(value: unknown): void {
  if (value === undefined) return;
  const { folder, url, tokenFile } = (value ?? {}) as Record<string, unknown>;
  const address = typeof url === "string" && /^https?:\/\/[^\s?#@]+$/.test(url);
  const file = tokenFile === undefined || typeof tokenFile === "string";
  if ((typeof folder === "string" && url === undefined) || (folder === undefined && address && file)) return;
  throw new GateError(
    "config",
    "blobs",
    'must be {"folder"} or {"url", "tokenFile"?}, the url as https://store/bucket',
  );
}

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
  // It becomes part of a header.
  if (/[\s;,'"]/.test(config.serverUrl as string)) throw new GateError("config", "serverUrl", "is not an address");
  checkBlobs(config.blobs);
  checkPush(config.push);
  const { connect, images } = config.console as Record<string, unknown>;
  checkOrigins(connect, "console.connect");
  checkOrigins(images, "console.images");
  return value as Config;
}
