import { hash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readOrCreateSecret } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";
import type { PartName } from "./report.ts";

/** How the gatekeeper proves itself to the server. */
export interface Link {
  /** For the gatekeeper: 32 random bytes, base64url. */
  readonly tokenFile: string;
  /** For the server, which must not hold the token: hexadecimal SHA-256 of the token's text. */
  readonly sha256: string;
}

/** Keeps the hash that the server compares with, in its folder. */
function keepHash(data: string, sha256: string): void {
  const hashFile = join(data, "server", "link-token.sha256");
  if (existsSync(hashFile) && readFileSync(hashFile, "utf8").trim() === sha256) return;
  writeFileSync(`${hashFile}.tmp`, `${sha256}\n`, { mode: 0o600 });
  renameSync(`${hashFile}.tmp`, hashFile);
}

/**
 * The link token, made at the first start where the gatekeeper is. The server's folder gets the hash alone, from the
 * token or, on a host of its own, as `given`.
 */
export function ensureLink(data: string, only?: PartName, given?: string): Link {
  const tokenFile = join(data, "gatekeeper", "link-token");
  const sha256 = only === "server" ? given : hash("sha256", readOrCreateSecret(tokenFile));
  if (sha256 === undefined) throw new LaunchError("--only server needs --link-token-sha256.", badConfiguration);
  if (only !== "gatekeeper") keepHash(data, sha256);
  return { tokenFile, sha256 };
}
