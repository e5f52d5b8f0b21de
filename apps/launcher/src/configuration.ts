import { join } from "node:path";
import type { ConnectionConfig } from "@rempart/postgres";
import type { Link } from "./link-token.ts";
import type { PartName } from "./report.ts";
import type { TlsFiles } from "./tls.ts";

/** What the gatekeeper reads from its standard input. */
export interface GatekeeperConfiguration {
  readonly data: string;
  readonly database: ConnectionConfig;
  readonly console: { readonly host: string; readonly port: number };
  readonly tls: { readonly host: string; readonly port: number } & TlsFiles;
  readonly serverUrl: string;
  readonly linkTokenFile: string;
}

/** What the server reads from its standard input: nothing in it works outside the server's own database. */
export interface ServerConfiguration {
  readonly data: string;
  readonly database: ConnectionConfig;
  readonly host: string;
  readonly port: number;
  readonly consoleOrigin: string;
  readonly gatekeeperUrl: string;
  readonly linkTokenSha256: string;
}

/** The configuration of both parts on one machine. */
export function configurations(from: {
  data: string;
  ports: { console: number; api: number; tls: number };
  tls: TlsFiles;
  link: Link;
  databases: Readonly<Record<PartName, ConnectionConfig>>;
}): { gatekeeper: GatekeeperConfiguration; server: ServerConfiguration } {
  const { data, ports, tls, link, databases } = from;
  const host = "localhost";
  const consoleOrigin = `http://${host}:${ports.console}`;
  return {
    gatekeeper: {
      data: join(data, "gatekeeper"),
      database: databases.gatekeeper,
      console: { host, port: ports.console },
      tls: { host, port: ports.tls, ...tls },
      serverUrl: `http://${host}:${ports.api}`,
      linkTokenFile: link.tokenFile,
    },
    server: {
      data: join(data, "server"),
      database: databases.server,
      host,
      port: ports.api,
      consoleOrigin,
      gatekeeperUrl: consoleOrigin,
      linkTokenSha256: link.sha256,
    },
  };
}
