import { join } from "node:path";
import type { ConnectionConfig } from "@rempart/postgres";
import type { CertificateFiles } from "./console-tls.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link-token.ts";
import type { Options } from "./options.ts";
import { portsFrom } from "./ports.ts";
import type { TlsFiles } from "./tls.ts";

/** What the gatekeeper reads from its standard input. */
export interface GatekeeperConfiguration {
  readonly data: string;
  readonly database: ConnectionConfig;
  readonly console: {
    readonly host: string;
    readonly port: number;
    readonly tls?: CertificateFiles;
    /** The built console. */
    readonly folder?: string;
  };
  /** Its file descriptor 3 is the launcher's, which starts virtual phones. */
  readonly demonstration?: true;
  readonly tls: { readonly host: string; readonly port: number } & TlsFiles;
  readonly serverUrl: string;
  readonly linkTokenFile: string;
  readonly layout: Layout;
  readonly mirrors?: readonly string[];
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

/** The console's own address on this machine. */
export function localConsole(options: Options): string {
  return `${options.tlsCert === undefined ? "http" : "https"}://localhost:${options.port}`;
}

/** Where people open the console. */
export function consoleUrl(options: Options): string {
  return options.publicUrl ?? localConsole(options);
}

/** The gatekeeper's configuration. */
export function gatekeeperConfiguration(
  options: Options,
  from: {
    tls: TlsFiles;
    consoleTls: CertificateFiles | undefined;
    link: Link;
    database: ConnectionConfig;
    layout: Layout;
    /** Folder of the built console, where there is one. */
    consoleFolder: string | undefined;
    /** Settings of the console beyond the command line. */
    console: unknown;
    demonstration: boolean;
  },
): GatekeeperConfiguration {
  const ports = portsFrom(options.port);
  const host = options.listen ?? "localhost";
  return {
    data: join(options.data, "gatekeeper"),
    database: from.database,
    console: {
      ...(from.console as object | undefined),
      ...(from.consoleFolder === undefined ? {} : { folder: from.consoleFolder }),
      host: options.listenConsole ?? host,
      port: ports.console,
      ...(from.consoleTls ? { tls: from.consoleTls } : {}),
    },
    tls: { host, port: ports.tls, ...from.tls },
    serverUrl: options.serverUrl ?? `http://localhost:${ports.api}`,
    linkTokenFile: from.link.tokenFile,
    layout: from.layout,
    ...(options.mirrors ? { mirrors: options.mirrors } : {}),
    ...(from.demonstration ? { demonstration: true as const } : {}),
  };
}

/** The server's configuration. */
export function serverConfiguration(
  options: Options,
  from: { link: Link; database: ConnectionConfig },
): ServerConfiguration {
  return {
    data: join(options.data, "server"),
    database: from.database,
    host: options.listen ?? "localhost",
    port: portsFrom(options.port).api,
    consoleOrigin: options.gatekeeperUrl ?? consoleUrl(options),
    // Beside the gatekeeper no proxy is on the way; a certificate of the console's names its public address.
    gatekeeperUrl:
      options.gatekeeperUrl ?? (options.tlsCert === undefined ? localConsole(options) : consoleUrl(options)),
    linkTokenSha256: from.link.sha256,
  };
}
