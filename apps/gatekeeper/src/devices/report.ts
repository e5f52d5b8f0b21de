// Results of phones: verified, committed in groups, logged as one record a group, answered after the commit.
import { sealTo } from "@rempart/directory";
import {
  type Document,
  forms,
  fromBase64url,
  fromHex,
  type JsonValue,
  leafHash,
  merkleRoot,
  openEnvelope,
  type Result,
  resultType,
  schema,
  sha256,
  toHex,
  verifyKeySignature,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { emit, type LinkEvent } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";
import { makeResults } from "../log/record.ts";
import { servedDevice } from "./hello.ts";
import { type Device, keyOf, phoneEvent } from "./registry.ts";

const envelope: schema.Reader<JsonValue> = (value) => value;
const readReport = schema.object({
  results: schema.list(envelope, 1, 100),
  data: schema.list(schema.object({ sha256: forms.hash, value: forms.bytes(32, 512 * 1024) }), 0, 100),
});

interface Arrived {
  document: Document<Result>;
  sealed: Uint8Array | undefined;
}
interface Delivery {
  device: Device;
  results: Arrived[];
  resolve(seq: number): void;
  reject(error: unknown): void;
}

/** Outcomes after which an order is never offered to the phone again. */
const final = new Set(["done", "started", "failed", "unsupported", "interrupted"]);
/** Refusals that another offer cannot change. */
const finalCodes = new Set([
  "replay",
  "window.expired",
  "cancelled",
  "charter.current",
  "action.unsupported",
  "stream.old",
]);

function isFinal(result: Result): boolean {
  return final.has(result.outcome) || (result.code !== undefined && finalCodes.has(result.code));
}

async function verifyResult(device: Device, org: string, value: JsonValue): Promise<Document<Result>> {
  const document = openEnvelope(resultType, value);
  if (document.body.org !== org || document.body.device !== device.id) {
    throw new GateError("request", "result.device", "is another phone's or organisation's");
  }
  const signature = document.signatures[0];
  if (document.signatures.length !== 1 || !(await verifyKeySignature(await keyOf(device), document.pae, signature!))) {
    throw new GateError("request", "result.signatures", "is not signed by the phone's key");
  }
  return document;
}

/** Collects reports for a few milliseconds and commits them together. */
export class Reports {
  readonly #context: Context;
  #queue: Delivery[] = [];
  #timer: NodeJS.Timeout | undefined;
  constructor(context: Context) {
    this.#context = context;
  }

  /** Takes a report; resolves with the newest seq that is durable. Equal repeats are accepted, a gap is `report.gap`. */
  async take(id: string, request: JsonValue): Promise<{ seq: number }> {
    const report = readReport(request, "report");
    const device = servedDevice(this.#context, id);
    const charter = this.#context.charters.newest;
    const data = new Map(report.data.map((one) => [one.sha256, one.value]));
    const results: Arrived[] = [];
    for (const value of report.results) {
      const document = await verifyResult(device, charter.genesis, value);
      const bytes = document.body.data === undefined ? undefined : data.get(document.body.data);
      if (bytes && toHex(sha256(bytes)) !== document.body.data)
        throw new GateError("request", "report.data", "does not match its hash");
      // Sealed at once: no clear copy of what a phone says about a person stays here (PROTOCOL section 12).
      const sealed =
        bytes && (await sealTo(charter.body.directory.spki, "report", charter.genesis, fromBase64url(id)!, bytes));
      results.push({ document, sealed });
    }
    const seq = await new Promise<number>((resolve, reject) => {
      this.#queue.push({ device, results, resolve, reject });
      this.#timer ??= setTimeout(() => void this.#flush(), 3);
    });
    return { seq };
  }

  /** The results of `delivery` that are new; settles it here when there are none or a gap. */
  #fresh(delivery: Delivery, expected: Map<string, number>): Arrived[] {
    const { device } = delivery;
    let seq = expected.get(device.id) ?? device.resultSeq;
    const fresh: Arrived[] = [];
    for (const arrived of delivery.results) {
      if (arrived.document.body.seq <= seq) continue;
      if (arrived.document.body.seq !== seq + 1) {
        delivery.reject(
          new GateError("report.gap", "result.seq", `expected ${seq + 1}, got ${arrived.document.body.seq}`),
        );
        return [];
      }
      seq++;
      fresh.push(arrived);
    }
    expected.set(device.id, seq);
    if (fresh.length === 0) delivery.resolve(seq);
    return fresh;
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const queue = this.#queue.splice(0, 200);
    if (this.#queue.length > 0) this.#timer = setTimeout(() => void this.#flush(), 0);
    const expected = new Map<string, number>();
    const taken: { delivery: Delivery; arrived: Arrived[] }[] = [];
    for (const delivery of queue) {
      const arrived = this.#fresh(delivery, expected);
      if (arrived.length > 0) taken.push({ delivery, arrived });
    }
    if (taken.length === 0) return;
    try {
      await this.#commit(
        taken.flatMap(({ delivery, arrived }) => arrived.map((one) => ({ ...one, device: delivery.device }))),
      );
      for (const { delivery } of taken) delivery.resolve(delivery.device.resultSeq);
    } catch (error) {
      for (const { delivery } of taken) delivery.reject(error);
    }
  }

  async #commit(results: (Arrived & { device: Device })[]): Promise<void> {
    const context = this.#context;
    const root = toHex(merkleRoot(results.map(({ document }) => leafHash(fromHex(document.hash)))));
    const record = await makeResults(context.charters.newest.genesis, results.length, root, nowSeconds());
    const settled = results.filter(({ document }) => document.body.order !== undefined && isFinal(document.body));
    const gone = results.filter(({ document }) => this.#endsDevice(document.body)).map(({ device }) => device);
    await context.log.append(async (tx) => {
      await Promise.all([
        tx.query(
          `insert into result (hash, device, seq, order_hash, envelope, sealed)
         select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bytea[])`,
          [
            results.map(({ document }) => document.hash),
            results.map(({ device }) => device.id),
            results.map(({ document }) => document.body.seq),
            results.map(({ document }) => document.body.order ?? null),
            results.map(({ document }) => JSON.stringify(document.envelope)),
            results.map(({ sealed }) => (sealed ? Buffer.from(sealed) : null)),
          ],
        ),
        tx.query(
          `update device set result_seq = newest.seq
         from (select device, max(seq) as seq from unnest($1::text[], $2::bigint[]) as r (device, seq) group by device) as newest
         where device.id = newest.device`,
          [results.map(({ device }) => device.id), results.map(({ document }) => document.body.seq)],
        ),
        tx.query(
          `update order_target set settled = true
         from unnest($1::text[], $2::text[]) as done (order_hash, device)
         where order_target.order_hash = done.order_hash and order_target.device = done.device`,
          [settled.map(({ document }) => document.body.order), settled.map(({ device }) => device.id)],
        ),
        tx.query("update device set state = 'gone' where id = any($1)", [gone.map((device) => device.id)]),
        emit(tx, [
          ...results.map(({ document, device }) => resultEvent(document, device)),
          ...gone.map((device) => phoneEvent(device, "gone")),
        ]),
      ]);
      return { entries: [entryOf(record)], value: undefined };
    });
    for (const { document, device } of results) this.#apply(document.body, device);
    for (const device of gone) device.state = "gone";
    context.nudge();
  }

  /** A phone that began to wipe or unenrol itself is not served again. */
  #endsDevice(result: Result): boolean {
    const action =
      result.order === undefined ? undefined : this.#context.book.byHash.get(result.order)?.document.body.action;
    return (action === "wipe" && result.outcome === "started") || (action === "unenrol" && result.outcome === "done");
  }

  #apply(result: Result, device: Device): void {
    const { book } = this.#context;
    device.resultSeq = Math.max(device.resultSeq, result.seq);
    const entry = result.order === undefined ? undefined : book.byHash.get(result.order);
    if (!entry || !isFinal(result)) return;
    book.settle(entry, device.id);
    const { stream, n, action, params } = entry.document.body;
    if (result.outcome === "refused") return;
    if (stream !== undefined && n !== undefined)
      device.streams?.set(stream, Math.max(n, device.streams.get(stream) ?? 0));
    if (action === "assign" && "groups" in params) device.groups = params.groups as string[];
  }
}

function resultEvent(document: Document<Result>, device: Device): LinkEvent {
  const { kind, order, outcome, code } = document.body;
  const body: Record<string, JsonValue> = { device: device.id, kind, outcome, envelope: document.envelope };
  if (order !== undefined) body.order = order;
  if (code !== undefined) body.code = code;
  return { type: "result", body };
}
