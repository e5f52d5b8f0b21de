// A gatekeeper for tests: honest by default, in memory, and made hostile by `tamper`. Its log, signatures and proofs
// are real; what it checks of phones is only what keeps a test honest.
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import {
  currentLog,
  type Document,
  deviceId,
  enrolmentType,
  fromHex,
  headType,
  helloType,
  importVerifyKey,
  type JsonObject,
  type JsonValue,
  leafHash,
  newNonce,
  type Order,
  openEnvelope,
  type Result,
  releaseType,
  resultType,
  type Signer,
  signDocument,
  type Ticket,
  targetTree,
  ticketSecretHash,
  ticketType,
  toBase64url,
  type VerifyKey,
  verifyKeySignature,
  witnessType,
} from "@rempart/trust";
import type { ServerCertificate } from "./certificates.ts";
import { now, type Organisation } from "./organisation.ts";
import { Proofs, path } from "./proofs.ts";

export interface Enrolled {
  device: string;
  key: VerifyKey;
  admitted: boolean;
  count: number;
  hellos: number;
  /** As the newest hello said. */
  system: { os: string; patch: string | undefined } | undefined;
  polls: number;
  results: Document<Result>[];
  data: Map<string, Buffer>;
}

export interface Delivery {
  order: Document<Order>;
  to: ReadonlySet<string>;
  /** Makes the item for one device at the log's present size. */
  item(device: string): JsonObject;
}

export interface Question {
  device: string;
  nonce: string;
  wait: number;
  charter: number;
  size: number;
  root: string;
  freezes: string[];
}

interface Refused {
  status: number;
  error: string;
}
const refuse = (status: number, error: string): never => {
  throw Object.assign(new Error(error), { status, error } satisfies Refused);
};

/** The proof for `device`; for one that the order does not name, that of another phone. */
function targetOf(tree: ReturnType<typeof targetTree>, device: string): JsonObject {
  const index = Math.max(0, tree.ids.indexOf(device));
  return { index, proof: path(tree.path(index)) };
}

export class Gatekeeper {
  readonly phones = new Map<string, Enrolled>();
  readonly entries: Uint8Array[] = [];
  readonly #proofs = new Proofs(this.entries);
  readonly tickets = new Map<string, Document<Ticket>>();
  deliveries: Delivery[] = [];
  freeze: string | undefined;
  /** Unfreeze orders, handed to phones that report a freeze. */
  lifts: Delivery[] = [];
  /** Changes each bundle before it leaves: how this gatekeeper is made hostile. */
  tamper: (bundle: JsonObject, question: Question) => JsonValue | Promise<JsonValue> = (bundle) => bundle;
  /** Answers all calls with this status. */
  broken: number | undefined;
  /** Signs the newest size, where the charter asks for witnesses. */
  witness: Signer | undefined;
  /** Takes results and breaks the connection before it says so. */
  losesReceipts = false;
  /** What `GET /agent/v1/blob/<sha256>` serves, by hash: these bytes, whatever their hash is. */
  readonly blobs = new Map<string, Buffer>();
  /** Bytes after which each answer of a blob breaks off. */
  cutsBlobsAfter: number | undefined;
  /** Ranges that were asked for, in order; `undefined` for the whole. */
  readonly ranges: (string | undefined)[] = [];
  wait = 5;
  headTime = now;
  readonly organisation: () => Organisation;
  readonly #servers: Server[] = [];
  #news = Promise.withResolvers<void>();

  constructor(organisation: () => Organisation) {
    this.organisation = organisation;
  }

  /** Serves at a free port; resolves with the URL. */
  async listen(certificate: ServerCertificate): Promise<string> {
    const server = createServer({ ...certificate, minVersion: "TLSv1.3" }, (request, answer) => {
      void this.#answer(request, answer);
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Wakes all polls. */
  announce(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }

  addTicket(ticket: Document<Ticket>): void {
    this.tickets.set(ticket.hash, openEnvelope(ticketType, ticket.envelope));
  }

  append(hash: string): number {
    this.entries.push(leafHash(fromHex(hash)));
    return this.entries.length - 1;
  }

  /** Releases `order` to `devices`, and delivers it to them until they report on it. */
  async release(order: Document<Order>, devices: readonly string[], options: Partial<ReleaseOptions> = {}) {
    const at = options.at ?? now();
    const accepted = options.accepted ?? at;
    const tree = "count" in order.body.targets ? targetTree(order.body.id, options.tree ?? devices) : undefined;
    const body = { v: 1, org: this.organisation().genesis, order: order.hash, accepted, at, phones: devices.length };
    const reach = options.reach ?? { all: true };
    const release = await signDocument(releaseType, { ...body, reach, by: [] }, []);
    const index = options.unlogged ? this.entries.length : this.append(release.hash);
    const item = (device: string): JsonObject => ({
      order: order.envelope,
      release: release.envelope,
      index,
      inclusion: options.unlogged ? "" : this.#proofs.inclusion(index),
      ...(tree ? { target: targetOf(tree, device) } : {}),
      ...(options.opened ? { opened: options.opened } : {}),
    });
    const delivery = { order, to: new Set(devices), item };
    if (!options.silent) this.deliveries.push(delivery);
    this.announce();
    return delivery;
  }

  /** What a phone told of its own accord, of one kind: the outcome and the data beside it. */
  toldBy(device: string, kind: Result["kind"]): { outcome: string; data: JsonObject }[] {
    const phone = this.phones.get(device);
    return (phone?.results ?? [])
      .filter(({ body }) => body.kind === kind)
      .map(({ body }) => {
        const bytes = phone!.data.get(body.data ?? "");
        return { outcome: body.outcome, data: bytes ? JSON.parse(bytes.subarray(32).toString()) : {} };
      });
  }

  /** The results that a phone reported on `order`. */
  resultsOf(device: string, order: string): Result[] {
    const all = this.phones.get(device)?.results ?? [];
    return all.map(({ body }) => body).filter((body) => body.order === order);
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const blob = /^\/agent\/v1\/blob\/([0-9a-f]{64})$/.exec(request.url ?? "")?.[1];
    if (blob !== undefined) return this.#blob(request, answer, blob);
    let status = 200;
    let body: unknown;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (this.broken !== undefined) refuse(this.broken, "broken");
      const text = Buffer.concat(chunks).toString();
      const input = text === "" ? {} : (JSON.parse(text) as JsonObject);
      const name = (request.url ?? "").split("/").filter(Boolean);
      const token = request.headers.authorization?.slice("Bearer ".length);
      if (name[0] === "charters") body = this.#charter(Number(name[1]));
      else body = await this.#call(name[2] ?? "", input, token, answer);
      if (name[2] === "enrol") status = 201;
    } catch (error) {
      const { status: known, error: code } = error as Partial<Refused>;
      status = known ?? 400;
      body = { error: code ?? String(error) };
    }
    if (this.losesReceipts && request.url?.endsWith("/report")) answer.destroy();
    if (answer.destroyed) return;
    answer.writeHead(status, { "content-type": "application/json" });
    answer.end(JSON.stringify(body));
  }

  /** As the real route: parts at need, the phone's token asked for; cut off where the test says. */
  #blob(request: IncomingMessage, answer: ServerResponse, sha256: string): void {
    const bytes = this.blobs.get(sha256);
    const known = this.phones.has(request.headers.authorization?.slice("Bearer ".length) ?? "");
    if (!bytes || !known) return void answer.writeHead(bytes ? 401 : 404).end("{}");
    const { range } = request.headers;
    this.ranges.push(range);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const part = bytes.subarray(from);
    const named = range === undefined ? {} : { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    answer.writeHead(range === undefined ? 200 : 206, { "content-length": part.length, ...named });
    const most = this.cutsBlobsAfter;
    if (most === undefined || part.length <= most) answer.end(part);
    else answer.write(part.subarray(0, most), () => answer.destroy());
  }

  #charter(version: number): JsonValue {
    return this.organisation().charters[version - 1]?.document.envelope ?? refuse(404, "unknown");
  }

  #call(name: string, input: JsonObject, token: string | undefined, answer: ServerResponse): unknown {
    if (name === "begin") return this.#begin(input);
    if (name === "enrol") return this.#enrol(input);
    if (name === "hello") return this.#hello(input);
    const phone = this.phones.get(token ?? "") ?? refuse(401, "token");
    if (name === "poll") return this.#poll(phone, input as unknown as Question, answer);
    return name === "report" ? this.#report(phone, input) : refuse(404, "unknown");
  }

  #begin(input: JsonObject): JsonObject {
    const ticket = this.tickets.get(String(input.ticket)) ?? refuse(403, "ticket");
    const charters = this.organisation().charters.map(({ document }) => document.envelope);
    return { charters, ticket: ticket.envelope, challenge: newNonce() };
  }

  async #enrol(input: JsonObject): Promise<JsonObject> {
    const enrolment = openEnvelope(enrolmentType, input.enrolment ?? null);
    if (!("spki" in enrolment.body)) return refuse(400, "schema");
    const ticket = this.tickets.get(enrolment.body.ticket) ?? refuse(403, "ticket");
    const secret = new Uint8Array(Buffer.from(String(input.secret), "base64url"));
    if (ticketSecretHash(secret) !== ticket.body.secretHash) refuse(403, "secret");
    const key = await importVerifyKey(enrolment.body.spki);
    if (!(await verifyKeySignature(key, enrolment.pae, enrolment.signatures[0]!))) refuse(403, "signature.quorum");
    const device = toBase64url(deviceId(this.organisation().genesis, enrolment.body.spki));
    const confirm = ticket.body.confirm;
    const fresh = {
      device,
      key,
      admitted: !confirm,
      count: 0,
      hellos: 0,
      system: undefined,
      polls: 0,
      results: [],
      data: new Map(),
    };
    if (!this.phones.has(device)) {
      this.phones.set(device, fresh);
      this.append(enrolment.hash);
    }
    return confirm ? { device, state: "confirm", confirm: newNonce() } : { device, state: "ready" };
  }

  async #hello(input: JsonObject): Promise<JsonObject> {
    const hello = openEnvelope(helloType, input.hello ?? null);
    const phone = this.phones.get(hello.body.device) ?? refuse(403, "device");
    if (!(await verifyKeySignature(phone.key, hello.pae, hello.signatures[0]!))) refuse(403, "signature.quorum");
    if (!phone.admitted) refuse(403, "confirm");
    if (hello.body.count <= phone.count) refuse(409, "count");
    phone.count = hello.body.count;
    phone.hellos++;
    phone.system = { os: hello.body.os, patch: hello.body.patch };
    return { token: phone.device, expiresIn: 86_400, wait: this.wait, seq: phone.results.length };
  }

  /** Items for the phone: what it has not reported on, and the lifts of freezes that it reported. */
  #pending(phone: Enrolled, deliveries: readonly Delivery[]): Delivery[] {
    return deliveries.filter(
      ({ order, to }) => to.has(phone.device) && this.resultsOf(phone.device, order.hash).length === 0,
    );
  }

  async #poll(phone: Enrolled, asked: Question, answer: ServerResponse): Promise<JsonValue> {
    phone.polls++;
    const question = { ...asked, device: phone.device };
    const until = Date.now() + Math.min(question.wait, this.wait) * 1000;
    const news = (): boolean =>
      this.#pending(phone, this.deliveries).length > 0 ||
      question.charter < this.organisation().newest.body.version ||
      (this.freeze !== undefined && !question.freezes.includes(this.freeze)) ||
      question.freezes.some((one) => one !== this.freeze);
    while (!news() && Date.now() < until && !answer.destroyed) {
      const pause = Promise.withResolvers<void>();
      const timer = setTimeout(pause.resolve, until - Date.now());
      await Promise.race([this.#news.promise, pause.promise]);
      clearTimeout(timer);
    }
    if (this.broken !== undefined) refuse(this.broken, "broken");
    return this.tamper(await this.bundle(phone, question), question);
  }

  /** The honest bundle. */
  async bundle(phone: Enrolled, question: Question): Promise<JsonObject> {
    const lifts = question.freezes.length > 0 ? this.#pending(phone, this.lifts) : [];
    const orders = this.#pending(phone, this.deliveries).slice(0, 64);
    return {
      v: 1,
      charters: this.organisation()
        .charters.slice(question.charter)
        .map(({ document }) => document.envelope),
      head: await this.head(question.nonce),
      consistency: this.consistency(question.size),
      ...(this.witness ? { witness: await this.#witnessed(this.witness) } : {}),
      ...(lifts.length > 0 ? { lifts: lifts.map(({ item }) => item(phone.device)) } : {}),
      orders: orders.map(({ item }) => item(phone.device)),
    };
  }

  async #witnessed(witness: Signer): Promise<JsonObject> {
    const { genesis, newest } = this.organisation();
    const size = this.entries.length;
    const body = { v: 1, org: genesis, origin: currentLog(newest.body).origin, size, time: now() };
    const root = this.#proofs.root();
    const { envelope } = await signDocument(witnessType, { ...body, root }, [witness]);
    return { size, consistency: "", statements: [envelope] };
  }

  async head(nonce: string | undefined, changes: JsonObject = {}): Promise<JsonValue> {
    const { genesis, newest, log } = this.organisation();
    const root = this.#proofs.root();
    const body = { v: 1, org: genesis, epoch: 1, size: this.entries.length, root, time: this.headTime() };
    const freeze = this.freeze === undefined ? {} : { freeze: this.freeze };
    const whole = { ...body, charter: newest.hash, ...freeze, ...(nonce === undefined ? {} : { nonce }), ...changes };
    return (await signDocument(headType, whole, [log])).envelope;
  }

  consistency(from: number): string {
    return this.#proofs.consistency(from);
  }

  async #report(phone: Enrolled, input: JsonObject): Promise<JsonObject> {
    const values = new Map<string, Buffer>();
    for (const { sha256, value } of input.data as { sha256: string; value: string }[])
      values.set(sha256, Buffer.from(value, "base64"));
    for (const envelope of input.results as JsonValue[]) {
      const result = openEnvelope(resultType, envelope);
      if (!(await verifyKeySignature(phone.key, result.pae, result.signatures[0]!))) refuse(403, "signature.quorum");
      const held = phone.results[result.body.seq - 1];
      if (held ? held.hash !== result.hash : result.body.seq !== phone.results.length + 1) refuse(409, "gap");
      if (held) continue;
      phone.results.push(result);
      const { data } = result.body;
      if (data !== undefined) phone.data.set(data, values.get(data)!);
    }
    return { seq: phone.results.length };
  }
}

export interface ReleaseOptions {
  reach: JsonObject;
  at: number;
  accepted: number;
  /** The list that the order signed, where it is not the devices. */
  tree: readonly string[];
  opened: JsonObject[];
  /** The release is not put into the log. */
  unlogged: boolean;
  /** Not delivered by itself. */
  silent: boolean;
}
