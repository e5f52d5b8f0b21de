import type { IncomingMessage } from "node:http";
import { type JsonValue, readJson } from "@rempart/trust";
import { GateError } from "../error.ts";

/** Reads a request's JSON body of at most `limit` bytes with the strict reader; nothing beyond the limit is kept. */
export async function readBody(request: IncomingMessage, limit: number): Promise<JsonValue> {
  if (!/^application\/json(\s*;.*)?$/i.test(request.headers["content-type"] ?? "")) {
    throw new GateError("request", "content-type", "must be application/json");
  }
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return readJson(Buffer.concat(parts), limit, "body");
}

function tooLarge(limit: number): GateError {
  return new GateError("size", "body", `must have at most ${limit} bytes`);
}

/** The fields of a JSON object body, each still to be read by its own reader; unknown fields are refused. */
export function fieldsOf(body: JsonValue, known: readonly string[]): Record<string, JsonValue | undefined> {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new GateError("request", "body", "must be an object");
  for (const key of Object.keys(body)) {
    if (!known.includes(key))
      throw new GateError("request", `body.${key}`, `is not known. Fields: ${known.join(", ")}`);
  }
  return body;
}
