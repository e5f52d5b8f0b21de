import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { badConfiguration, LaunchError } from "./error.ts";
import type { PartName } from "./report.ts";

/** What the command line and the environment ask for. */
export interface Options {
  /** The console's port; the server's API is on the next, the phones' TLS on the one after. */
  readonly port: number;
  readonly data: string;
  readonly json: boolean;
  readonly help: boolean;
  /** The one part that runs here; both when absent. */
  readonly only?: PartName;
  /** The address to listen on; `localhost` when absent. */
  readonly listen?: string;
  /** The same for the console alone, where a proxy in front of it speaks TLS. */
  readonly listenConsole?: string;
  /** The console's origin as people see it. */
  readonly publicUrl?: string;
  /** The server's origin as people and the gatekeeper see it. */
  readonly serverUrl?: string;
  /** The console's origin as the server sees it, where the gatekeeper is on another host. */
  readonly gatekeeperUrl?: string;
  /** Hexadecimal SHA-256 of the gatekeeper's link token, where the server is alone. */
  readonly linkTokenSha256?: string;
  /** Further names of the phones' listener in its certificate. */
  readonly phonesNames?: readonly string[];
  /** Origins of witnesses that mirror the log: asked at start whether more was signed than is held here. */
  readonly mirrors?: readonly string[];
  /** Certificate (with its chain) and key of the console, PEM files. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Somebody answers for the network between the hosts: http to another host is accepted. */
  readonly plainHttp?: boolean;
  /** No virtual phones are started, whatever a page asks for. */
  readonly noDemonstration?: boolean;
}

/** Shown for --help. */
export const help = `Starts Rempart on this machine: the gatekeeper, the server and their databases.

  npm start -- [--port N] [--data DIR] [--json]

  --port N    console on http://localhost:N, server API on N+1, phones (TLS) on N+2   (REMPART_PORT, default 8080)
  --data DIR  where everything is kept; made at the first start                       (REMPART_DATA, default ./data)
  --json      print JSON lines instead of text
  --no-demonstration
              never start virtual phones (a trial on one machine offers 40 of them)
  --help      print this

On two hosts (docs/operate/install.md); every option below has a variable, as REMPART_SERVER_URL for --server-url:

  npm start -- --only gatekeeper --server-url URL [...]
  npm start -- --only server --gatekeeper-url URL --link-token-sha256 HEX [...]

  --only PART             gatekeeper or server: the other one runs elsewhere
  --server-url URL        the server's origin as people and the gatekeeper see it
  --gatekeeper-url URL    the console's origin as people and the server see it
  --link-token-sha256 HEX what the gatekeeper prints when it starts alone; no secret
  --public-url URL        the console's origin as people see it, behind a proxy or a name
  --listen HOST           address to listen on (default localhost)
  --listen-console HOST   the same for the console alone
  --phones-name NAME      a name of the phones' listener, for its certificate; repeat
  --mirror URL            a witness that mirrors the log: a restored log is refilled from it; repeat
  --tls-cert FILE --tls-key FILE
                          certificate (with chain) and key of the console, PEM; read again when they change
  --plain-http            accept http to another host, because the network between is private

  REMPART_GATEKEEPER_DATABASE_URL, REMPART_SERVER_DATABASE_URL
              PostgreSQL 15 or newer to use instead of the embedded one: postgres://USER:PASSWORD@HOST:PORT/DATABASE
`;

function refuse(message: string): never {
  throw new LaunchError(message, badConfiguration);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  // Two more ports follow it.
  if (port < 1 || port > 65_533) refuse(`--port takes a number from 1 to 65533, not "${text}".`);
  return port;
}

function parsePart(text: string): PartName {
  return text === "gatekeeper" || text === "server"
    ? text
    : refuse(`--only takes gatekeeper or server, not "${text}". Leave it out to run both.`);
}

/** An origin: scheme, host, port. A path or a password in it would be lost or shown. */
function parseOrigin(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  if (!plain || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    refuse(`--${flag} takes an address like https://rempart.example, without a path.`);
  return url.origin;
}

function parseHost(flag: string, text: string): string {
  return /^[A-Za-z0-9.:_-]{1,253}$/.test(text)
    ? text
    : refuse(`--${flag} takes a host name or an address to listen on, such as 0.0.0.0.`);
}

function parseHash(text: string): string {
  return /^[0-9a-f]{64}$/.test(text)
    ? text
    : refuse("--link-token-sha256 takes the 64 hexadecimal digits that the gatekeeper prints when it starts.");
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const several = { type: "string", multiple: true } as const;
const known = {
  ...{ port: text, data: text, json: flag, help: { ...flag, short: "h" }, only: text },
  ...{ listen: text, "listen-console": text, "public-url": text, "server-url": text, "gatekeeper-url": text },
  ...{
    "link-token-sha256": text,
    "phones-name": several,
    mirror: several,
    "tls-cert": text,
    "tls-key": text,
  },
  "plain-http": flag,
  "no-demonstration": flag,
} as const;

/** Leaves out what was not given, so that every further option is there or is not. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    // parseArgs says "Unknown option '--prot'. To specify a positional …": the first sentence is enough.
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    return refuse(`${reason}. See: npm start -- --help`);
  }
}

/** Reads the command line; what it does not say comes from the environment, then from the defaults. */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const values = parse(args);
  const value = <T>(name: keyof typeof known, read: (flag: string, text: string) => T): T | undefined => {
    const found =
      (values[name] as string | undefined) ?? environment[`REMPART_${name.toUpperCase().replaceAll("-", "_")}`];
    return found === undefined || (found === "" && values[name] === undefined) ? undefined : read(name, found);
  };
  const path = (name: string, file: string): string =>
    file === "" ? refuse(`--${name} takes the name of a file.`) : resolve(file);
  const data = values.data ?? environment.REMPART_DATA ?? "data";
  if (data === "") refuse("--data takes the name of a folder.");
  const names: string[] | undefined =
    values["phones-name"] ?? environment.REMPART_PHONES_NAME?.split(/[\s,]+/).filter(Boolean);
  const mirrors = values.mirror ?? environment.REMPART_MIRROR?.split(/[\s,]+/).filter(Boolean);
  const options: Options = {
    port: parsePort(values.port ?? environment.REMPART_PORT ?? "8080"),
    data: resolve(data),
    json: values.json ?? false,
    help: values.help ?? false,
    ...given({
      only: value("only", (_, part) => parsePart(part)),
      listen: value("listen", parseHost),
      listenConsole: value("listen-console", parseHost),
      publicUrl: value("public-url", parseOrigin),
      serverUrl: value("server-url", parseOrigin),
      gatekeeperUrl: value("gatekeeper-url", parseOrigin),
      linkTokenSha256: value("link-token-sha256", (_, hex) => parseHash(hex)),
      phonesNames: names?.map((name: string) => parseHost("phones-name", name)),
      mirrors: mirrors?.map((url) => parseOrigin("mirror", url)),
      tlsCert: value("tls-cert", path),
      tlsKey: value("tls-key", path),
      plainHttp: values["plain-http"] ?? (environment.REMPART_PLAIN_HTTP === "1" ? true : undefined),
      noDemonstration: values["no-demonstration"] ?? (environment.REMPART_NO_DEMONSTRATION === "1" ? true : undefined),
    }),
  };
  if (!options.help) checkTogether(options);
  return options;
}

const loopback = /^(localhost|127\.[0-9.]+|\[::1\]|::1)$/;

/** Whether an origin is of this machine. */
export function isLocal(origin: string): boolean {
  return loopback.test(new URL(origin).hostname);
}

/** Refuses combinations that would not work, or that would send what is secret in the clear. */
function checkTogether(options: Options): void {
  const { only, serverUrl, gatekeeperUrl, linkTokenSha256, tlsCert, tlsKey } = options;
  if (only === "gatekeeper" && serverUrl === undefined)
    refuse("--only gatekeeper needs --server-url: where people and the gatekeeper reach the server.");
  if (only === "server" && (gatekeeperUrl === undefined || linkTokenSha256 === undefined))
    refuse(
      "--only server needs --gatekeeper-url and --link-token-sha256. Start the gatekeeper on its own host first: it prints the second.",
    );
  if (only !== "server" && (gatekeeperUrl ?? linkTokenSha256) !== undefined)
    refuse("--gatekeeper-url and --link-token-sha256 are for --only server.");
  if ((tlsCert === undefined) !== (tlsKey === undefined)) refuse("--tls-cert and --tls-key go together.");
  if (only === "server" && tlsCert !== undefined)
    refuse("--tls-cert is the console's. Put a proxy that speaks TLS in front of the server: docs/operate/install.md.");
  if (options.plainHttp) return;
  for (const [name, url] of Object.entries({ "server-url": serverUrl, "gatekeeper-url": gatekeeperUrl })) {
    if (url?.startsWith("http:") && !isLocal(url))
      refuse(
        `--${name} ${url} is not encrypted, and ${name === "server-url" ? "the link token" : "what people submit"} would pass in the clear. Use https, or say --plain-http if the network between is private.`,
      );
  }
  const at = options.listenConsole ?? options.listen;
  if (only !== "server" && at !== undefined && !loopback.test(at) && tlsCert === undefined)
    refuse(
      `The console would be served without TLS on ${at}: whoever is on the way could change its code. Give --tls-cert and --tls-key, or --listen-console localhost with a proxy in front.`,
    );
}
