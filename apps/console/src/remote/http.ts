// Requests of this page. What comes back is bytes that were bounded and read strictly, nothing more: who answers is never
// believed for having answered.

import type { Ask } from "@rempart/client";
import { type JsonValue, readJson } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

/** An order with a million phones, and room around it. A hostile server's endless answer ends here. */
const answerLimit = 64 * 1024 * 1024;
const patienceMs = 30_000;

/** The body of `response`, at most `limit` bytes. Rejects with `answer` when it is longer. */
async function bounded(response: Response, where: string, limit = answerLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Problem("answer", where, `the answer is longer than ${limit} bytes`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function parse(bytes: Uint8Array, where: string, lax: boolean): JsonValue {
  try {
    if (!lax) return readJson(bytes, answerLimit, where);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonValue;
  } catch (error) {
    throw new Problem("answer", where, `the answer is no proper JSON: ${(error as Error).message}`);
  }
}

function refusal(bytes: Uint8Array, where: string, status: number): Problem {
  const told = (status === 204 ? {} : parse(bytes, where, true)) as {
    error?: unknown;
    where?: unknown;
    message?: unknown;
  };
  const code = typeof told?.error === "string" && /^[a-z][a-z.-]{0,40}$/.test(told.error) ? told.error : "answer";
  const place = typeof told?.where === "string" ? told.where.slice(0, 200) : where;
  const message = typeof told?.message === "string" ? told.message.slice(0, 1000) : `refused with status ${status}`;
  return new Problem(code, place, message, status);
}

/**
 * An asker for `base` ("" is the gatekeeper that served this page). Rejects with `network`, `answer`, or the code that the
 * other side refused with. `token` is asked for at each call; without one no Authorization header is sent.
 */
export function asker(base: string, token: () => string | undefined = () => undefined): Ask {
  return async (path, options = {}) => {
    const { body, mayBeAbsent = false, lax = false, signal } = options;
    const bearer = options.token ?? token();
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
    const late = AbortSignal.timeout(patienceMs);
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await fetch(`${base}${path}`, {
        method: options.method ?? (body === undefined ? "GET" : "POST"),
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // No cookie, no redirect, nothing kept: the answer is this call's alone.
        credentials: "omit",
        redirect: "error",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      bytes = await bounded(response, path);
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (signal?.aborted) throw error;
      throw new Problem("network", base || "gatekeeper", (error as Error).message);
    }
    if (response.ok) return bytes.length === 0 ? undefined : parse(bytes, path, lax);
    if (response.status === 404 && mayBeAbsent) return undefined;
    throw refusal(bytes, path, response.status);
  };
}
