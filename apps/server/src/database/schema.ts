// The tables of migrations/, for Kysely. What each column is for stands there.
import type { JsonObject, JsonValue } from "@rempart/trust";
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
    os_rank: ColumnType<number, never, never>;
    told_seq: Generated<number>;
    told_at: Generated<number>;
    enrolled_at: Generated<number>;
    facts_at: Generated<number | null>;
    os_at: Generated<number | null>;
    lost_at: Generated<number | null>;
    drift: Generated<string>;
    drift_at: Generated<number | null>;
    drift_seq: Generated<number>;
  };
  phone_evidence: { device: string; enrolment: Json<JsonValue | null> | null; hello: Json<JsonValue | null> | null };
  phone_facet: { facet: string; state: string; value: string; phones: number };
  group_label: { id: string; label: string; person: string; at: number };
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
    group_id: string | null;
    told_seq: Generated<number>;
    entry: Generated<number>;
  };
  order_phone: { order_hash: string; device: string; outcome: string; code: string | null; at: number };
  order_target: { device: string; entry: number };
  order_outcome: { order_hash: string; outcome: string; phones: number };
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
  sealed_report: { hash: string; sealed: Buffer };
  draft: {
    hash: string;
    type: string;
    envelope: Json;
    targets: string[];
    state: string;
    refusal: ColumnType<{ error: string; where: string; message: string } | null, string | null, string | null>;
    created_by: string;
    created_at: number;
    action: Generated<string>;
    phones: number | null;
    charter: Generated<string>;
    signed_by: Generated<string[]>;
    changed_at: Generated<number>;
    lapses_at: number | null;
    entry: Generated<number>;
  };
  draft_refusal: { hash: string; person: string; code: string; sealed: string | null; at: number };
  signin_nonce: { nonce: string; expires_at: number };
  session: {
    token_sha256: string;
    id: Generated<string>;
    person: string;
    kid: string;
    read_only: boolean;
    opened_at: Generated<number>;
    expires_at: number;
  };
  api_token: {
    id: string;
    token_sha256: string;
    label: string;
    scopes: string[];
    person: string;
    kid: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  change: { id: Generated<number>; at: number; type: string; object: string };
  history: {
    entry: Generated<number>;
    at: number;
    kind: string;
    object: string;
    person: string | null;
    detail: Json<JsonObject>;
  };
  alarm: {
    id: Generated<number>;
    kind: string;
    object: string;
    message: string;
    raised_at: number;
    times: Generated<number>;
    lifted_at: Generated<number | null>;
  };
  link_refused: { seq: number; at: number; type: string; code: string; place: string; event: string | null };
  blob: { sha256: string; size: number; uploaded_by: string; uploaded_at: number; apk: Json<JsonValue | null> | null };
  app_release: {
    order_hash: string;
    platform: string;
    package: string;
    n: number;
    state: string;
    group_id: string;
    version_code: number | null;
    sha256: string | null;
    size: number | null;
    signer: string | null;
    accepted_at: number;
  };
  rollout: {
    id: string;
    platform: string;
    package: string;
    state: string;
    because: string | null;
    release: Json<JsonObject>;
    rings: Json<JsonValue[]>;
    created_by: string;
    created_at: number;
    changed_at: number;
    entry: Generated<number>;
  };
  rollout_ring: {
    rollout: string;
    ring: number;
    order_hash: string;
    accepted_at: number;
    forgiven: Generated<number>;
  };
  webhook: {
    id: string;
    url: string;
    types: string[];
    label: string;
    secret: Buffer;
    person: string;
    created_at: number;
    disabled_at: Generated<number | null>;
    disabled_because: Generated<string | null>;
  };
  webhook_delivery: {
    id: string;
    webhook: string;
    type: string;
    object: string;
    at: number;
    attempts: Generated<number>;
    state: Generated<string>;
    status: Generated<number | null>;
    problem: Generated<string | null>;
    tried_at: Generated<number | null>;
  };
}

/** The database, or one transaction in it. */
export type Database = Kysely<Tables>;
