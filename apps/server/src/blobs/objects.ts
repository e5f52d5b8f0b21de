// An object store that speaks S3 (PUT, GET with Range, HEAD, DELETE of one object, path style), or any address that takes
// these without a signature.
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ApiError } from "../http/error.ts";
import type { Range } from "./range.ts";
import { type S3Key, signedHeaders } from "./signature.ts";
import { type BlobStore, storeFailed, storeFull } from "./store.ts";

const silence = 60_000;
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

interface Call {
  answer: Promise<IncomingMessage>;
  request: ReturnType<typeof plainRequest>;
}

/** Objects `<base>/<sha256>`. Without a key, requests are not signed. */
export class ObjectStore implements BlobStore {
  readonly #base: string;
  readonly #key: S3Key | undefined;
  readonly #agent: PlainAgent;
  constructor(base: string, key?: S3Key) {
    this.#base = base.replace(/\/+$/, "");
    this.#key = key;
    const options = { keepAlive: true, maxSockets: 64, timeout: silence };
    this.#agent = base.startsWith("https:") ? new TlsAgent(options) : new PlainAgent(options);
  }

  async put(sha256: string, size: number, content: Readable): Promise<void> {
    // The store is told the hash too, and refuses what has another one; `content` ends early in that case anyway.
    const { request, answer } = this.#call("PUT", sha256, sha256, { "content-length": String(size) });
    answer.catch(() => {});
    try {
      await pipeline(content, request);
    } catch (error) {
      request.destroy();
      if (error instanceof ApiError) throw error;
      // A store that is full says so, and hangs up while we are still sending.
      await this.#check(await answer.catch(() => Promise.reject(storeFailed("does not answer"))), 200);
      throw storeFailed("hung up");
    }
    await this.#check(await answer, 200);
  }

  async open(sha256: string, { from, to }: Range): Promise<Readable | undefined> {
    const { request, answer } = this.#call("GET", sha256, emptyHash, { range: `bytes=${from}-${to}` });
    request.end();
    const got = await answer;
    if (got.statusCode === 404) {
      got.resume();
      return undefined;
    }
    await this.#check(got, 206);
    return got;
  }

  async has(sha256: string, size: number): Promise<boolean> {
    const { request, answer } = this.#call("HEAD", sha256, emptyHash);
    request.end();
    const got = await answer;
    got.resume();
    if (got.statusCode === 404) return false;
    if (got.statusCode !== 200) throw storeFailed(`answers ${got.statusCode}`);
    return Number(got.headers["content-length"]) === size;
  }

  async remove(sha256: string): Promise<void> {
    const { request, answer } = this.#call("DELETE", sha256, emptyHash);
    request.end();
    const got = await answer;
    got.resume();
    if (![200, 204, 404].includes(got.statusCode ?? 0)) throw storeFailed(`answers ${got.statusCode}`);
  }

  #call(method: string, sha256: string, contentSha256: string, headers: Record<string, string> = {}): Call {
    const url = new URL(`${this.#base}/${sha256}`);
    const signed = this.#key ? signedHeaders(this.#key, method, url, contentSha256, new Date(), headers) : headers;
    const send = url.protocol === "https:" ? tlsRequest : plainRequest;
    const request = send(url, { method, agent: this.#agent, headers: signed, timeout: silence });
    request.on("timeout", () => request.destroy(storeFailed("says nothing")));
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve);
      request.on("error", (error) => reject(error instanceof ApiError ? error : storeFailed("does not answer")));
      request.on("close", () => reject(storeFailed("does not answer")));
    });
    return { request, answer };
  }

  async #check(answer: IncomingMessage, wanted: number): Promise<void> {
    const { statusCode = 0 } = answer;
    if (statusCode === wanted || (wanted === 200 && statusCode === 201) || (wanted === 200 && statusCode === 204)) {
      if (wanted === 200) answer.resume();
      return;
    }
    answer.destroy();
    throw statusCode === 507 ? storeFull() : storeFailed(`answers ${statusCode}`);
  }
}
