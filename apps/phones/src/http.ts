// Requests whose answers are bounded while they are read.
import { type Agent, request } from "node:https";

export interface Call {
  agent: Agent;
  url: string;
  body?: unknown;
  token?: string | undefined;
  /** Most bytes of an answer that are read. */
  limit: number;
  /** Milliseconds until the answer must be complete. */
  timeout: number;
  signal?: AbortSignal | undefined;
}

/** The other side answered, but not with what was asked for. `retryAfter` in seconds. */
export class GateError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | undefined;
  constructor(status: number, code: string, retryAfter?: number) {
    super(`the gatekeeper answered ${status} ${code}`);
    this.name = "GateError";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

function errorOf(status: number, body: Uint8Array, retryAfter: string | undefined): GateError {
  let code = "";
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    const named = (value as { error?: unknown } | null)?.error;
    if (typeof named === "string") code = named.slice(0, 64);
  } catch {
    // A proxy's page, perhaps: the status says enough.
  }
  const seconds = Number(retryAfter);
  return new GateError(status, code, retryAfter !== undefined && seconds >= 0 ? Math.min(seconds, 3600) : undefined);
}

/**
 * The body of a 2xx answer. Rejects with GateError for another status, and when the answer is too long or too late.
 * Sent again once when a kept connection turns out to be closed: every call of the protocol bears repeating.
 */
export async function call(wanted: Call): Promise<Uint8Array> {
  try {
    return await send(wanted);
  } catch (error) {
    if (error instanceof StaleConnection) return send(wanted);
    throw error;
  }
}

class StaleConnection extends Error {}

function send({ agent, url, body, token, limit, timeout, signal }: Call): Promise<Uint8Array> {
  const text = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers: Record<string, string | number> = {};
  if (text) Object.assign(headers, { "content-type": "application/json", "content-length": text.length });
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  return new Promise((resolve, reject) => {
    const method = text ? "POST" : "GET";
    const options = { agent, method, headers, ...(signal ? { signal } : {}) };
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length <= limit) chunks.push(chunk);
        else giveUp(`the answer has more than ${limit} bytes`);
      });
      answer.on("error", reject);
      answer.on("end", () => {
        clearTimeout(timer);
        const status = answer.statusCode ?? 0;
        const whole = Buffer.concat(chunks);
        if (status >= 200 && status < 300) resolve(whole);
        else reject(errorOf(status, whole, answer.headers["retry-after"]));
      });
    });
    const giveUp = (reason: string): void => {
      reject(new Error(reason));
      // Without the reason: a connection that was given back already has nobody left to hear of it.
      sent.destroy();
    };
    const timer = setTimeout(() => giveUp(`no answer within ${timeout} ms`), timeout);
    sent.on("error", (error) => {
      clearTimeout(timer);
      const stale = sent.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET";
      reject(stale ? new StaleConnection(error.message) : error);
    });
    sent.on("close", () => clearTimeout(timer));
    sent.end(text);
  });
}
