import { z } from "zod";

const port = z.int().min(0).max(65535);
const origin = z.string().regex(/^https?:\/\/[^\s/?#@\\]+$/, "must be an origin, as http://localhost:8080");

const perMinute = z.int().min(1).max(10_000_000);

const config = z.object({
  data: z.string().optional(),
  database: z.object({
    host: z.string().min(1),
    port,
    user: z.string().min(1),
    password: z.string(),
    database: z.string().min(1),
    // An external database: true checks the certificate against the authorities of this machine.
    ssl: z.union([z.boolean(), z.object({ rejectUnauthorized: z.boolean(), ca: z.string() }).partial()]).optional(),
  }),
  host: z.string().min(1),
  port,
  consoleOrigin: origin,
  gatekeeperUrl: origin,
  linkTokenSha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hex digits"),
  /** Addresses or networks of reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies: z.array(z.string().min(1)).max(64).optional(),
  /** Requests a minute; see http/limits.ts. */
  limits: z.object({ address: perMinute, signin: perMinute, session: perMinute, wrong: perMinute }).optional(),
  /** Where uploaded files are kept: a folder, or an object store (S3, path style). Left out: `blobs` within `data`. */
  blobs: z
    .union([
      z.strictObject({ folder: z.string().min(1) }),
      z
        .strictObject({
          url: z.string().regex(/^https?:\/\/[^\s?#@\\]+$/, "must be an address, as https://store.example/bucket"),
          region: z.string().min(1).optional(),
          accessKeyId: z.string().min(1).optional(),
          secretKeyFile: z.string().min(1).optional(),
        })
        .refine((one) => (one.accessKeyId === undefined) === (one.secretKeyFile === undefined), {
          message: "accessKeyId and secretKeyFile belong together",
        }),
    ])
    .optional(),
  /** Bytes of the largest file that is taken; 1 GiB when left out. */
  largestBlob: z
    .int()
    .min(1)
    .max(2 ** 32 - 1)
    .optional(),
  webhooks: z
    .object({
      /** Hosts, each `name` or `name:port`, that webhooks may reach although they are internal, also by http. */
      allow: z.array(z.string().min(1)).max(100).optional(),
      /** 32 bytes in hex that seal the secrets of webhooks in the database. */
      key: z
        .string()
        .regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hex digits")
        .optional(),
    })
    .optional(),
  /** Days for which ended orders, reports and history are kept. */
  retentionDays: z.int().min(1).max(36_500).optional(),
});

export type Config = z.output<typeof config>;
export type DatabaseConfig = Config["database"];

/** The configuration is not usable; the message names fields and never values, since one of them is a password. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads the configuration that the launcher gives. */
export function readConfig(input: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    throw new ConfigError("The configuration on standard input is not JSON.");
  }
  const result = config.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`);
  throw new ConfigError(`The configuration is not usable. ${problems.join("; ")}`);
}

/** Text of a stream up to the end or to the first whole JSON value, since a launcher may leave the pipe open. */
export async function readConfigText(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = "";
  for await (const chunk of input) {
    text += chunk.toString();
    if (text.length > 65_536) throw new ConfigError("The configuration is longer than 64 KiB.");
    if (isJson(text)) break;
  }
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
