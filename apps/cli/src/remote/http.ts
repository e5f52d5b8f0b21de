// One HTTP client for both sides. What it hands on is bytes that were bounded and read strictly, nothing more: who
// answers is never believed for having answered.

import { createHash, type X509Certificate } from "node:crypto";
import { createReadStream } from "node:fs";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { pipeline } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { type AskOptions, shown } from "@rempart/client";
import { type JsonValue, readJson, utf8 } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);
const timeout = 30_000;
const answerLimit = 64 * 1024 * 1024;

/** A question to one side, with what only a process with files and streams can do. */
export interface Question extends AskOptions {
  /** Takes a stream's text as it comes; nothing is kept of it, and the answer is undefined. */
  onText?: (text: string) => void;
  /** A file as the body, streamed. */
  file?: { path: string; size: number };
}

/** How the certificate of an https URL is believed: by the system's authorities, or by one of these SPKI hashes. */
export type Pins = readonly string[] | "any";

/** Checks a base URL: https, or http to this machine; no user, query or fragment. Returns it without a last slash. */
export function checkUrl(flag: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw new Usage(flag, t`${shown(value)} is not an https URL.`);
  if (url.username || url.password || url.search || url.hash)
    throw new Usage(flag, t`A URL here has no user, password, query or fragment.`);
  if (url.protocol === "http:" && !loopback.has(url.hostname))
    throw new Usage(flag, t`${shown(value)} is not encrypted. Use https, or http to this machine only.`);
  return value.replace(/\/+$/, "");
}

/**
 * SPKI hashes of the chain that a TLS server showed, from its own certificate up. Each step's signature is verified:
 * anybody may append the pinned authority's public certificate to one of their own.
 */
function chainPins(socket: TLSSocket): string[] {
  const pins: string[] = [];
  const seen = new Set<string>();
  let issued: X509Certificate | undefined;
  for (let at = socket.getPeerX509Certificate(); at && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    if (issued && !(at.ca && issued.checkIssued(at) && issued.verify(at.publicKey))) break;
    seen.add(at.fingerprint256);
    pins.push(
      createHash("sha256")
        .update(at.publicKey.export({ format: "der", type: "spki" }))
        .digest("hex"),
    );
    if (pins.length > 8) break;
    issued = at;
  }
  return pins;
}

/** The TLS keys that an https URL answers with, its own certificate's first. Rejects when it does not answer in time. */
export function shownPins(url: string, patience = 5000): Promise<string[]> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const name = isIP(host) ? {} : { servername: host };
    const socket = connect({ host, port: Number(port || 443), ...name, rejectUnauthorized: false });
    const timer = setTimeout(() => socket.destroy(new Error(t`no answer in time`)), patience);
    socket.once("secureConnect", () => {
      const pins = chainPins(socket);
      socket.destroy();
      resolve(pins);
    });
    socket.on("error", reject);
    socket.once("close", () => clearTimeout(timer));
  });
}

function send(url: URL, ask: Question, pins: Pins): Promise<{ status: number; bytes: Uint8Array }> {
  const secure = url.protocol === "https:";
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (ask.file) {
    headers["content-type"] = "application/octet-stream";
    headers["content-length"] = String(ask.file.size);
  }
  if (ask.token !== undefined) headers.authorization = `Bearer ${ask.token}`;
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, {
      method: ask.method ?? (body === undefined ? "GET" : "POST"),
      headers: body === undefined ? headers : { ...headers, "content-length": String(utf8(body).length) },
      agent: false,
      timeout,
      ...(ask.signal ? { signal: ask.signal } : {}),
      ...(secure ? { rejectUnauthorized: false } : {}),
    });
    const go = (): void => {
      // Only the size that was read and hashed: the file may have grown since.
      if (ask.file) pipeline(createReadStream(ask.file.path, { end: ask.file.size - 1 }), request, () => {});
      else if (body === undefined) request.end();
      else request.end(body);
    };
    request.on("socket", (socket) => {
      if (!secure) return go();
      // Nothing is sent, a token least of all, before the certificate is believed.
      socket.once("secureConnect", () => {
        const tls = socket as TLSSocket;
        if (tls.authorized || pins === "any" || chainPins(tls).some((pin) => pins.includes(pin))) return go();
        request.destroy(
          new Problem("network.tls", url.origin, t`The certificate is neither trusted nor pinned by the charter.`),
        );
      });
    });
    request.on("timeout", () => request.destroy(new Error(t`no answer within ${timeout / 1000} s`)));
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      const streams = ask.onText !== undefined && response.statusCode === 200;
      const decoder = new TextDecoder();
      response.on("data", (chunk: Uint8Array) => {
        if (streams) {
          // What the reader refuses ends the call; thrown out of here it would end the process.
          try {
            ask.onText!(decoder.decode(chunk, { stream: true }));
          } catch (error) {
            response.destroy(error as Error);
          }
          return;
        }
        length += chunk.length;
        if (length > answerLimit) response.destroy(new Error(t`the answer is too large`));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
    });
  });
}

function readAnswer(bytes: Uint8Array, where: string, lax: boolean): JsonValue {
  try {
    if (lax) return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
    return readJson(bytes, answerLimit, "answer");
  } catch (error) {
    throw new Problem("answer", where, t`The answer is not the JSON expected: ${(error as Error).message}`);
  }
}

/** A refusal as both sides send it; the texts are theirs and are shown as such. */
function refusalOf(status: number, bytes: Uint8Array, where: string): Problem {
  let said: { error?: unknown; where?: unknown; message?: unknown } | undefined;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes)) as typeof said;
  } catch {
    said = undefined;
  }
  if (typeof said?.error !== "string" || !/^[a-z][a-z0-9._-]{0,63}$/i.test(said.error))
    return new Problem("answer", where, t`Answered with status ${status} and no reason that can be read.`, status);
  const message = typeof said.message === "string" ? said.message : t`refused with status ${status}`;
  return new Problem(said.error, typeof said.where === "string" ? said.where : where, message, status);
}

export interface Client {
  readonly base: string;
  ask(path: string, ask?: Question): Promise<JsonValue | undefined>;
}

/** A client of one side. `pins` is asked at each call, since a new charter may change them. */
export function client(side: "gatekeeper" | "server" | "witness", base: string, pins: () => Pins): Client {
  return {
    base,
    async ask(path, ask = {}) {
      const where = `${side} ${path}`;
      let answer: Awaited<ReturnType<typeof send>>;
      try {
        answer = await send(new URL(base + path), ask, pins());
      } catch (error) {
        if (error instanceof Problem) throw error;
        const cause = error as NodeJS.ErrnoException;
        throw new Problem("network", where, t`The ${side} at ${base} does not answer: ${cause.message || cause.code}`);
      }
      if (answer.status === 404 && ask.mayBeAbsent) return undefined;
      if (answer.status < 200 || answer.status > 299) throw refusalOf(answer.status, answer.bytes, where);
      if (ask.onText) return undefined;
      return readAnswer(answer.bytes, where, ask.lax ?? false);
    },
  };
}
