import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDemonstration } from "@rempart/client";
import { forms, generateKey, importPrivateKey, keySigner, newId, sha256, toBase64, toHex } from "@rempart/trust";
import { makeGenesis, plannedRules } from "./genesis.ts";
import { newPlan, type Plan, paperIds } from "./plan.ts";

async function made(approvers: number, roots: number) {
  const base: Plan = { ...newPlan("http://localhost:8080"), rootCount: roots, threshold: Math.min(2, roots) };
  const papers = [];
  const signers = [];
  for (const id of paperIds(base)) {
    const { pkcs8, spki } = await generateKey();
    papers.push({ id, kid: forms.keyId(spki), spki: toBase64(spki), saved: true });
    if (id !== "spare-tls") signers.push(keySigner(forms.keyId(spki), await importPrivateKey(pkcs8)));
  }
  const people = [];
  for (let n = 0; n < approvers; n++) {
    const { spki } = await generateKey();
    const keys = [{ kid: forms.keyId(spki), spki: toBase64(spki), kind: "key" as const }];
    people.push({ id: newId(), name: `Person ${n}`, role: "approver" as const, from: "file" as const, keys });
  }
  const plan: Plan = {
    ...base,
    ...{ organisation: " Exämple & Co ", papers, people },
    rendezvous: ["https://localhost:1", "", "https://127.0.0.1:1"],
  };
  const named = async () => {
    const { spki } = await generateKey();
    return { kid: forms.keyId(spki), spki };
  };
  const gatekeeper = { log: await named(), sealKey: await named(), tlsPin: "ab".repeat(32), tlsPort: 1 };
  const directory = (await generateKey()).spki;
  return { plan, signers, gatekeeper, directory, now: 1_800_000_000 };
}

describe("the genesis of a plan", () => {
  it("holds the plan and passes every verifier", async () => {
    const { plan, signers: roots, ...parts } = await made(3, 3);
    const { body } = await makeGenesis(plan, { ...parts, roots: roots.slice(1) });
    assert.deepEqual(
      body.people.map(({ id, roles }) => [id, roles]),
      plan.people.map(({ id }) => [id, ["approver"]]),
    );
    assert.deepEqual([body.roots.keys.length, body.roots.threshold], [3, 2]);
    assert.deepEqual(body.rendezvous, ["https://localhost:1", "https://127.0.0.1:1"]);
    assert.equal(body.logs[0]!.origin, "example-co/log/1");
    const spare = plan.papers.find(({ id }) => id === "spare-tls")!;
    assert.equal(body.tlsPins[1], toHex(sha256(Buffer.from(spare.spki, "base64"))));
    assert.equal(isDemonstration(body), false);
  });

  it("is refused when too few roots sign", async () => {
    const { plan, signers, ...parts } = await made(1, 3);
    await assert.rejects(makeGenesis(plan, { ...parts, roots: signers.slice(0, 1) }), { code: "charter.chain" });
  });

  it("says in its log's name when it is a demonstration's", async () => {
    const { plan, signers: roots, ...parts } = await made(3, 1);
    const { body } = await makeGenesis(plan, { ...parts, roots, demonstration: true });
    assert.ok(isDemonstration(body));
  });

  it("asks for no more approvers than there are", async () => {
    const { plan } = await made(1, 1);
    const { rows, lowered } = plannedRules(plan);
    assert.ok(rows.every(({ need }) => need.role !== "approver" || need.count === 1));
    assert.ok(lowered.length > 4);
  });
});
