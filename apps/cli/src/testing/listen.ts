import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type JsonValue, Refusal } from "@rempart/trust";

/** What a fake answers: a status and JSON. */
export type Answer = [status: number, body: unknown];
export type Handler = (method: string, url: URL, body: JsonValue, token: string | undefined) => Promise<Answer>;

export interface Fake {
  url: string;
  /** Changes answers on their way out, as an attacker on the host would. */
  tamper: ((path: string, body: never) => unknown) | undefined;
  /** Answers in place of the honest handler, which then does not run. */
  instead: ((path: string) => Answer | undefined) | undefined;
  calls: string[];
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<JsonValue> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  // A file is not read: who cares, compares its hash with the address.
  if (request.headers["content-type"] === "application/octet-stream") return { bytes: bytes.length };
  const text = bytes.toString();
  return text === "" ? null : (JSON.parse(text) as JsonValue);
}

/** Serves `handler` on a free port of this machine. */
export async function listen(handler: Handler): Promise<Fake> {
  const fake: Partial<Fake> = { tamper: undefined, instead: undefined, calls: [] };
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    fake.calls!.push(`${request.method} ${url.pathname}`);
    const token = request.headers.authorization?.replace("Bearer ", "");
    bodyOf(request)
      .then((body) => fake.instead?.(url.pathname) ?? handler(request.method ?? "GET", url, body, token))
      .catch((error: unknown): Answer => {
        if (error instanceof Refusal) return [403, { error: error.code, where: error.where, message: error.message }];
        return [500, { error: "internal", where: "fake", message: String(error) }];
      })
      .then(([status, body]) => {
        const sent = fake.tamper && status < 300 ? fake.tamper(url.pathname, structuredClone(body) as never) : body;
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(sent));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return fake as Fake;
}
