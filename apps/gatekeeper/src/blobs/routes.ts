// Files that signed orders name, for phones: nothing else of the store can be asked for.
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { servedDevice } from "../devices/hello.ts";
import { readToken } from "../devices/token.ts";
import { GateError } from "../error.ts";
import type { Answer, Call, Route } from "../http/router.ts";
import { readRange } from "./range.ts";
import type { BlobSource } from "./source.ts";
import type { Transfers } from "./transfers.ts";

/** `GET /agent/v1/blob/<sha256>`, for phones with a session. */
export function blobRoutes(context: Context, source: BlobSource, transfers: Transfers): Route[] {
  async function answer({ request, parts, signal }: Call): Promise<Answer> {
    const device = servedDevice(context, readToken(context.keys.token, request.headers.authorization, nowSeconds()));
    const hash = parts[0]!;
    const size = context.book.blobs.get(hash);
    if (size === undefined) throw new GateError("blob.unknown", "blob", "is named by no order that was accepted here");
    const tag = `"${hash}"`;
    const asked = request.headers["if-range"];
    const range = readRange(asked === undefined || asked === tag ? request.headers.range : undefined, size);
    const { from, to } = range ?? { from: 0, to: size - 1 };
    const headers: Record<string, string> = {
      "content-type": "application/octet-stream",
      "content-length": String(to - from + 1),
      "accept-ranges": "bytes",
      etag: tag,
      ...(range ? { "content-range": `bytes ${from}-${to}/${size}` } : {}),
    };
    const status = range ? 206 : 200;
    if (request.method === "HEAD") return { status, bytes: new Uint8Array(), headers };
    const end = transfers.begin(device.id);
    try {
      const stream = await source.open(hash, size, { from, to }, signal);
      return { status, headers, stream: transfers.watch(stream, to - from + 1, end) };
    } catch (error) {
      end();
      throw error;
    }
  }
  return [{ method: "GET", path: /^\/agent\/v1\/blob\/([0-9a-f]{64})$/, handle: answer }];
}
