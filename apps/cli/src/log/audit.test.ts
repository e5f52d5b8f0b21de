// The audit over a real gatekeeper's log: nothing is found in it; each thing that must not be is found when it is there.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Row, readRow } from "@rempart/log";
import {
  addSignatures,
  type Charter,
  erasureType,
  type JsonValue,
  newId,
  openEnvelope,
  releaseType,
  resultType,
  signatureJson,
  signDocument,
} from "@rempart/trust";
import { erase, ofDevice } from "../../../gatekeeper/src/erasure/erase.ts";
import { readDocuments } from "../../../gatekeeper/src/log/documents.ts";
import { startTestGatekeeper } from "../../../gatekeeper/src/testing/start.ts";
import { runMain } from "../testing/world.ts";
import { startWitness } from "../witness/run.ts";
import { auditLog } from "./audit.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let rows: Row[];
let charters: readonly Charter[];
let genesis: string;

before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
  const { organisation } = gate;
  genesis = organisation.genesis.hash;
  const [a, b, c] = organisation.approvers;
  const phones = await gate.enrolMany(13);
  const params = { storage: false, esim: false, keepProtection: true };
  const ids = phones.slice(0, 10).map(({ id }) => id);
  const wipe = await organisation.order("wipe", ids, [a, b], params);
  await gate.submit(wipe.envelope, ids);
  for (const phone of phones.slice(0, 10)) await phone.report(await phone.poll(5), "started");
  const policy = await organisation.policy(newId(), [{ kind: "camera", disabled: true }], undefined, [a, b]);
  await gate.submit(policy.envelope);
  await gate.submit(addSignatures(policy.envelope, [signatureJson(await c.signer.sign(policy.pae))]));
  const freeze = await organisation.orderAll("freeze", [a]);
  await gate.submit(freeze.envelope);
  await gate.submit((await organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [] })).envelope);
  const held = await organisation.order(
    "wipe",
    phones.map(({ id }) => id),
    [a, b, c],
    params,
  );
  assert.equal(
    (
      await gate.submit(
        held.envelope,
        phones.map(({ id }) => id),
      )
    ).json.state,
    "held",
  );
  await erase(gate.context, (await ofDevice(gate.context, phones[0]!.id)).slice(0, 1));
  await organisation.nextCharter({});
  rows = (await readDocuments(gate.context.pool, 0, 1000)).map((one) => readRow(one as unknown as JsonValue, genesis));
  ({ chain: charters } = gate.context.charters);
});
after(() => gate.stop());

const codes = async (changed: readonly Row[]): Promise<string[]> =>
  (await auditLog(changed, charters)).findings.map(({ code }) => code);

/** The rows with row `index` changed. */
function changed(index: number, change: (json: Row["json"]) => void): Row[] {
  return rows.map((row, place) => {
    if (place !== index) return row;
    const json = structuredClone(row.json);
    change(json);
    return { ...row, json };
  });
}

const orderAt = (action: string): number =>
  rows.findIndex(({ json }) => {
    const order = json.documents?.order;
    if (!json.documents || !order || !("envelope" in order)) return false;
    return Buffer.from((order.envelope as { payload: string }).payload, "base64")
      .toString()
      .includes(`"action":"${action}"`);
  });

test("an honest log has no findings, and its brake is as it was", async () => {
  const { findings, checked, unchecked, brake } = await auditLog(rows, charters);
  assert.deepEqual(findings, []);
  assert.equal(checked.order, 5);
  assert.equal(checked.result, 9);
  assert.equal(checked.enrolment, 13);
  assert.deepEqual(unchecked, { "erased results": 1 });
  assert.deepEqual(brake[0], { seconds: 600, allowed: 10, most: 10 });
});

test("an order, a ticket that too few signed", async () => {
  const cut = changed(orderAt("wipe"), (json) => {
    const { order } = json.documents as { order: { envelope: { signatures: unknown[] } } };
    order.envelope.signatures.length = 1;
  });
  assert.deepEqual([...new Set(await codes(cut))], ["signature.quorum", "release"]);
  const ticket = changed(
    rows.findIndex(({ type }) => type === "ticket"),
    (json) => {
      (json.envelope as { signatures: unknown[] }).signatures.length = 1;
    },
  );
  assert.deepEqual(await codes(ticket), ["signature.quorum"]);
  const enrolment = changed(
    rows.findIndex(({ type }) => type === "enrolment"),
    (json) => {
      (json.envelope as { signatures: unknown[] }).signatures.length = 0;
    },
  );
  assert.deepEqual(await codes(enrolment), ["signature"]);
});

test("a slot too many, one for a stranger, one twice, one before the hold was over, one without a brake", async () => {
  const first = rows.findIndex(
    ({ json }) => json.envelope !== undefined && "reach" in reading(json) && "phones" in reading(json).reach,
  );
  function reading(json: Row["json"]) {
    try {
      return openEnvelope(releaseType, json.envelope!).body as { reach: object; [field: string]: unknown };
    } catch {
      return { reach: {} };
    }
  }
  const body = openEnvelope(releaseType, rows[first]!.json.envelope!).body;
  const release = async (changes: object): Promise<Row> => {
    const { envelope, hash } = await signDocument(releaseType, { ...body, ...changes } as never, []);
    return { type: "release", hash, json: { envelope } };
  };
  const at = Math.max(body.at, openEnvelope(releaseType, rows[orderAt("unfreeze")]!.json.envelope!).body.at);
  const withRow = async (changes: object) => codes([...rows, await release({ at, ...changes })]);
  assert.deepEqual(await withRow({}), ["release", "brake.held"], "one phone twice");
  assert.deepEqual(await withRow({ reach: { phones: ["ab".repeat(32)] } }), ["target.proof", "brake.held"]);
  assert.deepEqual(await withRow({ reach: { all: true } }), ["release.reach"]);
  assert.deepEqual(await withRow({ accepted: body.accepted - 1, reach: { all: true } }), ["release", "release.reach"]);
  const held = openEnvelope(
    releaseType,
    rows.findLast(({ json }) => json.documents?.targets?.length === 13)!.json.envelope!,
  ).body;
  const early = await withRow({
    order: held.order,
    accepted: held.accepted,
    at: held.at,
    phones: 13,
    reach: { phones: ["cd".repeat(32)] },
  });
  assert.deepEqual(early, ["brake.held", "target.proof", "brake.held"]);
});

test("a result that its phone did not sign, or that is missing; an erasure that nobody wrote", async () => {
  const at = rows.findIndex(({ json }) => json.documents?.results?.some((one) => "envelope" in one));
  const forged = changed(at, (json) => {
    const [one] = json.documents!.results!.filter((each) => "envelope" in each) as {
      envelope: { signatures: { sig: string }[] };
    }[];
    one!.envelope.signatures.length = 0;
  });
  assert.deepEqual(await codes(forged), ["signature"]);
  const { envelope } = rows[at]!.json.documents!.results!.find((one) => "envelope" in one) as { envelope: JsonValue };
  const unknown = openEnvelope(resultType, envelope).body.device;
  assert.ok(unknown);
  const gone = changed(
    rows.findIndex(({ type }) => type === "ticket"),
    (json) => {
      delete json.envelope;
      json.erased = 5;
      json.hash = rows.find(({ type }) => type === "ticket")!.hash;
    },
  );
  assert.ok((await codes(gone)).includes("erasure"));
  const erasure = await signDocument(erasureType, { v: 1, org: genesis, at: 2e9, hashes: [genesis] }, []);
  const row: Row = { type: "erasure", hash: erasure.hash, json: { envelope: erasure.envelope } };
  assert.deepEqual(await codes([...rows, row]), ["erasure"]);
});

test("the command: found with a witness, verify in full, copy, verify the copy; a refill from a folder is refused when nothing is missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-audit-"));
  const fresh = await startTestGatekeeper();
  const identity = join(folder, "identity.txt");
  const run = (...argv: string[]) => runMain([...argv, "--identity", identity, "--json"], folder);
  let witness: Awaited<ReturnType<typeof startWitness>> | undefined;
  try {
    await runMain(["key", "identity", "--out", identity], folder);
    const data = join(folder, "w");
    assert.equal((await runMain(["witness", "init", "--data", data], folder)).code, 0);
    writeFileSync(join(folder, "code"), fresh.code, { mode: 0o600 });
    const profiles = join(folder, "profiles");
    const found = await run(
      ...["found", "--gatekeeper", fresh.url, "--server", fresh.url, "--organisation", "Audit", "--approver", "anna"],
      ...["--approver", "ben", "--code-file", join(folder, "code"), "--profiles", profiles],
      ...["--witness", join(data, "witness.json"), "--witnesses-needed", "1"],
    );
    assert.equal(found.code, 0, found.stdout + found.stderr);
    witness = await startWitness({ data, gatekeeper: fresh.url, mirrorBytes: 2 ** 20, silence: 60, tell: () => {} });
    const anna = ["--profile", join(profiles, "anna")];
    for (let waited = 0; fresh.context.witnesses.best() === undefined && waited < 10_000; waited += 50) await sleep(50);
    const verified = await run("log", "verify", "--full", ...anna);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    assert.equal(verified.json.witnessed.witnesses.length, 1);
    assert.deepEqual(verified.json.findings, []);
    const copy = join(folder, "copy.jsonl");
    assert.equal((await run("log", "copy", copy, "--full", ...anna)).code, 0);
    const again = await run("log", "verify", "--from-copy", copy, ...anna);
    assert.equal(again.code, 0, again.stdout);
    assert.equal(again.json.witnessed.size, verified.json.witnessed.size);
    const nothing = await run("log", "refill", "--from", data, ...anna);
    assert.deepEqual([nothing.code, nothing.json.error], [1, "refill"]);
    const tooMany = await run(
      "found",
      "--gatekeeper",
      fresh.url,
      "--server",
      fresh.url,
      "--organisation",
      "X",
      "--code-file",
      join(folder, "code"),
      "--witnesses-needed",
      "2",
      "--witness",
      join(data, "witness.json"),
    );
    assert.notEqual(tooMany.code, 0);
  } finally {
    await witness?.stop();
    await fresh.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
