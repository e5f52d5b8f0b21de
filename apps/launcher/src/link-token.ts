import { hash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readOrCreateSecret } from "@rempart/postgres";

/** How the gatekeeper proves itself to the server. */
export interface Link {
  /** For the gatekeeper: 32 random bytes, base64url. */
  readonly tokenFile: string;
  /** For the server, which must not hold the token: hexadecimal SHA-256 of the token's text. */
  readonly sha256: string;
}

/** The link token, made at the first start. The server's folder gets the hash alone. */
export function ensureLink(data: string): Link {
  const tokenFile = join(data, "gatekeeper", "link-token");
  const sha256 = hash("sha256", readOrCreateSecret(tokenFile));
  const hashFile = join(data, "server", "link-token.sha256");
  if (!existsSync(hashFile) || readFileSync(hashFile, "utf8").trim() !== sha256) {
    writeFileSync(`${hashFile}.tmp`, `${sha256}\n`, { mode: 0o600 });
    renameSync(`${hashFile}.tmp`, hashFile);
  }
  return { tokenFile, sha256 };
}
