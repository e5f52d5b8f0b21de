import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { answerFor, GateError } from "../error.ts";
import { monotonic } from "../metrics.ts";
import { say } from "../output.ts";

/** What a handler gives back: JSON, bytes with their own headers, or a stream whose headers say its length. */
export type Answer =
  | { status: number; json: unknown /** Called once it was written. */; written?(): void }
  | { status: number; bytes: Uint8Array; headers: Record<string, string> }
  | { status: number; stream: Readable; headers: Record<string, string> };

export interface Call {
  request: IncomingMessage;
  url: URL;
  /** What the route's pattern captured. */
  parts: string[];
  /** Aborts when the other side hangs up. */
  signal: AbortSignal;
  /** When the request arrived, on the monotonic clock. */
  receivedAt: number;
}

export interface Route {
  method: "GET" | "POST";
  path: RegExp;
  handle(call: Call): Promise<Answer> | Answer;
}

/** 200 with JSON. */
export function ok(json: unknown, written?: () => void): Answer {
  return { status: 200, json, ...(written ? { written } : {}) };
}

function send(response: ServerResponse, answer: Answer): void {
  const base = {
    ...{ "x-content-type-options": "nosniff", "cache-control": "no-store", "referrer-policy": "no-referrer" },
    // Opened as a page, an answer of an API is one that can do nothing. The console's own pages say more.
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  };
  if ("stream" in answer) {
    response.writeHead(answer.status, { ...base, ...answer.headers });
    // Broken off half way, the connection ends: the other side sees that the length was not reached.
    pipeline(answer.stream, response, () => {});
    return;
  }
  const bytes = "json" in answer ? Buffer.from(JSON.stringify(answer.json)) : answer.bytes;
  const own = "json" in answer ? { "content-type": "application/json" } : answer.headers;
  response.writeHead(answer.status, { ...base, "content-length": bytes.length, ...own });
  response.end(bytes);
  if ("json" in answer) answer.written?.();
}

async function dispatch(routes: readonly Route[], request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
  const receivedAt = monotonic();
  const url = URL.parse(request.url ?? "/", "http://gatekeeper");
  if (!url) throw new GateError("request", "path", "is not a path");
  let allowed: Route | undefined;
  for (const route of routes) {
    const match = route.path.exec(url.pathname);
    if (!match) continue;
    allowed = route;
    if (route.method === request.method || (route.method === "GET" && request.method === "HEAD")) {
      return route.handle({ request, url, parts: match.slice(1), signal, receivedAt });
    }
  }
  if (allowed) throw new GateError("method", url.pathname, `takes ${allowed.method} only`);
  throw new GateError("not-found", url.pathname, "does not exist here");
}

/** Serves `routes`; every error becomes a clear JSON answer, and nothing of the inside is shown. */
export function serve(routes: readonly Route[]): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const hangup = new AbortController();
    // A reason of our own: the one made by default is an exception with a stack, at every request.
    response.on("close", () => hangup.abort("closed"));
    try {
      send(response, await dispatch(routes, request, hangup.signal));
    } catch (error) {
      // Nobody is there to hear it, and the stream that broke off is no news.
      if (hangup.signal.aborted && !response.writable) return;
      const { status, body } = answerFor(error);
      if (status === 503) response.setHeader("retry-after", "5");
      if (status === 429) response.setHeader("retry-after", "600");
      if (body.error === "unavailable")
        say("error", { where: request.url?.split("?")[0], message: (error as Error).message });
      // The rest of a body that was refused is not read: the connection ends with the answer.
      if (status === 413 || (request.destroyed && !request.complete)) response.setHeader("connection", "close");
      if (!response.headersSent) send(response, { status, json: body });
    }
  };
  return (request, response) => void answer(request, response);
}
