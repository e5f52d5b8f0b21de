// The console: static files of this process, so that nobody on the server's host can change them (promise P9).
import type { IncomingMessage } from "node:http";
import type { Config } from "../config.ts";
import { GateError } from "../error.ts";
import { type Answer, type Call, ok, type Route } from "../http/router.ts";
import { say } from "../output.ts";
import { type ConsoleFile, type ConsoleFiles, readConsole, types } from "./files.ts";
import { consoleHeaders } from "./headers.ts";

/** Every path but those of an API: the console's own addresses are as deep as its pages. */
const page = /^\/(?!(?:(?:gate|log|agent|link|api|witness)\/v\d+|charters)(?:\/|$)|(?:readyz|config\.json)$)/;

const forever = "public, max-age=31536000, immutable";

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Rempart</title>
<h1>The console was not built</h1>
<p>Rempart itself runs: phones and the command line are served. To have the console here, run this in the folder of
Rempart on this host, then start it again:</p>
<pre>npm run build</pre>
<p lang="fr">La console n’a pas été construite. Lancez cette commande sur cet hôte, puis redémarrez Rempart.</p>
</html>
`;

/** Whether the other side takes gzip (RFC 9110, 12.5.3). */
function takesGzip(request: IncomingMessage): boolean {
  const header = request.headers["accept-encoding"];
  const offers = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",");
  return offers.some((offer) => {
    const [name = "", ...parameters] = offer.split(";").map((part) => part.trim().toLowerCase());
    return (name === "gzip" || name === "*") && !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
  });
}

function hasIt(request: IncomingMessage, etag: string): boolean {
  const header = request.headers["if-none-match"] ?? "";
  return header.split(",").some((one) => one.trim() === etag || one.trim() === "*");
}

function fileAnswer({ request }: Call, path: string, file: ConsoleFile, base: Record<string, string>): Answer {
  const packed = takesGzip(request) ? file.gzip : undefined;
  const bytes = packed ?? file.bytes;
  const headers = {
    ...base,
    "content-type": file.type,
    "content-length": String(bytes.length),
    "cache-control": path.startsWith("/assets/") ? forever : "no-cache",
    etag: file.etag,
    ...(file.gzip ? { vary: "accept-encoding" } : {}),
    ...(packed ? { "content-encoding": "gzip" } : {}),
  };
  if (hasIt(request, file.etag)) return { status: 304, bytes: new Uint8Array(), headers };
  return { status: 200, bytes, headers };
}

/** Whether a path asks for a file: its last part ends as files of the console do. `/apps/org.example` is a page. */
function asksForFile(path: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1];
  return path.startsWith("/assets/") || (ending !== undefined && Object.hasOwn(types, ending.toLowerCase()));
}

/** What is built, or nothing: phones must not wait because a console cannot be read. */
async function readOrTell(folder: string | undefined): Promise<ConsoleFiles | undefined> {
  try {
    return await readConsole(folder);
  } catch (error) {
    say("error", { where: "console", message: `the console is not served: ${(error as Error).message}` });
    return undefined;
  }
}

/** Routes of the console's origin: its files, its pages, `/config.json`. Reads the files once. Last among the routes. */
export async function consoleRoutes(config: Config): Promise<Route[]> {
  const built = await readOrTell(config.console.folder);
  const base = consoleHeaders({
    server: config.serverUrl,
    connect: config.console.connect ?? [],
    images: config.console.images ?? [],
    styleHashes: built?.styleHashes ?? [],
  });
  const nothing: Answer = {
    status: 503,
    bytes: Buffer.from(notBuilt),
    headers: { ...base, "content-type": types.html! },
  };
  const show = (call: Call): Answer => {
    const path = call.url.pathname;
    const file = built?.files.get(path);
    if (file) return fileAnswer(call, path, file, base);
    if (asksForFile(path)) throw new GateError("not-found", path, "does not exist here");
    return built ? fileAnswer(call, "/index.html", built.files.get("/index.html")!, base) : nothing;
  };
  const settings = { server: config.serverUrl, demonstrationAllowed: config.demonstration === true };
  return [
    { method: "GET", path: /^\/config\.json$/, handle: () => ok(settings) },
    { method: "GET", path: page, handle: show },
  ];
}
