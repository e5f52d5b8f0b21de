// What the parts can be told beyond the command line: one JSON file, each part's settings under its name. Which values are
// good the part itself says when it starts; here only what may be set at all.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readOrCreateSecret } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";
import type { PartName } from "./report.ts";

type Fields = Readonly<Record<string, unknown>>;
export type Settings = Readonly<Record<PartName, Fields>>;

/** Never the rest: where the parts listen, their databases and the link are the launcher's to decide. */
const known: Readonly<Record<PartName, readonly string[]>> = {
  gatekeeper: ["blobs", "retention", "push", "console"],
  server: ["trustedProxies", "limits", "blobs", "largestBlob", "webhooks", "retentionDays"],
};

/** Where the console may reach besides. Where it is, the launcher knows. */
const knownOfConsole: readonly string[] = ["connect", "images"];

const most = 64 * 1024;

function refuse(path: string, problem: string): never {
  throw new LaunchError(`${path} ${problem}. See docs/operate/install.md.`, badConfiguration);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads `DIR/settings.json`, which need not be there. Throws LaunchError naming what is not understood. */
export function readSettings(data: string): Settings {
  const path = join(data, "settings.json");
  if (!existsSync(path)) return { gatekeeper: {}, server: {} };
  const text = readFileSync(path, "utf8");
  if (text.length > most) refuse(path, "is longer than 64 KiB");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(path, `is not JSON (${(error as Error).message})`);
  }
  if (!isFields(value)) return refuse(path, 'must be an object like {"server": {...}, "gatekeeper": {...}}');
  for (const [part, fields] of Object.entries(value)) {
    if (part !== "gatekeeper" && part !== "server") return refuse(path, `names ${part}, which is no part of Rempart`);
    if (!isFields(fields)) return refuse(path, `: ${part} must be an object`);
    const strange = Object.keys(fields).find((field) => !known[part].includes(field));
    if (strange !== undefined) refuse(path, `: ${part}.${strange} cannot be set; ${known[part].join(", ")} can`);
  }
  const settings: Settings = { gatekeeper: {}, server: {}, ...(value as Partial<Settings>) };
  const { console: console_ = {} } = settings.gatekeeper;
  if (!isFields(console_)) return refuse(path, ": gatekeeper.console must be an object");
  const strange = Object.keys(console_).find((field) => !knownOfConsole.includes(field));
  if (strange !== undefined)
    refuse(path, `: gatekeeper.console.${strange} cannot be set; ${knownOfConsole.join(", ")} can`);
  return settings;
}

/** The server's settings, with the key that seals the secrets of webhooks, made at the first start. */
export function serverSettings(data: string, { server }: Settings): Fields {
  const secret = readOrCreateSecret(join(data, "server", "webhook-key"));
  const key = Buffer.from(secret, "base64url").toString("hex");
  return { ...server, webhooks: { key, ...(server.webhooks as Fields | undefined) } };
}
