// A gatekeeper restored from an older backup signs nothing, is refilled from a witness's mirror, and is the old one again.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { trustFrom } from "@rempart/client";
import { withClient } from "@rempart/postgres";
import { addSignatures, type JsonValue, newId, newNonce, signatureJson } from "@rempart/trust";
import type pg from "pg";
import type { TestPhone } from "../../../gatekeeper/src/testing/phone.ts";
import { startTestGatekeeper } from "../../../gatekeeper/src/testing/start.ts";
import { saveProfile } from "../profile/profile.ts";
import { saveTrust } from "../profile/trust-store.ts";
import { runMain } from "../testing/world.ts";
import { type RunningWitness, startWitness } from "./run.ts";
import { initWitness } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-refill-"));
let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let witness: RunningWitness;
let mirrored = 0;

const admin = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient({ ...gate.postgres.superuser, database: "rempart_gatekeeper" }, async (client) => {
    await client.query("set search_path to rempart_gatekeeper");
    return work(client);
  });

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'rempart_gatekeeper'",
  );
  return rows.map(({ name }) => name);
}

async function backup(): Promise<void> {
  await admin(async (client) => {
    await client.query("create schema saved");
    for (const name of await tables(client)) await client.query(`create table saved.${name} as table ${name}`);
  });
}

async function restore(): Promise<void> {
  await admin(async (client) => {
    const names = await tables(client);
    await client.query(`truncate ${names.join(", ")} cascade`);
    await client.query("set session_replication_role = replica");
    for (const name of names)
      await client.query(`insert into ${name} overriding system value select * from saved.${name}`);
  });
}

async function state(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  await admin(async (client) => {
    for (const sql of [
      "select index, type, hash, envelope, erased from log_entry order by index",
      "select hash, action, stream, n, envelope, state, phones, by_people, accepted_at, hold_until from accepted_order order by hash",
      "select * from order_target order by order_hash, device",
      "select * from release order by log_index",
      "select order_hash, device, release_hash, at, counted from slot order by order_hash, device",
      "select hash, lifted_by from open_freeze order by hash",
      "select * from muted",
      "select hash, device, seq, order_hash, envelope, batch, place, arrived from result order by device, seq",
      "select id, spki, platform, model, os, groups, ticket, enrolment, state, result_seq from device order by id",
      "select hash, uses, used from ticket order by hash",
      "select * from charter order by version",
      "select level, index, hashes from log_tile order by level, index",
      "select * from log_state",
    ])
      found[sql] = (await client.query(sql)).rows;
  });
  return found;
}

before(async () => {
  const key = await initWitness(join(folder, "w"));
  gate = await startTestGatekeeper({ charter: { witnesses: [key], k: 1 } });
  await gate.found();
  witness = await startWitness({
    data: join(folder, "w"),
    gatekeeper: gate.url,
    listen: { host: "127.0.0.1", port: 0 },
    mirrorBytes: 2 ** 30,
    silence: 60,
    tell: (event, fields) => {
      if (event === "mirrored") mirrored = (fields as { size: number }).size;
    },
  });
});
after(async () => {
  await witness.stop();
  await gate.stop();
  rmSync(folder, { recursive: true, force: true });
});

const params = { storage: false, esim: false, keepProtection: true };
let phones: TestPhone[];
let late: TestPhone;
let wipe: { envelope: JsonValue; hash: string };
let wanted: Record<string, unknown[]>;

test("much happens after the backup", async () => {
  const { organisation } = gate;
  const [a, b, c] = organisation.approvers;
  phones = await gate.enrolMany(13);
  await backup();
  late = (await gate.enrolMany(1))[0]!;
  const ids = phones.slice(0, 10).map(({ id }) => id);
  wipe = await organisation.order("wipe", ids, [a, b], params);
  assert.equal((await gate.submit(wipe.envelope, ids)).status, 200);
  for (const phone of phones.slice(0, 10)) {
    const seen = await phone.poll(20);
    assert.deepEqual(seen, [{ action: "wipe", order: wipe.hash }]);
    assert.equal((await phone.report(seen, "started")).status, 200);
  }
  const policy = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b]);
  await gate.submit(policy.envelope);
  const lifted = addSignatures(policy.envelope, [signatureJson(await c.signer.sign(policy.pae))]);
  await gate.submit(lifted);
  const freeze = await organisation.orderAll("freeze", [a]);
  await gate.submit(freeze.envelope);
  const unfreeze = await organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [c.id] });
  await gate.submit(unfreeze.envelope);
  const cancelled = await organisation.order("lock", [phones[11]!.id], [organisation.operator]);
  await gate.submit(cancelled.envelope, [phones[11]!.id]);
  await gate.submit((await organisation.orderAll("cancel", [b], { order: cancelled.hash })).envelope);
  const lock = await organisation.order("lock", [late.id], [organisation.operator]);
  await gate.submit(lock.envelope, [late.id]);
  const seen = await late.poll(20);
  await late.report(seen);
  await gate.submit((await organisation.orderAll("freeze", [b])).envelope);
  for (let waited = 0; mirrored < gate.context.log.size(); waited += 20) {
    assert.ok(waited < 10_000, "the mirror follows");
    await sleep(20);
  }
  await gate.get(`/log/v1/head?nonce=${newNonce()}`);
  wanted = await state();
});

test("restored, it signs and releases nothing, and says why", async () => {
  await gate.halt();
  await restore();
  await gate.resume();
  const head = await gate.get(`/log/v1/head?nonce=${newNonce()}`);
  assert.deepEqual([head.status, head.json.error], [503, "refilling"]);
  await assert.rejects(phones[12]!.poll(), /stopped|refilling/);
  assert.equal(
    (
      await gate.submit(
        wipe.envelope,
        phones.slice(0, 10).map(({ id }) => id),
      )
    ).json.error,
    "refilling",
  );
  const { refilling } = (await gate.get("/gate/v1/status")).json as never as {
    refilling: { size: number; why: string };
  };
  assert.equal(
    refilling.size,
    wanted["select index, type, hash, envelope, erased from log_entry order by index"]!.length,
  );
  assert.match(refilling.why, /a head of \d+ was signed/);
});

test("false entries are refused, whoever brings them, and change nothing", async () => {
  const before = await gate.counts();
  const stated = (await (await fetch(`${witness.url}/witness/v1/statement`)).json()) as { head: JsonValue };
  const from = gate.context.log.size();
  const { hashes } = (await (await fetch(`${witness.url}/witness/v1/hashes?from=${from}`)).json()) as {
    hashes: string;
  };
  const bytes = Buffer.from(hashes, "base64");
  const swapped = Buffer.concat([bytes.subarray(32, 64), bytes.subarray(0, 32), bytes.subarray(64)]);
  const post = (body: object) => gate.post("/gate/v1/refill", body);
  const whole = { head: stated.head, from, hashes };
  assert.equal((await post({ ...whole, hashes: swapped.toString("base64") })).json.error, "refill");
  assert.equal((await post({ ...whole, hashes: bytes.subarray(32).toString("base64") })).json.error, "refill");
  assert.equal((await post({ ...whole, from: from + 1 })).json.error, "refill");
  assert.equal(
    (await post({ from, entries: [{ envelope: gate.organisation.genesis.envelope }] })).json.error,
    "refill",
  );
  assert.equal((await post(whole)).status, 200);
  const wrong = await post({ from, entries: [{ envelope: gate.organisation.genesis.envelope }] });
  assert.equal(wrong.json.error, "refill");
  assert.deepEqual(await gate.counts(), before);
});

test("refilled from the mirror it is what it was: tables, brake, replay, freezes; phones accept its heads", async () => {
  await gate.halt();
  gate.config.mirrors = [witness.url!];
  await gate.resume();
  for (let waited = 0; gate.context.log.behind; waited += 50) {
    assert.ok(waited < 20_000, "it is refilled");
    await sleep(50);
  }
  const now = await state();
  for (const [sql, rows] of Object.entries(wanted)) assert.deepEqual(now[sql], rows, sql);
  assert.equal(gate.context.freezes.open.length, 1);
  const ids = phones.slice(0, 10).map(({ id }) => id);
  assert.equal((await gate.submit(wipe.envelope, ids)).json.error, "replay");
  await phones[12]!.hello();
  await phones[12]!.poll();
  assert.equal(phones[12]!.state.freezes.length, 1);
  const [a, b] = gate.organisation.approvers;
  const unfreeze = await gate.organisation.orderAll("unfreeze", [a, b], {
    freezes: gate.context.freezes.open,
    mute: [],
  });
  assert.equal((await gate.submit(unfreeze.envelope)).status, 200);
  const more = await gate.organisation.order("wipe", [phones[12]!.id], [a, b], params);
  assert.equal((await gate.submit(more.envelope, [phones[12]!.id])).status, 200);
  for (let polls = 0; polls < 4; polls++)
    for (const one of await phones[12]!.poll(1))
      assert.notEqual(one.action, "wipe", "ten were wiped in these ten minutes");
  assert.deepEqual(phones[12]!.state.freezes, []);
});

test("restored once more, it is refilled by the command from the witness's folder", async () => {
  const { organisation } = gate;
  for (let waited = 0; mirrored < gate.context.log.size(); waited += 20) {
    assert.ok(waited < 10_000, "the mirror follows");
    await sleep(20);
  }
  await gate.get(`/log/v1/head?nonce=${newNonce()}`);
  const whole = await state();
  const { chain } = gate.context.charters;
  await gate.halt();
  await restore();
  gate.config.mirrors = [];
  await gate.resume();
  const profile = join(folder, "profile");
  const named = { organisation: "Test", gatekeeper: gate.url, server: gate.url, genesis: organisation.genesis.hash };
  await saveProfile(profile, { v: 1, ...named, names: [] });
  await saveTrust(profile, trustFrom(chain));
  const missing = await runMain(
    ["log", "refill", "--from", join(folder, "nowhere"), "--profile", profile, "--json"],
    folder,
  );
  assert.equal(missing.json.error, "file");
  const ran = await runMain(["log", "refill", "--from", join(folder, "w"), "--profile", profile, "--json"], folder);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.deepEqual(ran.json.lost, []);
  const now = await state();
  for (const [sql, rows] of Object.entries(whole)) assert.deepEqual(now[sql], rows, sql);
  const again = await runMain(["log", "verify", "--profile", profile, "--json"], folder);
  assert.equal(again.code, 0, again.stdout);
});
