// What a phone reported, newest first: signatures are checked here, sealed data is opened where the directory's key is held.

import { openData, type PhoneKey, type ReportRow, signedResult } from "@rempart/client";
import type { JsonValue } from "@rempart/trust";
import { type DriftWord, readDrifts } from "./rules.ts";

/** A report that its phone signed. */
export interface Told {
  hash: string;
  kind: string;
  /** The phone's own numbering: the greatest is the newest, whatever its clock says. */
  seq: number;
  outcome: string;
  order: string | undefined;
  /** The phone's own time, Unix seconds. */
  at: number;
  data: JsonValue | undefined;
  /** Something came sealed with it and was not opened here. */
  locked: boolean;
}

export interface Reports {
  told: readonly Told[];
  /** Reports that are not what they should be: of another phone, changed, or kept back. */
  bad: readonly { hash: string | undefined; error: unknown }[];
}

/**
 * Checks and opens `rows`. `key`: the directory's private key where it is unlocked; `fetchOne` asks for a report that a list
 * left its sealed data out of.
 */
export async function openReports(
  phone: PhoneKey,
  rows: readonly ReportRow[],
  key: Uint8Array | undefined,
  fetchOne: (hash: string) => Promise<ReportRow>,
): Promise<Reports> {
  const told: Told[] = [];
  const bad: { hash: string | undefined; error: unknown }[] = [];
  for (const row of rows) {
    try {
      const document = await signedResult(phone, row);
      const { kind, seq, outcome, order, at, data: sent } = document.body;
      const locked = sent !== undefined && key === undefined;
      const whole = !locked && sent !== undefined && row.sealed === undefined ? await fetchOne(document.hash) : row;
      const data = key && (await openData(phone, document, whole, key));
      told.push({ hash: document.hash, kind, seq, outcome, order, at, data, locked });
    } catch (error) {
      bad.push({ hash: typeof row.hash === "string" ? row.hash : undefined, error });
    }
  }
  return { told: told.sort((a, b) => b.seq - a.seq), bad };
}

/** What the phone's reports of drift come to: the newest one alone says what is out of line. */
export function driftWord({ told }: Reports): DriftWord {
  const newest = told.find(({ kind }) => kind === "drift");
  if (!newest) return { state: "nothing" };
  if (newest.outcome === "done") return { state: "told", at: newest.at, drifts: [] };
  if (newest.locked) return { state: "locked", at: newest.at };
  return { state: "told", at: newest.at, drifts: readDrifts(newest.data) };
}

/** An app on a phone, as it says. */
export interface App {
  name: string;
  version: string;
  suspended: boolean;
}

/** What a phone says is on it. */
export interface Inventory {
  at: number;
  facts: readonly { name: "model" | "os" | "patch" | "agent" | "passcode" | "storage"; value: string | boolean }[];
  apps: readonly App[] | undefined;
}

const factNames = ["model", "os", "patch", "agent", "passcode", "storage"] as const;

type Fields = { [key: string]: JsonValue };
const fieldsOf = (value: JsonValue | undefined): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function readApps(value: JsonValue | undefined): App[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, 5_000).flatMap((one): App[] => {
    const { package: name, versionCode, suspended } = fieldsOf(one);
    if (typeof name !== "string") return [];
    return [{ name: name.slice(0, 255), version: String(versionCode ?? ""), suspended: suspended === true }];
  });
}

function readInventory(at: number, data: JsonValue | undefined): Inventory | undefined {
  const outer = fieldsOf(data);
  // An answer to a question has a part for each thing asked; a report of its own is the inventory itself.
  const inner = "inventory" in outer ? fieldsOf(outer.inventory) : outer;
  const facts = factNames.flatMap((name): Inventory["facts"][number][] => {
    const value = inner[name];
    if (typeof value === "boolean") return [{ name, value }];
    return typeof value === "string" || typeof value === "number" ? [{ name, value: String(value).slice(0, 128) }] : [];
  });
  const apps = readApps(outer.apps);
  return facts.length > 0 || apps ? { at, facts, apps } : undefined;
}

/**
 * The newest inventory; "locked" where there is one that is not opened here; undefined where there is none. `asked`: the
 * proven orders that asked for one.
 */
export function newestInventory(
  { told }: Reports,
  asked: ReadonlySet<string> = new Set(),
): Inventory | "locked" | undefined {
  for (const { kind, at, data, locked, outcome, order } of told) {
    const may = kind === "inventory" || (kind === "order" && outcome === "done");
    if (!may) continue;
    if (locked) {
      // An answer to another order may be a position.
      if (kind === "inventory" || asked.has(order ?? "")) return "locked";
      continue;
    }
    const found = readInventory(at, data);
    if (found) return found;
  }
  return undefined;
}
