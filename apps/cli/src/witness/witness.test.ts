// Witnesses, the real gatekeeper and the phones' verifier together.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fromBase64, type JsonValue } from "@rempart/trust";
import { startTestGatekeeper } from "../../../gatekeeper/src/testing/start.ts";
import { type RunningWitness, startWitness } from "./run.ts";
import { initWitness, readWitnessFile } from "./store.ts";

interface Line {
  event: string;
  [field: string]: unknown;
}

const folder = mkdtempSync(join(tmpdir(), "rempart-witness-"));
const names = ["w1", "w2", "w3"];
const lines: Record<string, Line[]> = {};
const running = new Map<string, RunningWitness>();
let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;

async function start(name: string): Promise<RunningWitness> {
  const said: Line[] = [];
  lines[name] = said;
  const witness = await startWitness({
    data: join(folder, name),
    gatekeeper: gate.url,
    listen: { host: "127.0.0.1", port: 0 },
    mirrorBytes: 2 ** 30,
    silence: 60,
    tell: (event, fields) => void said.push({ event, ...fields }),
  });
  running.set(name, witness);
  return witness;
}

async function until(what: () => boolean, seconds = 10): Promise<void> {
  for (let waited = 0; !what(); waited += 10) {
    if (waited > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(10);
  }
}

const signed = (name: string): number =>
  Math.max(0, ...lines[name]!.filter(({ event }) => event === "signed").map(({ size }) => Number(size)));

before(async () => {
  const witnesses: { kid: string; spki: string }[] = [];
  for (const name of names) witnesses.push(await initWitness(join(folder, name)));
  gate = await startTestGatekeeper({ charter: { witnesses, k: 2 } });
  await gate.found();
});
after(async () => {
  for (const witness of running.values()) await witness.stop();
  await gate.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the public file is read back, and one that was altered is refused", async () => {
  const bytes = readFileSync(join(folder, "w1", "witness.json"));
  assert.equal(readWitnessFile(bytes, "w").spki.length, 91);
  const other = readFileSync(join(folder, "w2", "witness.json"), "utf8");
  const mixed = JSON.stringify({ ...JSON.parse(other), kid: JSON.parse(bytes.toString()).kid });
  assert.throws(() => readWitnessFile(Buffer.from(mixed), "w"), { code: "key.broken" });
  await assert.rejects(initWitness(join(folder, "w1")), { code: "witness.exists" });
});

test("with two of three witnesses an order reaches a waiting phone within two seconds", async () => {
  await start("w1");
  await start("w2");
  const [phone] = await gate.enrolMany(1);
  await phone!.poll();
  const lock = await gate.organisation.order("lock", [phone!.id], [gate.organisation.operator]);
  const waiting = phone!.poll(30);
  await sleep(100);
  const begun = performance.now();
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).json.state, "released");
  assert.deepEqual(await waiting, [{ action: "lock", order: lock.hash }]);
  assert.ok(performance.now() - begun < 2000, `${performance.now() - begun} ms`);
  const shown = (phone!.bundle as { witness: { statements: JsonValue[]; size: number } }).witness;
  assert.ok(shown.statements.length >= 2);
  assert.equal(phone!.session.witnessedSize, shown.size);
  const { witnesses } = (await gate.get("/gate/v1/status")).json as never as {
    witnesses: { size: number; needed: number };
  };
  assert.equal(witnesses.needed, 2);
  assert.ok(witnesses.size >= shown.size);
});

test("a destructive order takes its slot, waits for the witnesses, and arrives", async () => {
  const [phone] = await gate.enrolMany(1);
  const [a, b] = gate.organisation.approvers;
  const params = { storage: false, esim: false, keepProtection: true };
  const wipe = await gate.organisation.order("wipe", [phone!.id], [a, b], params);
  const waiting = phone!.poll(30);
  await sleep(50);
  await gate.submit(wipe.envelope, [phone!.id]);
  assert.deepEqual(await waiting, [{ action: "wipe", order: wipe.hash }]);
});

test("a witness restarts and signs on; the mirror holds orders and results", async () => {
  await running.get("w1")!.stop();
  await start("w1");
  const [phone] = await gate.enrolMany(1);
  const lock = await gate.organisation.order("lock", [phone!.id], [gate.organisation.operator]);
  await gate.submit(lock.envelope, [phone!.id]);
  const seen = await phone!.poll(20);
  assert.equal((await phone!.report(seen)).status, 200);
  const size = gate.context.log.size();
  await until(
    () => signed("w1") >= size && lines.w1!.some((one) => one.event === "mirrored" && Number(one.size) >= size),
  );
  const url = running.get("w1")!.url!;
  const stated = (await (await fetch(`${url}/witness/v1/statement`)).json()) as { kid: string };
  assert.equal(stated.kid, JSON.parse(readFileSync(join(folder, "w1", "witness.json"), "utf8")).kid);
  const hashes = (await (await fetch(`${url}/witness/v1/hashes?from=0`)).json()) as { hashes: string; size: number };
  assert.equal(fromBase64(hashes.hashes)!.length, 32 * hashes.size);
  const stranger = await fetch(`${url}/witness/v1/entries`, {
    method: "POST",
    body: JSON.stringify({ from: 0, limit: 9 }),
  });
  assert.ok(stranger.status >= 400);
  const kept = readdirSync(join(folder, "w1", "entries")).filter((name) => name.endsWith(".jsonl"));
  const text = kept.map((name) => readFileSync(join(folder, "w1", "entries", name), "utf8")).join("");
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { documents?: { order?: unknown; results?: unknown[] } });
  assert.ok(rows.length >= size);
  assert.ok(rows.some((row) => row.documents?.order !== undefined));
  assert.ok(rows.some((row) => row.documents?.results?.length === 1));
});

test("one witness left: orders are refused with witness.quorum, a freeze works; then they are taken", async () => {
  await running.get("w2")!.stop();
  const [phone] = await gate.enrolMany(1);
  const lock = await gate.organisation.order("lock", [phone!.id], [gate.organisation.operator]);
  await gate.submit(lock.envelope, [phone!.id]);
  const refused = await phone!.poll(30);
  assert.deepEqual(refused, [{ order: lock.hash, code: "witness.quorum" }]);
  assert.deepEqual(await phone!.poll(), [], "it is not offered again before something changed");
  const freeze = await gate.organisation.orderAll("freeze", [gate.organisation.approvers[0]]);
  const waiting = phone!.poll(30);
  await sleep(50);
  assert.equal((await gate.submit(freeze.envelope)).status, 200);
  await waiting;
  assert.deepEqual(phone!.state.freezes, [freeze.hash]);
  const [a, b] = gate.organisation.approvers;
  const unfreeze = await gate.organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [] });
  assert.equal((await gate.submit(unfreeze.envelope)).status, 200);
  await phone!.poll();
  assert.deepEqual(phone!.state.freezes, [freeze.hash], "a lift that is not witnessed lifts nothing");
  await start("w3");
  // The first round may cover the lock alone: it is refused then, since the phone is still frozen, and comes again.
  const seen: { order: string; action?: string }[] = [];
  for (let polls = 0; polls < 5 && !seen.some(({ order, action }) => order === lock.hash && action); polls++)
    seen.push(...(await phone!.poll(20)));
  assert.deepEqual(phone!.state.freezes, []);
  assert.ok(
    seen.some((one) => one.order === lock.hash && one.action === "lock"),
    JSON.stringify(seen),
  );
});

test("a forked log: the witness keeps the proof, ends, and does not start again", async () => {
  const state = join(folder, "w3", "state.json");
  await running.get("w3")!.stop();
  const stored = JSON.parse(readFileSync(state, "utf8"));
  // As if another log, signed by the same key, had been shown before.
  stored.signed[0].root = "11".repeat(32);
  writeFileSync(state, JSON.stringify(stored));
  const witness = await start("w3");
  await assert.rejects(witness.done, { code: "witness.fork" });
  const alarm = lines.w3!.find(({ event }) => event === "alarm");
  assert.equal(alarm?.kind, "fork");
  const proof = JSON.parse(readFileSync(String(alarm!.proof), "utf8")) as {
    signed: { root: string };
    shown: { head: object };
  };
  assert.equal(proof.signed.root, "11".repeat(32));
  assert.ok(proof.shown.head);
  await assert.rejects(start("w3"), { code: "witness.alarm" });
});
