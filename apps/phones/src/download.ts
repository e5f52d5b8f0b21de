// One blob onto the disk: in pieces, taken up again where a cut left it, never more bytes than the order names, and
// hashed before anybody looks at it. Whoever serves it is trusted with nothing.
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { type Agent, request } from "node:https";
import { GateError } from "./http.ts";

/** Where a blob may be had. */
export interface Source {
  /** As it is told in alerts: the host, or `gatekeeper`. */
  readonly name: string;
  readonly url: string;
  readonly token?: string | undefined;
  agent(): Agent;
}

/** What the signed order says of it. */
export interface Wanted {
  readonly sha256: string;
  readonly size: number;
}

/** These are not the bytes that were signed. `found` is their hash, or what is wrong with their number. */
export class Swapped extends Error {
  readonly found: string;
  constructor(found: string) {
    super(`the bytes are not those of the order: ${found}`);
    this.name = "Swapped";
    this.found = found;
  }
}

/** Milliseconds without a byte after which a server counts as hung. */
const patience = 30_000;
/** A cut is taken up again at once, this often, as long as each try brings something. */
const mostCuts = 20;

function ask(source: Source, agent: Agent, from: number, signal: AbortSignal): Promise<IncomingMessage> {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  if (source.token !== undefined) headers.authorization = `Bearer ${source.token}`;
  return new Promise((resolve, reject) => {
    const sent = request(source.url, { agent, headers, signal }, resolve);
    sent.setTimeout(patience, () => sent.destroy(new Error(`nothing came for ${patience / 1000} s`)));
    sent.on("error", reject);
    sent.end();
  });
}

/** Where the bytes of the answer begin. Rejects for an answer that is not the blob or a part of it. */
function beginOf(answer: IncomingMessage, from: number): number {
  const status = answer.statusCode ?? 0;
  if (status === 200) return 0;
  if (status !== 206) throw new GateError(status, "blob");
  const begin = /^bytes (\d{1,16})-/.exec(answer.headers["content-range"] ?? "")?.[1];
  if (begin === undefined || Number(begin) !== from) throw new Error("the answer is another part than was asked for");
  return from;
}

/** Appends what comes to the file; resolves with its length then. Rejects with Swapped when more comes than was signed. */
async function receive(source: Source, wanted: Wanted, file: FileHandle, signal: AbortSignal): Promise<number> {
  const { size: have } = await file.stat();
  if (have === wanted.size) return have;
  const agent = source.agent();
  try {
    const answer = await ask(source, agent, have > wanted.size ? 0 : have, signal);
    let at = beginOf(answer, have);
    if (at === 0) await file.truncate(0);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (at + chunk.length > wanted.size) throw new Swapped(`more than ${wanted.size} bytes`);
      await file.write(chunk, 0, chunk.length, at);
      at += chunk.length;
    }
    return at;
  } finally {
    agent.destroy();
  }
}

async function receiveAll(source: Source, wanted: Wanted, file: FileHandle, signal: AbortSignal): Promise<void> {
  for (let cuts = 0; ; cuts++) {
    const { size: before } = await file.stat();
    let cause: unknown;
    try {
      if ((await receive(source, wanted, file, signal)) === wanted.size) return;
    } catch (error) {
      if (error instanceof Swapped || error instanceof GateError || signal.aborted) throw error;
      cause = error;
    }
    const { size: after } = await file.stat();
    if (after <= before || cuts >= mostCuts) throw new Error(`cut off at byte ${after} of ${wanted.size}`, { cause });
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Brings the blob to `path` from this source; what an earlier try from it left there is continued. Resolves when size and
 * hash are those of the order. Rejects with Swapped (the file is emptied), GateError for a refusal, or the cause of a cut.
 */
export async function download(source: Source, wanted: Wanted, path: string, signal: AbortSignal): Promise<void> {
  const file = await open(path, "a+", 0o600).then(async (made) => {
    // Opened for appending only to be made where it is missing: a part is written at its own place.
    await made.close();
    return open(path, "r+");
  });
  try {
    const { size: left } = await file.stat();
    // An older part may be of other bytes than the rest that comes now: then once more, from the beginning.
    for (const fresh of left > 0 ? [false, true] : [true]) {
      if (fresh) await file.truncate(0);
      await receiveAll(source, wanted, file, signal);
      const found = await hashOf(file);
      if (found === wanted.sha256) return;
      await file.truncate(0);
      if (fresh) throw new Swapped(found);
    }
  } catch (error) {
    if (error instanceof Swapped) await file.truncate(0);
    throw error;
  } finally {
    await file.close();
  }
}
