// The tables of migrations/, for Kysely. What each column is for stands there.
import type { JsonValue } from "@rempart/trust";
import type { ColumnType, Generated, Kysely } from "kysely";

type Json<T = JsonValue> = ColumnType<T, string, string>;

export interface Tables {
  link_state: { singleton: Generated<boolean>; seq: number; contact_at: number | null; freezes: string[] };
  link_event: { seq: number; sha256: string };
  charter: { version: number; hash: string; envelope: Json };
  ticket: { hash: string; envelope: Json };
  phone: {
    id: string;
    platform: string;
    model: string;
    os: string;
    patch: string | null;
    state: string;
    groups: string[];
    ticket: string | null;
    seen_at: number | null;
  };
  fleet_order: {
    hash: string;
    action: string;
    state: string;
    envelope: Json;
    targets: string[];
    phones: number;
    signed_by: string[];
    stream: string | null;
    n: number | null;
    accepted_at: number;
    entry: Generated<number>;
  };
  release: { index: number; order_hash: string; envelope: Json };
  result: {
    hash: string;
    device: string;
    order_hash: string | null;
    kind: string;
    outcome: string;
    code: string | null;
    at: number;
    envelope: Json;
  };
  draft: {
    hash: string;
    type: string;
    envelope: Json;
    targets: string[];
    state: string;
    refusal: ColumnType<{ error: string; where: string; message: string } | null, string | null, string | null>;
    created_by: string;
    created_at: number;
    entry: Generated<number>;
  };
  signin_nonce: { nonce: string; expires_at: number };
  session: { token_sha256: string; person: string; kid: string; read_only: boolean; expires_at: number };
}

/** The database, or one transaction in it. */
export type Database = Kysely<Tables>;
