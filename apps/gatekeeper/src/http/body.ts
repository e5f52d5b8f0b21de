import { type JsonValue, readJson } from "@rempart/trust";
import { GateError } from "../error.ts";
import type { Call } from "./router.ts";

/** What of any body is read whatever else comes: a phone's request is never refused for a stranger's megabytes. */
const free = 1024 * 1024;
/** Bytes beyond that, over all requests until they are answered: anybody may send an order's 32 MiB, often at once. */
const mostHeld = 128 * 1024 * 1024;
let held = 0;

/**
 * Reads a request's JSON body of at most `limit` bytes with the strict reader; nothing beyond the limit is kept. Refuses
 * with `busy` while long bodies of others fill what there is for them.
 */
export async function readBody({ request, signal }: Call, limit: number): Promise<JsonValue> {
  if (!/^application\/json(\s*;.*)?$/i.test(request.headers["content-type"] ?? "")) {
    throw new GateError("request", "content-type", "must be application/json");
  }
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const parts: Buffer[] = [];
  let size = 0;
  let own = 0;
  const release = (): void => {
    held -= own;
    own = 0;
  };
  signal.addEventListener("abort", release, { once: true });
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw tooLarge(limit);
    const more = Math.max(0, size - free) - own;
    if (held + more > mostHeld)
      throw new GateError("busy", "body", "many long bodies come at once. Try again shortly.");
    // Nobody is there any more: what is added now would never be given back.
    if (signal.aborted) throw new GateError("request", "body", "was broken off");
    held += more;
    own += more;
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
