// A witness against a gatekeeper that lies, falls silent, or a machine that loses power at the worst moment.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { appendLeaves, createTree, emptyState, MemoryTileStore } from "@rempart/log";
import {
  concat,
  forms,
  fromHex,
  generateKey,
  headType,
  type JsonValue,
  keySigner,
  leafHash,
  openEnvelope,
  type Signer,
  sha256,
  signDocument,
  toBase64,
  toHex,
  utf8,
  witnessType,
} from "@rempart/trust";
import fc from "fast-check";
import { newOrganisation, newSigner } from "../../../gatekeeper/src/testing/organisation.ts";
import { Problem } from "../problem.ts";
import type { Client } from "../remote/http.ts";
import { Follower } from "./follower.ts";
import { initWitness, WitnessStore } from "./store.ts";

let folder: string;
let store: WitnessStore;
let lines: { event: string; kind?: string; size?: number }[];
let clock: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rempart-follower-"));
  lines = [];
  clock = 1_790_000_000_000;
});
afterEach(() => {
  store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A log of chosen entries, and a gatekeeper that shows any of them. */
class Gatekeeper implements Client {
  readonly base = "http://fake";
  entries: string[] = ["a"];
  taken: JsonValue[] = [];
  down = false;
  signer!: Signer;
  charter!: JsonValue;
  genesis!: string;
  /** Forgets what it is asked from, as a liar does. */
  stubborn = false;

  static async make(): Promise<Gatekeeper> {
    const gate = new Gatekeeper();
    const witness = await initWitness(folder);
    const log = await generateKey();
    const named = { kid: forms.keyId(log.spki), spki: toBase64(log.spki) };
    const seal = await newSigner();
    const keys = { log: named, sealKey: { kid: seal.kid, spki: seal.spki }, tlsPin: "11".repeat(32), tlsPort: 8443 };
    const organisation = await newOrganisation(keys, { witnesses: [witness], k: 1 });
    gate.signer = keySigner(named.kid, log.key);
    gate.charter = organisation.genesis.envelope;
    gate.genesis = organisation.genesis.hash;
    return gate;
  }

  async head(size: number): Promise<JsonValue> {
    const leaves = this.entries.map((entry) => leafHash(sha256(utf8(entry))));
    const grown = appendLeaves(emptyState(), leaves);
    const tiles = new MemoryTileStore();
    tiles.writeTiles(grown.tiles);
    const tree = createTree({ store: tiles });
    const time = Math.floor(clock / 1000);
    const body = {
      v: 1,
      org: this.genesis,
      epoch: 1,
      size: leaves.length,
      root: toHex(grown.root),
      time,
      charter: this.genesis,
    };
    const { envelope } = await signDocument(headType, body, [this.signer]);
    const path = size > 0 && size < leaves.length ? await tree.consistencyPath(size, leaves.length) : [];
    return { head: envelope, consistency: toBase64(concat(...path)) };
  }

  async ask(path: string, { body }: { body?: unknown } = {}): Promise<JsonValue | undefined> {
    if (this.down) throw new Problem("network", path, "nobody there");
    if (path === "/charters/1") return this.charter;
    if (path.startsWith("/charters/")) return undefined;
    if (path === "/gate/v1/status") return { genesis: this.genesis };
    if (path === "/gate/v1/witness") {
      this.taken.push((body as { statement: JsonValue }).statement);
      return { size: 0, witnessed: 0 };
    }
    const size = Number(new URL(path, "http://x").searchParams.get("size"));
    if (size > this.entries.length && !this.stubborn)
      throw new Problem("log.beyond", "size", "is beyond this log", 400);
    return this.head(size);
  }
}

async function open(gate: Gatekeeper): Promise<Follower> {
  store?.close();
  store = await WitnessStore.open(folder);
  const follower = new Follower({
    store,
    gatekeeper: gate,
    genesis: undefined,
    silence: 60,
    wait: 0,
    tell: (event, fields) => void lines.push({ event, ...fields }),
    now: () => clock,
  });
  await follower.open();
  return follower;
}

const statements = (gate: Gatekeeper) => gate.taken.map((one) => openEnvelope(witnessType, one).body);
const alarms = () => lines.filter(({ event }) => event === "alarm").map(({ kind }) => kind);

test("it signs what grows, states the unchanged again after ten minutes, and nothing else", async () => {
  const gate = await Gatekeeper.make();
  const follower = await open(gate);
  await follower.turn();
  await follower.turn();
  gate.entries.push("b", "c");
  await follower.turn();
  clock += 601_000;
  await follower.turn();
  assert.deepEqual(
    statements(gate).map(({ size, time }) => [size, time]),
    [
      [1, 1_790_000_000],
      [3, 1_790_000_000],
      [3, 1_790_000_601],
    ],
  );
});

test("a log that was cut: alarm with the proof, our statement shown again, nothing signed", async () => {
  for (const stubborn of [false, true]) {
    rmSync(folder, { recursive: true, force: true });
    const gate = await Gatekeeper.make();
    const follower = await open(gate);
    gate.entries = ["a", "b", "c"];
    await follower.turn();
    gate.entries = ["a", "b"];
    gate.stubborn = stubborn;
    lines = [];
    await follower.turn().catch(() => {});
    await follower.turn().catch(() => {});
    assert.deepEqual(alarms(), ["truncation"], "said once");
    assert.ok(statements(gate).every(({ size }) => size !== 2));
    const proof = JSON.parse(readFileSync((lines[0] as never as { proof: string }).proof, "utf8"));
    assert.equal(openEnvelope(headType, proof.shown.head).body.size, 2);
    assert.equal(openEnvelope(witnessType, proof.signed.statement).body.size, 3);
  }
});

test("another history: it ends, keeps both signatures, and does not start again", async () => {
  const gate = await Gatekeeper.make();
  const follower = await open(gate);
  gate.entries = ["a", "b"];
  await follower.turn();
  gate.entries = ["a", "x", "y"];
  await assert.rejects(follower.turn(), { code: "witness.fork" });
  assert.deepEqual(alarms(), ["fork"]);
  assert.equal(statements(gate).length, 1);
  store.close();
  await assert.rejects(WitnessStore.open(folder), { code: "witness.alarm" });
});

test("a head by another key, of another organisation, or one that is played again is no sign of life", async () => {
  const gate = await Gatekeeper.make();
  const follower = await open(gate);
  await follower.turn();
  const old = await gate.head(1);
  const { signer } = gate;
  gate.signer = (await newSigner()).signer;
  gate.entries.push("b");
  await assert.rejects(follower.turn(), { code: "log.head" });
  gate.signer = signer;
  gate.head = async () => old;
  gate.entries = ["a"];
  for (let seconds = 0; seconds < 70; seconds += 10) {
    clock += 10_000;
    await follower.turn();
    follower.checkSilence();
  }
  assert.deepEqual(alarms(), ["silence"]);
});

test("silence is an alarm once, and its end is told", async () => {
  const gate = await Gatekeeper.make();
  const follower = await open(gate);
  await follower.turn();
  gate.down = true;
  for (let seconds = 0; seconds < 200; seconds += 10) {
    clock += 10_000;
    await follower.turn().catch(() => {});
    follower.checkSilence();
  }
  assert.deepEqual(alarms(), ["silence"]);
  gate.down = false;
  await follower.turn();
  assert.equal(lines.at(-1)?.event, "back");
});

test("whatever is lost when, and whatever the gatekeeper shows after it: never two roots for a size, never back", async () => {
  const gate = await Gatekeeper.make();
  const follower = await open(gate);
  await follower.turn();
  const noted = { ...store.state!, signed: store.state!.signed.map(({ statement: _, ...rest }) => rest) };
  // The power went after the note and before the signature; then another history of the same size is shown.
  store.close();
  writeFileSync(join(folder, "state.json"), JSON.stringify({ v: 1, ...noted }));
  gate.entries = ["z"];
  const after = await open(gate);
  await assert.rejects(after.turn(), { code: "witness.fork" });
  assert.equal(statements(gate).length, 1);
});

test("any sequence of honest growth, forks, cuts and restarts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom("grow", "fork", "cut", "restart", "note"), fc.nat(3)), { maxLength: 12 }),
      async (moves) => {
        store?.close();
        rmSync(folder, { recursive: true, force: true });
        const gate = await Gatekeeper.make();
        let follower = await open(gate);
        gate.stubborn = true;
        for (const move of moves) {
          if (move === "grow" || typeof move === "number") gate.entries.push(String(move), "more");
          if (move === "fork") gate.entries = [...gate.entries.slice(0, -1), `fork ${gate.entries.length}`];
          if (move === "cut") gate.entries = gate.entries.slice(0, Math.max(1, gate.entries.length - 2));
          if (move === "restart") follower = await open(gate).catch(() => follower);
          clock += 700_000;
          const ended = await follower.turn().then(
            () => false,
            (error: Problem) => error.code === "witness.fork",
          );
          if (ended) break;
        }
        const roots = new Map<number, string>();
        let newest = 0;
        for (const { size, root } of statements(gate)) {
          assert.equal(roots.get(size) ?? root, root);
          roots.set(size, root);
          assert.ok(size >= newest, `${size} after ${newest}`);
          newest = Math.max(newest, size);
        }
        assert.ok(fromHex([...roots.values()][0] ?? "00".repeat(32)));
      },
    ),
    { numRuns: 40 },
  );
});
