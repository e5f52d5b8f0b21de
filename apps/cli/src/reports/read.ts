// Reports from the server, checked and opened one by one.

import { forms, type JsonObject, type JsonValue, type Result } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { directoryKey } from "../orders/texts.ts";
import { Problem, told } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { openData, type PhoneKey, phoneKey, type Row, signedResult } from "./verify.ts";

export interface Opened {
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
export interface Bad {
  hash?: string;
  error: string;
  message: string;
}

/** The directory's private key of this profile. Refuses with `directory.key`. */
export async function requireDirectoryKey(context: Context): Promise<Uint8Array> {
  const key = await directoryKey(context);
  if (key) return key;
  throw new Problem(
    "directory.key",
    context.folder,
    t`This profile does not hold the directory's key, which opens what phones report. Approvers' profiles do.`,
  );
}

function rowsOf(answer: JsonValue | undefined, name: string, where: string): Row[] {
  const rows = (answer as JsonObject | undefined)?.[name];
  if (!Array.isArray(rows)) throw new Problem("answer", where, t`The answer has no list of reports.`);
  return rows.filter((row): row is JsonObject => typeof row === "object" && row !== null && !Array.isArray(row));
}

/** Reads reports of one phone. */
export class Reader {
  readonly #context: Context;
  readonly #phone: PhoneKey;
  readonly #pkcs8: Uint8Array;

  private constructor(context: Context, phone: PhoneKey, pkcs8: Uint8Array) {
    this.#context = context;
    this.#phone = phone;
    this.#pkcs8 = pkcs8;
  }

  /** Refuses with `directory.key`, `phone.missing`, `phone.key`. */
  static async of(context: Context, device: string): Promise<Reader> {
    const pkcs8 = await requireDirectoryKey(context);
    const { newest } = await context.trust();
    const answer = await askServer(context, `/api/v1/phones/${device}`, { mayBeAbsent: true, lax: true });
    if (answer === undefined) throw new Problem("phone.missing", device, t`The server knows no such phone.`);
    const evidence = (answer as { evidence?: { enrolment?: JsonValue } }).evidence;
    return new Reader(context, await phoneKey(newest.genesis, device, evidence?.enrolment), pkcs8);
  }

  /** Checks and opens one. Refuses as `signedResult` and `openData` do. */
  async open(row: Row): Promise<Opened> {
    const document = await signedResult(this.#phone, row);
    const { kind, order, outcome, code, at, data: sent } = document.body;
    // A long list leaves what is large out: then this one is asked for alone.
    const whole = sent !== undefined && row.sealed === undefined ? await this.#fetch(document.hash) : row;
    const data = await openData(this.#phone, document, whole, this.#pkcs8);
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

  async #fetch(hash: string): Promise<Row> {
    const path = `/api/v1/phones/${this.#phone.device}/reports/${hash}`;
    const row = await askServer(this.#context, path, { mayBeAbsent: true });
    if (row === undefined) throw new Problem("report.missing", hash, t`The server has no such report of this phone.`);
    return row as Row;
  }

  /** The report of this hash. Refuses with `report.missing` and as `open` does. */
  async one(hash: string): Promise<Opened> {
    const opened = await this.open(await this.#fetch(hash));
    if (opened.hash === hash) return opened;
    throw new Problem("answer.hash", hash, t`The server shows another report than the one that was asked for.`);
  }

  /** The newest reports, of one kind where one is given. */
  async newest(limit: number, kind: string | undefined): Promise<(Opened | Bad)[]> {
    const query = kind === undefined ? "" : `&kind=${kind}`;
    const path = `/api/v1/phones/${this.#phone.device}/reports?limit=${limit}${query}`;
    const found: (Opened | Bad)[] = [];
    for (const row of rowsOf(await askServer(this.#context, path), "reports", `server ${path}`)) {
      try {
        found.push(await this.open(row));
      } catch (error) {
        const { error: code, message } = told(error);
        const hash = typeof row.hash === "string" && /^[0-9a-f]{64}$/.test(row.hash) ? { hash: row.hash } : {};
        found.push({ ...hash, error: code, message });
      }
    }
    return found;
  }

  /** What this phone said last about `order`, if anything. */
  async about(order: string): Promise<Opened | undefined> {
    const all = await this.newest(100, "order");
    return all.find((one): one is Opened => "signed" in one && one.order === order);
  }
}

/** A position, as `locate` brings it: degrees x 10^7, metres, Unix seconds. */
export interface Position {
  lat: number;
  lon: number;
  accuracy: number;
  at: number;
}

/** Reads a position out of what a phone reported. Refuses with `report.data`. */
export function positionOf({ data, hash }: Opened): Position {
  const place = (typeof data === "object" && data !== null && !Array.isArray(data) ? data : {}) as JsonObject;
  const within = (value: JsonValue | undefined, most: number): number => {
    if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) <= most) return value;
    throw new Problem("report.data", hash, t`The phone signed it, but it is no position.`);
  };
  return {
    lat: within(place.lat, 900_000_000),
    lon: within(place.lon, 1_800_000_000),
    accuracy: within(place.accuracy, Number.MAX_SAFE_INTEGER),
    at: forms.time(place.at ?? null, "report.at"),
  };
}
