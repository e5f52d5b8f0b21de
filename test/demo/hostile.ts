// A gatekeeper in an attacker's hands: everything that was on the real one's disk (log key, TLS key, sealing key) and the
// whole log. It builds bundles as well as the real one does, and puts into them what it likes.
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { type AppendState, appendLeaves, createTree, emptyState, type LogTree, MemoryTileStore } from "@rempart/log";
import {
  concat,
  documentHash,
  fromBase64,
  fromHex,
  headType,
  importPrivateKey,
  type JsonValue,
  keySigner,
  leafHash,
  type Signer,
  signDocument,
  toBase64,
  toHex,
} from "@rempart/trust";
import { now } from "./insider.ts";
import { expect } from "./table.ts";
import type { World } from "./world.ts";

/** What a phone said when it asked. */
export interface Asked {
  nonce: string;
  size: number;
}

/** What the attacker decides to answer one phone. */
export type Reply = (asked: Asked) => Promise<JsonValue>;

const type = (envelope: JsonValue): string =>
  /vnd\.rempart\.([a-z-]+)\./.exec((envelope as { payloadType: string }).payloadType)![1]!;

/** Document hash of an envelope, as it stands in the log. */
export function entryHash(envelope: JsonValue): Uint8Array {
  return fromHex(documentHash(type(envelope), fromBase64((envelope as { payload: string }).payload)!));
}

/** A log that the attacker holds: the stolen one, or a copy that went its own way. */
export class StolenLog {
  readonly entries: JsonValue[];
  readonly tree: LogTree;
  root: Uint8Array = new Uint8Array(32);
  readonly #store = new MemoryTileStore();
  #state: AppendState = emptyState();
  constructor(entries: readonly JsonValue[]) {
    this.entries = [];
    this.tree = createTree({ store: this.#store });
    for (const entry of entries) this.append(entry);
  }
  get size(): number {
    return this.entries.length;
  }
  /** Appends an envelope; returns its index. */
  append(envelope: JsonValue): number {
    const grown = appendLeaves(this.#state, [leafHash(entryHash(envelope))]);
    this.#state = grown.state;
    this.root = grown.root;
    this.#store.writeTiles(grown.tiles);
    return this.entries.push(envelope) - 1;
  }
  async inclusion(index: number): Promise<string> {
    return toBase64(concat(...(await this.tree.inclusionPath(index, this.size))));
  }
  async consistency(from: number): Promise<string> {
    return from === 0 ? "" : toBase64(concat(...(await this.tree.consistencyPath(from, this.size))));
  }
}

async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
}

/** Steals the real gatekeeper's secrets and listens on the organisation's second rendezvous. */
export async function openHostile(world: World, genesis: string) {
  const folder = join(world.data, "gatekeeper");
  const stolen = JSON.parse(readFileSync(join(folder, "keys", "log.json"), "utf8")) as { pkcs8: string };
  const status = (await (await fetch(`${world.urls.gatekeeper}/gate/v1/status`)).json()) as {
    size: number;
    charter: string;
  };
  const entries: JsonValue[] = [];
  while (entries.length < status.size) {
    const page = await fetch(`${world.urls.gatekeeper}/log/v1/entries?from=${entries.length}&limit=1000`);
    entries.push(...((await page.json()) as { entries: { envelope: JsonValue }[] }).entries.map((one) => one.envelope));
  }
  const charter = (await (await fetch(`${world.urls.gatekeeper}/charters/1`)).json()) as JsonValue;
  const logKid = (
    JSON.parse(Buffer.from((charter as { payload: string }).payload, "base64").toString()) as {
      logs: { kid: string }[];
    }
  ).logs[0]!.kid;
  const logSigner: Signer = keySigner(
    logKid,
    await importPrivateKey(new Uint8Array(Buffer.from(stolen.pkcs8, "base64"))),
  );
  const replies = new Map<string, Reply>();
  const reported: string[] = [];
  const answered = new Map<string, number>();

  async function answer(path: string, body: Record<string, unknown>, device: string): Promise<unknown> {
    if (path === "/agent/v1/hello") {
      const payload = JSON.parse(Buffer.from((body.hello as { payload: string }).payload, "base64").toString()) as {
        device: string;
      };
      return { token: payload.device, expiresIn: 86_400, wait: 5, seq: 0 };
    }
    if (path === "/agent/v1/poll") {
      const reply = replies.get(device);
      const asked = body as unknown as Asked;
      answered.set(device, (answered.get(device) ?? 0) + 1);
      if (reply && (answered.get(device) ?? 0) < 3) return reply(asked);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return bundle(real, asked, []);
    }
    if (path === "/agent/v1/report") {
      const results = body.results as { payload: string }[];
      const bodies = results.map((one) => JSON.parse(Buffer.from(one.payload, "base64").toString()) as { seq: number });
      reported.push(...bodies.map((one) => JSON.stringify(one)));
      return { seq: bodies.at(-1)!.seq };
    }
    return { error: "not-found" };
  }

  const real = new StolenLog(entries);
  /** A head of `log` under the stolen key. */
  const head = async (log: StolenLog, changes: Record<string, JsonValue>): Promise<JsonValue> => {
    const body = {
      v: 1,
      org: genesis,
      epoch: 1,
      size: log.size,
      root: toHex(log.root),
      time: now(),
      charter: status.charter,
      ...changes,
    };
    return (await signDocument(headType, body, [logSigner])).envelope;
  };
  const bundle = async (
    log: StolenLog,
    asked: Asked,
    orders: JsonValue[],
    changes: Record<string, JsonValue> = {},
  ): Promise<JsonValue> => ({
    v: 1,
    charters: [],
    head: await head(log, { nonce: asked.nonce }),
    consistency: await log.consistency(asked.size),
    orders,
    ...changes,
  });

  const cert =
    readFileSync(join(folder, "tls", "server.crt"), "utf8") + readFileSync(join(folder, "tls", "ca.crt"), "utf8");
  const server = createServer(
    { cert, key: readFileSync(join(folder, "tls", "server.key")), minVersion: "TLSv1.3" },
    (request, response) => {
      const device = (request.headers.authorization ?? "").replace("Bearer ", "");
      void readJsonBody(request)
        .then((body) => answer(request.url!, body, device))
        .then((json) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json)))
        .catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve) => server.listen(world.port + 3, "127.0.0.1", resolve));
  expect(real.size > 10, "the stolen log is too small");
  return {
    real,
    head,
    bundle,
    reported,
    /** A copy of the real log with `more` appended. */
    fork: (more: readonly JsonValue[]): StolenLog => new StolenLog([...entries, ...more]),
    answer(device: string, reply: Reply): void {
      replies.set(device, reply);
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
export type Hostile = Awaited<ReturnType<typeof openHostile>>;
