// What a witness shows: its newest statement to anyone, its mirror to people, witnesses and the gatekeeper of the charter.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { ClientError } from "@rempart/client";
import { forms, fromHex, type JsonValue, Refusal, readJson, toBase64 } from "@rempart/trust";
import { Problem, told } from "../problem.ts";
import type { Follower } from "./follower.ts";
import { ReaderProofs } from "./proof.ts";
import type { WitnessStore } from "./store.ts";

const bodyLimit = 64 * 1024;
const mostHashes = 50_000;
const mostText = 8 * 1024 * 1024;

export interface Listen {
  host: string;
  port: number;
  /** PEM texts; without them it speaks plain HTTP. */
  tls?: { cert: string; key: string } | undefined;
}

async function body(request: IncomingMessage): Promise<Record<string, JsonValue>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > bodyLimit) throw new Problem("size", "body", `At most ${bodyLimit} bytes.`, 413);
    parts.push(part);
  }
  const value = readJson(Buffer.concat(parts), bodyLimit, "body");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Problem("request", "body", "Must be an object.", 400);
  return value;
}

function statement(store: WitnessStore): object {
  const signed = store.state?.signed.at(-1);
  if (!store.state || !signed?.statement) throw new Problem("not-found", "statement", "Nothing was signed yet.", 404);
  return { kid: store.kid, genesis: store.state.genesis, statement: signed.statement, head: signed.head };
}

/** Serves a witness's statement and mirror. Resolves once it listens. */
export async function serveWitness(
  { host, port, tls }: Listen,
  store: WitnessStore,
  follower: Follower,
  now: () => number,
): Promise<{ url: string; close(): Promise<void> }> {
  const proofs = new ReaderProofs();

  function hashes(from: number): object {
    const { mirror } = follower;
    if (!mirror) throw new Problem("not-found", "mirror", "This witness keeps no mirror.", 404);
    if (from < mirror.first) throw new Problem("not-found", "from", `The mirror begins at ${mirror.first}.`, 404);
    const found: Uint8Array[] = [];
    for (const { row } of mirror.rows(from, from + mostHashes)) found.push(fromHex(row.hash));
    return { from, size: mirror.verified, hashes: toBase64(Buffer.concat(found)) };
  }

  async function entries(request: IncomingMessage): Promise<object> {
    const { mirror } = follower;
    if (!mirror) throw new Problem("not-found", "mirror", "This witness keeps no mirror.", 404);
    const asked = await body(request);
    await proofs.check(asked.signin ?? null, follower.newest, Math.floor(now() / 1000));
    const from = forms.size(asked.from ?? 0, "from");
    const limit = Math.min(1000, forms.size(asked.limit ?? 100, "limit"));
    if (from < mirror.first) throw new Problem("not-found", "from", `The mirror begins at ${mirror.first}.`, 404);
    const found: object[] = [];
    let text = 0;
    for (const { row } of mirror.rows(from, from + limit)) {
      text += JSON.stringify(row.json).length;
      if (found.length > 0 && text > mostText) break;
      found.push(row.json);
    }
    return { entries: found };
  }

  async function answer(request: IncomingMessage): Promise<object> {
    const url = URL.parse(request.url ?? "/", "http://witness");
    const path = `${request.method} ${url?.pathname}`;
    if (path === "GET /witness/v1/statement") return statement(store);
    if (path === "GET /witness/v1/hashes") {
      const from = url!.searchParams.get("from") ?? "0";
      return hashes(/^\d{1,15}$/.test(from) ? Number(from) : 0);
    }
    if (path === "POST /witness/v1/entries") return entries(request);
    throw new Problem("not-found", "path", "Does not exist here.", 404);
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const send = (status: number, json: object): void => {
      const bytes = Buffer.from(JSON.stringify(json));
      const headers = {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      };
      response.writeHead(status, { ...headers, "content-length": bytes.length }).end(bytes);
    };
    answer(request).then(
      (json) => send(200, json),
      (error: unknown) => {
        if (error instanceof Problem) send(error.status ?? 400, told(error));
        else if (error instanceof Refusal || error instanceof ClientError) send(400, told(error));
        else send(503, { error: "unavailable", where: "witness", message: "Not now. Try again shortly." });
      },
    );
  }

  const server: Server = tls ? createTlsServer({ ...tls, minVersion: "TLSv1.3" }, handle) : createServer(handle);
  server.requestTimeout = 30_000;
  server.maxConnections = 256;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: Error) => reject(new Problem("listen", `${host}:${port}`, error.message)));
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
