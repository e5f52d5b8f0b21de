import { hash } from "node:crypto";
import type { Postgres } from "@rempart/postgres";
import { temporaryPostgres } from "@rempart/postgres/testing";
import type { Document } from "@rempart/trust";
import type { Config } from "../config.ts";
import type { ReportLine } from "../report.ts";
import { type Server, startServer } from "../server.ts";
import { type FakeGatekeeper, fakeGatekeeper } from "./gatekeeper.ts";
import { foundOrganisation, type Member, type Organisation } from "./organisation.ts";

export const linkToken = "link-token-of-the-tests-only";
export const start = 1_790_001_000;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape.
type Body = any;
export interface Answer {
  status: number;
  body: Body;
  headers: Record<string, unknown>;
}

/** A real server over a real PostgreSQL, a clock to move, an organisation and a fake gatekeeper. */
export interface Bench {
  postgres: Postgres;
  server: Server;
  gatekeeper: FakeGatekeeper;
  organisation: Organisation;
  config: Config;
  reports: ReportLine[];
  clock: { now: number };
  call(method: Method, path: string, body?: unknown, token?: string): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
  post(path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Sends events with the next numbers. */
  tell(...events: object[]): Promise<Answer>;
  signIn(member: Member): Promise<string>;
  stop(): Promise<void>;
}

/** Starts all of it; `founded` also sends the genesis charter over the link. The rest is configuration. */
export async function startBench({ founded = true, ...more }: Options = {}): Promise<Bench> {
  const postgres = await temporaryPostgres();
  try {
    return await startOn(postgres, founded, more);
  } catch (error) {
    await postgres.stop(); // else the test process would wait for it for ever
    throw error;
  }
}

type Options = { founded?: boolean } & Partial<Config>;

async function startOn(postgres: Postgres, founded: boolean, more: Partial<Config>): Promise<Bench> {
  const database = await postgres.ensureDatabase({ database: "server", role: "server" });
  const gatekeeper = await fakeGatekeeper();
  const config: Config = {
    database: { ...database, password: String(database.password) },
    host: "127.0.0.1",
    port: 0,
    consoleOrigin: "http://localhost:8080",
    gatekeeperUrl: gatekeeper.url,
    linkTokenSha256: hash("sha256", linkToken),
    ...more,
  };
  const clock = { now: start };
  const reports: ReportLine[] = [];
  const server = await startServer(
    config,
    (line) => reports.push(line),
    undefined,
    () => clock.now,
  );
  const organisation = await foundOrganisation(start);
  let seq = 0;

  const call = async (method: Method, url: string, body?: unknown, token?: string): Promise<Answer> => {
    const answer = await server.app.inject({
      method,
      url,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  };
  const bench: Bench = {
    postgres,
    server,
    gatekeeper,
    organisation,
    config,
    reports,
    clock,
    call,
    get: (path, token) => call("GET", path, undefined, token),
    post: (path, body, token) => call("POST", path, body, token),
    tell: async (...events) => {
      const numbered = events.map((event, index) => ({ seq: seq + index + 1, at: clock.now, ...event }));
      const answer = await call("POST", "/link/v1/events", { events: numbered }, linkToken);
      if (answer.status === 200) seq = answer.body.seq;
      return answer;
    },
    signIn: async (member) => {
      const { nonce } = (await call("POST", "/api/v1/nonce", undefined)).body;
      const { envelope } = await organisation.signin(member, nonce, { issuedAt: clock.now });
      return (await call("POST", "/api/v1/signin", { envelope })).body.token;
    },
    stop: async () => {
      await server.close();
      await gatekeeper.close();
      await postgres.stop();
    },
  };
  if (founded) await bench.tell({ type: "charter", envelope: organisation.charter.envelope });
  return bench;
}

/** The link's event for an order. */
export function orderEvent(order: Document<unknown>, targets: string[], by: Member[], state = "released"): object {
  const { hash: orderHash, envelope } = order;
  const people = by.map((member) => member.id);
  return { type: "order", hash: orderHash, envelope, targets, state, phones: targets.length, by: people };
}

/** The link's event for a phone. */
export function phoneEvent(device: string, change: object = {}): object {
  const facts = { platform: "android", model: "Pixel 9", os: "16", state: "ready", groups: [] };
  return { type: "phone", device, ...facts, ...change };
}
