import { readFileSync } from "node:fs";
import type { ConnectionConfig } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";

function sslFrom(parameters: URLSearchParams, fail: (problem: string) => LaunchError): ConnectionConfig["ssl"] {
  const mode = parameters.get("sslmode");
  const root = parameters.get("sslrootcert");
  switch (mode) {
    case null:
    case "disable":
      return undefined;
    // Whoever asks for TLS gets the certificate checked; libpq's "require" would not.
    case "require":
    case "verify-ca":
    case "verify-full":
      try {
        return root ? { ca: readFileSync(root, "utf8") } : true;
      } catch (error) {
        throw fail(`its sslrootcert cannot be read (${error instanceof Error ? error.message : error})`);
      }
    case "no-verify":
      return { rejectUnauthorized: false };
    default:
      throw fail(`sslmode=${mode} is not supported: use disable, verify-full or no-verify`);
  }
}

/** Reads a database URL. `variable` names it in errors, which never repeat the URL: it holds a password. */
export function parseDatabaseUrl(variable: string, text: string): ConnectionConfig {
  const fail = (problem: string): LaunchError =>
    new LaunchError(
      `${variable}: ${problem}. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE, or leave it unset to use the embedded PostgreSQL.`,
      badConfiguration,
    );
  // postgres://user:password@/name?host=/var/run/postgresql is the usual way to write a Unix socket, though no strict URL.
  const strict = text.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=\/)/, "$1localhost");
  if (!URL.canParse(strict)) throw fail("this is not a URL");
  const url = new URL(strict);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") throw fail("it does not begin with postgres://");
  let user: string;
  let password: string;
  let database: string;
  try {
    user = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
    database = decodeURIComponent(url.pathname.slice(1));
  } catch {
    throw fail("a % in it is not followed by two hexadecimal digits (a literal one is written %25)");
  }
  const host = url.searchParams.get("host") ?? url.hostname.replace(/^\[|\]$/g, "");
  if (user === "" || database === "" || host === "") throw fail("user, host and database must all be there");
  const ssl = sslFrom(url.searchParams, fail);
  return {
    host,
    port: Number(url.port || url.searchParams.get("port") || 5432),
    user,
    password,
    database,
    ...(ssl === undefined ? {} : { ssl }),
  };
}
