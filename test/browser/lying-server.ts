// A proxy in front of the real server that passes everything on until it is told to lie. To the console it is the
// server, so it can do what the server's host can do once it is somebody else's.
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonValue } from "@rempart/trust";
import type { Rewrite } from "./lies.ts";

/** What the real server answered. */
export interface Truth {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers in the server's place. `truth` asks the real server, once, with what the console sent. */
export type Lie = (
  asked: IncomingMessage,
  response: ServerResponse,
  truth: () => Promise<Truth>,
) => void | Promise<void>;

/** Which requests a lie is told to. */
export interface When {
  /** GET, POST, ...; any when left out. Preflights are never lied to: a lying server wants its lies read. */
  readonly method?: string;
  /** The path, without the query. */
  readonly path: string | RegExp;
  /** How often; always when left out. */
  readonly times?: number;
}

/** The real server is not asked to hold more than this in one answer, in bytes. */
const largest = 64 * 1024 * 1024;
const remembered = 10_000;

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? "/", "http://localhost").pathname;
}

/** Headers with which a page of the console may read an answer that did not come from the real server. */
function readable(asked: IncomingMessage, headers: Record<string, string> = {}): Record<string, string> {
  return { "access-control-allow-origin": asked.headers.origin ?? "*", "cache-control": "no-store", ...headers };
}

const jsonType = { "content-type": "application/json; charset=utf-8" };

/** The real answer, rewritten where it is JSON of a success; a failure is passed on. */
export function rewritten(rewrite: Rewrite): Lie {
  return async (_asked, response, truth) => {
    const { status, headers, body } = await truth();
    const isJson = /^application\/json/.test(headers["content-type"] ?? "");
    const told =
      isJson && status < 300 && body.length > 0
        ? Buffer.from(JSON.stringify(rewrite(JSON.parse(body.toString()) as JsonValue)))
        : body;
    response.writeHead(status, { ...headers, "content-length": String(told.length) }).end(told);
  };
}

/** This instead of the truth, which is not even asked for. A string is sent as it is, all else as JSON. */
export function answer(status: number, body: unknown, type = jsonType["content-type"]): Lie {
  return (asked, response) => {
    asked.resume();
    response.writeHead(status, readable(asked, { "content-type": type }));
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** A page where JSON was due, with a script in it. */
export const html: Lie = answer(200, "<!doctype html><script>document.title='taken'</script>", "text/html");

/** The truth, so many milliseconds late. */
export function late(milliseconds: number): Lie {
  return async (_asked, response, truth) => {
    const { status, headers, body } = await truth();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    response.writeHead(status, headers).end(body);
  };
}

/** The truth, but not before `open` is called: what is shown meanwhile can be looked at without a clock. */
export function held(): { lie: Lie; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    open: resolve,
    lie: async (_asked, response, truth) => {
      const { status, headers, body } = await truth();
      await promise;
      response.writeHead(status, headers).end(body);
    },
  };
}

/** Nothing at all, for as long as the console waits. */
export const silence: Lie = (asked) => void asked.resume();

/** JSON that begins well and never ends: a list that grows by `piece` for as long as somebody reads. */
export function endless(piece = `${" ".repeat(1023)}0,`): Lie {
  return (asked, response) => {
    asked.resume();
    response.writeHead(200, readable(asked, jsonType));
    response.write("[");
    const timer = setInterval(() => response.writableNeedDrain || response.write(piece), 5);
    response.on("close", () => clearInterval(timer));
  };
}

/** Correct JSON of about so many bytes, with a Content-Length that says so. */
export function huge(bytes: number): Lie {
  return (asked, response) => {
    asked.resume();
    const head = '{"phones":[],"orders":[],"drafts":[],"filler":"';
    const block = Buffer.alloc(64 * 1024, "x");
    let left = Math.max(0, bytes - head.length - 2);
    response.writeHead(200, readable(asked, { ...jsonType, "content-length": String(head.length + left + 2) }));
    response.write(head);
    const fill = (): void => {
      while (left > 0) {
        const part = block.subarray(0, Math.min(left, block.length));
        left -= part.length;
        if (!response.write(part)) return void response.once("drain", fill);
      }
      response.end('"}');
    };
    fill();
  };
}

/** Half of the truth, and then the line is cut. */
export const cut: Lie = async (_asked, response, truth) => {
  const { status, headers, body } = await truth();
  response.writeHead(status, { ...headers, "content-length": String(body.length) });
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
};

/** An event stream of the server's own, left open after these bytes: garbage, false ids, a flood. */
export function events(...pieces: readonly string[]): Lie {
  return (asked, response) => {
    asked.resume();
    response.writeHead(200, readable(asked, { "content-type": "text/event-stream" }));
    for (const piece of pieces) response.write(piece);
  };
}

interface Rule {
  readonly when: When;
  readonly lie: Lie;
  left: number;
}

/** One request that came, and whether it was lied to. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly lied: boolean;
}

/** The proxy. Its address is what the launcher is told with `--server-url`. */
export class LyingServer {
  readonly #target: string;
  #rules: Rule[] = [];
  /** What came, the oldest first; at most the newest 10,000. */
  readonly asked: Asked[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  private constructor(target: string) {
    this.#target = target;
  }

  /** Stands in front of the server at the origin `target`, on a free port. */
  static async start(target: string): Promise<LyingServer> {
    const liar = new LyingServer(target);
    await new Promise<void>((resolve) => liar.#server.listen(0, "localhost", resolve));
    return liar;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Tells `lie` from now on; of several that fit, the newest. Returns what stops it. */
  lie(when: When, lie: Lie): () => void {
    const rule: Rule = { when, lie, left: when.times ?? Number.POSITIVE_INFINITY };
    this.#rules.unshift(rule);
    return () => {
      this.#rules = this.#rules.filter((one) => one !== rule);
    };
  }

  /** Tells nothing but the truth from now on. Answers that were begun go on as they were. */
  honest(): void {
    this.#rules = [];
  }

  #ruleFor(request: IncomingMessage): Rule | undefined {
    if (request.method === "OPTIONS") return undefined;
    const path = pathOf(request);
    return this.#rules.find(({ when, left }) => {
      const fits = typeof when.path === "string" ? when.path === path : when.path.test(path);
      return left > 0 && fits && (when.method === undefined || when.method === request.method);
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rule = this.#ruleFor(request);
    this.asked.push({ method: request.method ?? "", path: pathOf(request), lied: rule !== undefined });
    if (this.asked.length > remembered) this.asked.shift();
    response.on("error", () => response.destroy());
    if (!rule) return this.#passOn(request, response);
    rule.left--;
    try {
      await rule.lie(request, response, () => this.#truth(request, response));
    } catch (error) {
      response.destroy(error as Error);
    }
  }

  #forward(request: IncomingMessage, response: ServerResponse, answered: (answer: IncomingMessage) => void) {
    const { host: _, "accept-encoding": __, ...headers } = request.headers;
    const onward = ask(new URL(request.url ?? "/", this.#target), { method: request.method, headers }, answered);
    request.pipe(onward);
    // Who went away is not waited for: an event stream would stay open at the server for ever.
    response.on("close", () => onward.destroy());
    return onward;
  }

  #passOn(request: IncomingMessage, response: ServerResponse): void {
    const onward = this.#forward(request, response, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      response.flushHeaders();
      answered.pipe(response);
      answered.on("error", () => response.destroy());
    });
    onward.on("error", () => response.destroy());
  }

  #truth(request: IncomingMessage, response: ServerResponse): Promise<Truth> {
    return new Promise((resolve, reject) => {
      const onward = this.#forward(request, response, (answered) => {
        const parts: Buffer[] = [];
        let size = 0;
        answered.on("data", (part: Buffer) => {
          size += part.length;
          if (size > largest) answered.destroy(new Error(`the real server answered more than ${largest} bytes`));
          parts.push(part);
        });
        answered.on("error", reject);
        answered.on("end", () => {
          const { "transfer-encoding": _, connection: __, ...kept } = answered.headers;
          const headers = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)]));
          resolve({ status: answered.statusCode ?? 502, headers, body: Buffer.concat(parts) });
        });
      });
      onward.on("error", reject);
    });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
