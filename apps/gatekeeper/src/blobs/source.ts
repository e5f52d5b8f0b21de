// Where blobs come from: a folder, or an address that answers GET with ranges (the server's link, or any object store).
// Nothing from there is believed: phones check the hash that people signed.
import { createReadStream, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Config } from "../config.ts";
import { GateError } from "../error.ts";
import type { Range } from "./range.ts";

export interface BlobSource {
  /** The bytes of `range` of the blob `hash` of `size` bytes. Throws `blob.unknown` or `blob.source`. */
  open(hash: string, size: number, range: Range, signal: AbortSignal): Promise<Readable>;
  close(): void;
}

/** How long a source may say nothing, in milliseconds. */
const silence = 30_000;

function unknown(): GateError {
  return new GateError("blob.unknown", "blob", "is not in the store yet. Upload it; phones ask again.");
}

function broken(problem: string): GateError {
  return new GateError("blob.source", "blob", `the store ${problem}`);
}

function folderSource(folder: string): BlobSource {
  return {
    async open(hash, size, range, signal) {
      const path = join(folder, hash);
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) throw unknown();
      if (found.size !== size) throw broken(`holds ${found.size} bytes under this name; the order says ${size}`);
      return createReadStream(path, { start: range.from, end: range.to, signal });
    },
    close() {},
  };
}

function checkAnswer(answer: IncomingMessage, size: number, { from, to }: Range): GateError | undefined {
  const { statusCode = 0, headers } = answer;
  if (statusCode === 404 || statusCode === 410) return unknown();
  const whole = from === 0 && to === size - 1;
  const wanted = String(to - from + 1);
  if (headers["content-length"] !== undefined && headers["content-length"] !== wanted && (statusCode === 206 || whole))
    return broken(`sends ${headers["content-length"]} bytes where ${wanted} were asked for`);
  if (statusCode === 206)
    return headers["content-range"] === `bytes ${from}-${to}/${size}` ? undefined : broken("sends another range");
  if (statusCode === 200) return whole ? undefined : broken("knows no ranges");
  return broken(`answers ${statusCode}`);
}

function httpSource(base: string, token: string | undefined): BlobSource {
  const secure = base.startsWith("https:");
  const agent = new (secure ? TlsAgent : PlainAgent)({ keepAlive: true, maxSockets: 128, timeout: silence });
  const request = secure ? tlsRequest : plainRequest;
  return {
    open(hash, size, range, signal) {
      const headers: Record<string, string> = {
        range: `bytes=${range.from}-${range.to}`,
        "accept-encoding": "identity",
      };
      if (token !== undefined) headers.authorization = `Bearer ${token}`;
      return new Promise((resolve, reject) => {
        // Redirects are not followed: what they would lead to was never configured.
        const call = request(`${base}/${hash}`, { agent, headers, signal, timeout: silence }, (answer) => {
          const problem = checkAnswer(answer, size, range);
          if (problem === undefined) return resolve(answer);
          answer.destroy();
          reject(problem);
        });
        call.on("timeout", () => call.destroy(broken("says nothing")));
        call.on("error", (error) => reject(error instanceof GateError ? error : broken("does not answer")));
        call.end();
      });
    },
    close: () => agent.destroy(),
  };
}

function tokenIn(file: string): string {
  return readFileSync(file, "utf8").trim();
}

/** The source that the configuration names; without one, the server's link. */
export function openBlobSource({ blobs, serverUrl, linkTokenFile }: Config): BlobSource {
  if (blobs === undefined) return httpSource(`${serverUrl}/link/v1/blobs`, tokenIn(linkTokenFile));
  if ("folder" in blobs) return folderSource(blobs.folder);
  return httpSource(
    blobs.url.replace(/\/+$/, ""),
    blobs.tokenFile === undefined ? undefined : tokenIn(blobs.tokenFile),
  );
}
