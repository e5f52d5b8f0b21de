// What this browser remembers of an organisation, in IndexedDB: the pinned genesis, the charters it verified, the log it saw,
// the names people are known by here. Nothing secret. The server cannot write it: it belongs to the gatekeeper's origin.

import type { JsonValue } from "@rempart/trust";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** One organisation as it is kept. `names`: what people are called on this browser; the charter knows ids only. */
export interface KeptOrganisation {
  genesis: string;
  name: string;
  names: Record<string, string>;
  charters: JsonValue[];
  log: { epoch: number; size: number; root: string };
  /** When its fingerprint was compared, Unix seconds. */
  rememberedAt: number;
  demonstration: boolean;
}

/** A person of a demonstration, whose key lives in this browser; or the transfer key of somebody who was invited. */
export interface KeptKey {
  /** `<genesis>/<person>/<use>`. */
  id: string;
  key: CryptoKey;
  kid?: string;
  spki?: Uint8Array;
}

interface Schema extends DBSchema {
  organisations: { key: string; value: KeptOrganisation };
  keys: { key: string; value: KeptKey };
  /** Whatever a feature remembers between visits, by `<genesis>/<feature>`. */
  notes: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("rempart", 1, {
    upgrade(db) {
      db.createObjectStore("organisations", { keyPath: "genesis" });
      db.createObjectStore("keys", { keyPath: "id" });
      db.createObjectStore("notes");
    },
  });
  return opened;
}

/** The organisation that this browser knows by `genesis`. */
export async function keptOrganisation(genesis: string): Promise<KeptOrganisation | undefined> {
  return (await database()).get("organisations", genesis);
}

export async function keepOrganisation(organisation: KeptOrganisation): Promise<void> {
  await (await database()).put("organisations", organisation);
}

export async function keptOrganisations(): Promise<KeptOrganisation[]> {
  return (await database()).getAll("organisations");
}

/** A key that this browser holds, non-extractable. */
export async function keptKey(id: string): Promise<KeptKey | undefined> {
  return (await database()).get("keys", id);
}

export async function keepKey(key: KeptKey): Promise<void> {
  await (await database()).put("keys", key);
}

export async function dropKey(id: string): Promise<void> {
  await (await database()).delete("keys", id);
}

export async function keptNote<T>(id: string): Promise<T | undefined> {
  return (await (await database()).get("notes", id)) as T | undefined;
}

export async function keepNote(id: string, value: unknown): Promise<void> {
  await (await database()).put("notes", value, id);
}
