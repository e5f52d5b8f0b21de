// Results of phones: verified, committed in groups, logged as one record a group, answered after the commit.
import { sealTo } from "@rempart/directory";
import { LogError } from "@rempart/log";
import {
  type Document,
  forms,
  fromBase64url,
  type JsonValue,
  openEnvelope,
  type Result,
  resultType,
  schema,
  sha256,
  toHex,
  verifyKeySignature,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { servedDevice } from "./hello.ts";
import { type Device, keyOf } from "./registry.ts";
import { type Arrived, commitResults } from "./results.ts";

const envelope: schema.Reader<JsonValue> = (value) => value;
const readReport = schema.object({
  results: schema.list(envelope, 1, 100),
  data: schema.list(schema.object({ sha256: forms.hash, value: forms.bytes(32, 512 * 1024) }), 0, 100),
});

interface Delivery {
  device: Device;
  results: Arrived[];
  resolve(seq: number): void;
  reject(error: unknown): void;
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
  #running: Promise<void> | undefined;
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
      results.push({ device, document, sealed });
    }
    const seq = await new Promise<number>((resolve, reject) => {
      this.#queue.push({ device, results, resolve, reject });
      this.#running ??= this.#drain();
    });
    return { seq };
  }

  /** One group after the other: the next one must know what the last one made durable. */
  async #drain(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 3));
    // A record names at most 10,000 results, a report brings at most 100 (PROTOCOL sections 8 and 12).
    while (this.#queue.length > 0) await this.#serve(this.#queue.splice(0, 100));
    this.#running = undefined;
  }

  async #serve(deliveries: readonly Delivery[]): Promise<void> {
    const held = new Map<Device, number>();
    const good: { delivery: Delivery; seq: number }[] = [];
    const fresh: Arrived[] = [];
    for (const delivery of deliveries) {
      const { device } = delivery;
      const had = held.get(device) ?? device.resultSeq;
      const more = delivery.results.filter(({ document }) => document.body.seq > had);
      const gap = more.findIndex(({ document }, index) => document.body.seq !== had + 1 + index);
      if (gap >= 0) {
        const got = more[gap]!.document.body.seq;
        delivery.reject(new GateError("report.gap", "result.seq", `expected ${had + 1 + gap}, got ${got}`));
        continue;
      }
      held.set(device, had + more.length);
      fresh.push(...more);
      // A repeat of what this very group brings is answered after the commit like the rest.
      good.push({ delivery, seq: had + more.length });
    }
    try {
      if (fresh.length > 0) await commitResults(this.#context, fresh);
      for (const { delivery, seq } of good) delivery.resolve(seq);
    } catch (error) {
      // One of them may be to blame: each on its own then. When the log itself failed, that helps nobody.
      if (good.length === 1 || error instanceof LogError) for (const { delivery } of good) delivery.reject(error);
      else for (const { delivery } of good) await this.#serve([delivery]);
    }
  }
}
