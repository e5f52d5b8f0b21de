// Reports from the server, checked and opened one by one.

import { forms, type JsonObject, type JsonValue, type Result } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import type { Ask } from "../remote/ask.ts";
import { openData, type PhoneKey, phoneKey, type ReportRow, signedResult } from "./verify.ts";

/** A report that its phone signed. */
export interface OpenedReport {
  hash: string;
  kind: Result["kind"];
  order?: string;
  outcome: string;
  code?: string;
  /** The phone's own time. */
  at: number;
  /** Who vouches for all of it. */
  signed: "phone";
  data?: JsonValue;
}

/** One that is not what it should be: shown as such, so that it hides no other. */
export interface BadReport {
  hash?: string;
  /** What was thrown: a ClientError or a Refusal. */
  error: unknown;
}

function rowsOf(answer: JsonValue | undefined, name: string, where: string): ReportRow[] {
  const rows = (answer as JsonObject | undefined)?.[name];
  if (!Array.isArray(rows)) throw new ClientError("answer", where, say`The answer has no list of reports.`);
  return rows.filter((row): row is JsonObject => typeof row === "object" && row !== null && !Array.isArray(row));
}

/** Reads reports of one phone. */
export class ReportReader {
  readonly #server: Ask;
  readonly #phone: PhoneKey;
  readonly #pkcs8: Uint8Array | undefined;

  private constructor(server: Ask, phone: PhoneKey, pkcs8: Uint8Array | undefined) {
    this.#server = server;
    this.#phone = phone;
    this.#pkcs8 = pkcs8;
  }

  /**
   * `server` asks within a session; `pkcs8` is the directory's private key, without which signatures are checked and
   * nothing sealed is opened. Refuses with `phone.missing`, `phone.key`.
   */
  static async of(server: Ask, genesis: string, device: string, pkcs8: Uint8Array | undefined): Promise<ReportReader> {
    const answer = await server(`/api/v1/phones/${device}`, { mayBeAbsent: true, lax: true });
    if (answer === undefined) throw new ClientError("phone.missing", device, say`The server knows no such phone.`);
    const evidence = (answer as { evidence?: { enrolment?: JsonValue } }).evidence;
    return new ReportReader(server, await phoneKey(genesis, device, evidence?.enrolment), pkcs8);
  }

  /** Checks and opens one. Refuses as `signedResult` and `openData` do. */
  async open(row: ReportRow): Promise<OpenedReport> {
    const document = await signedResult(this.#phone, row);
    const { kind, order, outcome, code, at, data: sent } = document.body;
    // A long list leaves what is large out: then this one is asked for alone.
    const whole = this.#pkcs8 && sent !== undefined && row.sealed === undefined ? await this.#ask(document.hash) : row;
    const data = this.#pkcs8 && (await openData(this.#phone, document, whole, this.#pkcs8));
    return {
      hash: document.hash,
      kind,
      ...(order === undefined ? {} : { order }),
      outcome,
      ...(code === undefined ? {} : { code }),
      at,
      signed: "phone",
      ...(data === undefined ? {} : { data }),
    };
  }

  async #ask(hash: string): Promise<ReportRow> {
    const path = `/api/v1/phones/${this.#phone.device}/reports/${hash}`;
    const row = await this.#server(path, { mayBeAbsent: true });
    if (row === undefined)
      throw new ClientError("report.missing", hash, say`The server has no such report of this phone.`);
    return row as ReportRow;
  }

  /** The report of this hash. Refuses with `report.missing` and as `open` does. */
  async one(hash: string): Promise<OpenedReport> {
    const opened = await this.open(await this.#ask(hash));
    if (opened.hash === hash) return opened;
    throw new ClientError("answer.hash", hash, say`The server shows another report than the one that was asked for.`);
  }

  /** The newest reports, of one kind where one is given. */
  async newest(limit: number, kind: string | undefined): Promise<(OpenedReport | BadReport)[]> {
    const query = kind === undefined ? "" : `&kind=${kind}`;
    const path = `/api/v1/phones/${this.#phone.device}/reports?limit=${limit}${query}`;
    const found: (OpenedReport | BadReport)[] = [];
    for (const row of rowsOf(await this.#server(path), "reports", `server ${path}`)) {
      try {
        found.push(await this.open(row));
      } catch (error) {
        const hash = typeof row.hash === "string" && /^[0-9a-f]{64}$/.test(row.hash) ? { hash: row.hash } : {};
        found.push({ ...hash, error });
      }
    }
    return found;
  }

  /** What this phone said last about `order`, if anything. */
  async about(order: string): Promise<OpenedReport | undefined> {
    const all = await this.newest(100, "order");
    return all.find((one): one is OpenedReport => "signed" in one && one.order === order);
  }
}

/** A position, as `locate` brings it: degrees x 10^7, metres, Unix seconds. */
export interface Place {
  lat: number;
  lon: number;
  accuracy: number;
  at: number;
}

/** Reads a position out of what a phone reported. Refuses with `report.data`. */
export function placeOf({ data, hash }: OpenedReport): Place {
  const place = (typeof data === "object" && data !== null && !Array.isArray(data) ? data : {}) as JsonObject;
  const within = (value: JsonValue | undefined, most: number): number => {
    if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) <= most) return value;
    throw new ClientError("report.data", hash, say`The phone signed it, but it is no position.`);
  };
  return {
    lat: within(place.lat, 900_000_000),
    lon: within(place.lon, 1_800_000_000),
    accuracy: within(place.accuracy, Number.MAX_SAFE_INTEGER),
    at: forms.time(place.at ?? null, "report.at"),
  };
}
