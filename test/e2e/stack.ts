// The whole as an operator starts it: launcher, both parts, both databases, and phones; every process to be killed.
import { createHmac } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatInvitation, type JsonValue, newNonce, signDocument, signinType } from "@rempart/trust";
import {
  foundingRules,
  newOrganisation,
  type OfferedKeys,
  type Organisation,
} from "../../apps/gatekeeper/src/testing/organisation.ts";
import { type Line, Talker } from "../demo/lines.ts";

const root = join(import.meta.dirname, "..", "..");
export const partNames = ["gatekeeper", "server"] as const;
export type PartName = (typeof partNames)[number];

export interface Answer {
  status: number;
  json: Record<string, JsonValue>;
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "localhost", () => probe.close(() => resolve(true)));
  });
}

/** Three free ports in a row, from `first` on. */
export async function freePorts(first = 31_000 + (process.pid % 400) * 3): Promise<number> {
  for (let port = first; ; port += 3) {
    const free = await Promise.all([0, 1, 2].map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
}

/** Asks until `check` is content; rejects after `seconds`, naming `what` and the last error. */
export async function until<T>(what: string, seconds: number, check: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await sleep(150);
  }
  throw new Error(`waited ${seconds} s for ${what}`, { cause: last });
}

/** JSON over HTTP, once; rejects when nothing came back. */
export async function ask(url: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  return { status: response.status, json: (await response.json()) as Record<string, JsonValue> };
}

/** One launch of everything in a folder of its own. */
export class Stack {
  readonly folder = mkdtempSync(join(tmpdir(), "rempart-e2e-"));
  readonly data = join(this.folder, "data");
  readonly port: number;
  organisation!: Organisation;
  launcher!: Talker;
  phones!: Talker;
  /** What all phones' processes said, over every restart. */
  readonly phoneLines: Line[] = [];

  private constructor(port: number) {
    this.port = port;
  }
  get gatekeeper(): string {
    return `http://localhost:${this.port}`;
  }
  get server(): string {
    return `http://localhost:${this.port + 1}`;
  }

  /** Starts and founds an organisation whose operator has no limit. */
  static async start(): Promise<Stack> {
    const stack = new Stack(await freePorts());
    chmodSync(stack.folder, 0o711);
    await stack.launch();
    const line = stack.launcher.lines.find(({ event }) => event === "founding-code");
    const code = String(line?.code).replaceAll("-", "");
    const offer = await ask(`${stack.gatekeeper}/gate/v1/founding`);
    const rules = foundingRules.map(({ limit: _, ...row }) => row);
    stack.organisation = await newOrganisation(JSON.parse(offer.json.keys as string) as OfferedKeys, { rules });
    const { genesis } = stack.organisation;
    const mac = createHmac("sha256", code).update(`rempart/found/v1\n${genesis.hash}`).digest("base64url");
    const founded = await ask(`${stack.gatekeeper}/gate/v1/found`, { envelope: genesis.envelope, mac });
    if (founded.status !== 201) throw new Error(JSON.stringify(founded.json));
    return stack;
  }

  async launch(): Promise<void> {
    const args = ["--json", "--port", String(this.port), "--data", this.data];
    this.launcher = new Talker(join(root, "apps/launcher/src/main.ts"), args);
    await this.launcher.until("ready", (lines) => lines.find(({ event }) => event === "ready"), 0, 120);
  }

  /** Enrols `count` phones; gives their ids by number. */
  async enrol(count: number): Promise<string[]> {
    const { organisation } = this;
    const { ticket, secret } = await organisation.ticket(count, organisation.approvers.slice(0, 2));
    const answer = await ask(`${this.gatekeeper}/gate/v1/submit`, { envelope: ticket.envelope });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
    const { rendezvous, tlsPins } = organisation.genesis.body as { rendezvous: string[]; tlsPins: string[] };
    const text = formatInvitation({
      url: rendezvous[0]!,
      pin: tlsPins[0]!,
      genesis: organisation.genesis.hash,
      ticket: ticket.hash,
      secret,
    });
    writeFileSync(join(this.folder, "invitations"), `${text}\n`, { mode: 0o600 });
    this.startPhones(count);
    return this.phones.until(`${count} enrolments`, (lines) => {
      const enrolled = lines.filter(({ event }) => event === "enrolled");
      enrolled.sort((a, b) => Number(a.phone) - Number(b.phone));
      return enrolled.length === count ? enrolled.map(({ device }) => String(device)) : undefined;
    });
  }

  startPhones(count: number): void {
    const place = ["--data", join(this.folder, "phones"), "--invitations", join(this.folder, "invitations")];
    mkdirSync(join(this.folder, "phones"), { recursive: true });
    this.phones = new Talker(join(root, "apps/phones/src/main.ts"), [
      ...place,
      ...["--count", String(count), "--seed", "e2e"],
    ]);
  }

  /** kill -9 of the phones; what they said is kept. */
  async killPhones(): Promise<void> {
    await this.phones.stop("SIGKILL");
    this.phoneLines.push(...this.phones.lines);
  }

  pidOf(part: PartName): number {
    const lines = this.launcher.lines.filter((line) => line.event === "child" && line.part === part);
    return Number(lines.at(-1)?.pid);
  }
  /** The postmaster of a part's cluster, wherever that was put. */
  postmasterOf(part: PartName): number {
    const folder = join(this.data, part, "postgres");
    const pointer = join(folder, "cluster-path");
    const place = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : folder;
    return Number(readFileSync(join(place, "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** A session of the operator's on the server. */
  async signIn(): Promise<string> {
    const { json } = await ask(`${this.server}/api/v1/nonce`, {});
    const body = { v: 1, org: this.organisation.genesis.hash, audience: "server", nonce: json.nonce! };
    const at = { issuedAt: Math.floor(Date.now() / 1000) };
    const { envelope } = await signDocument(signinType, { ...body, ...at }, [this.organisation.operator.signer]);
    return (await ask(`${this.server}/api/v1/signin`, { envelope })).json.token as string;
  }
  /** A head signed now. */
  head(): Promise<Answer> {
    return ask(`${this.gatekeeper}/log/v1/head?nonce=${newNonce()}`);
  }

  async close(): Promise<void> {
    await this.phones?.stop("SIGKILL");
    await this.launcher?.stop();
    for (const part of partNames) {
      const pointer = join(this.data, part, "postgres", "cluster-path");
      if (existsSync(pointer)) rmSync(readFileSync(pointer, "utf8").trim(), { recursive: true, force: true });
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}
