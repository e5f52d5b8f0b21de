import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  foundingBrake,
  foundingNumbers,
  isComplete,
  judgeProposal,
  type KeyRequest,
  signProposal,
  trustFrom,
} from "@rempart/client";
import { type Charter, extendChain, forms, generateKey, keySigner, newId, type Signer, toBase64 } from "@rempart/trust";
import { makeGenesis } from "../founding/genesis.ts";
import { newPlan, paperIds } from "../founding/plan.ts";
import { approversOf, proposeAdmission, raisable } from "./propose.ts";

const now = 1_800_000_000;

async function alone(): Promise<{ charter: Charter; root: Signer }> {
  const base = { ...newPlan("http://localhost:1"), rootCount: 1, threshold: 1 };
  const root = await generateKey();
  const papers = await Promise.all(
    paperIds(base).map(async (id) => {
      const { spki } = id === "root-1" ? root : await generateKey();
      return { id, kid: forms.keyId(spki), spki: toBase64(spki), saved: true };
    }),
  );
  const named = async () => {
    const { spki } = await generateKey();
    return { kid: forms.keyId(spki), spki };
  };
  const own = await named();
  const keys = [{ kid: own.kid, spki: toBase64(own.spki), kind: "key" as const }];
  const people = [{ id: newId(), name: "Anna", role: "approver" as const, from: "file" as const, keys }];
  const rendezvous = ["https://localhost:2", "https://127.0.0.1:2"];
  const signer = keySigner(forms.keyId(root.spki), root.key);
  const gatekeeper = { log: await named(), sealKey: await named(), tlsPin: "ab".repeat(32), tlsPort: 2 };
  const parts = { gatekeeper, roots: [signer], directory: (await generateKey()).spki, now };
  const charter = await makeGenesis({ ...base, organisation: "Example", papers, people, rendezvous }, parts);
  return { charter, root: signer };
}

describe("letting somebody in", () => {
  let charter: Charter;
  let root: Signer;
  let request: KeyRequest;
  before(async () => {
    ({ charter, root } = await alone());
    const { spki } = await generateKey();
    const who = { person: newId(), name: "Ben", kid: forms.keyId(spki), spki };
    request = { v: 1, use: "person", createdAt: now, ...who } as KeyRequest;
  });

  it("adds the person and raises what a founder alone had lowered, nothing else; the roots put it in force", async () => {
    const trust = trustFrom([charter]);
    const raise = raisable(charter, approversOf(charter, true));
    assert.ok(raise.every(({ from, to }) => from === 1 && to === 2));
    assert.ok(raise.some(({ actions, max }) => actions.includes("wipe") && max === 10));
    const proposal = await proposeAdmission({ trust, size: 1, request, role: "approver", raise, now: now + 60 });
    assert.equal(isComplete(proposal), false);
    const signed = await judgeProposal(trust, await signProposal(proposal, [root]));
    assert.ok(isComplete(signed));
    const [, next] = await extendChain([charter], charter.genesis, [signed.file.envelope]);
    assert.deepEqual(next!.body.people[1]!.roles, ["approver"]);
    const wipe = next!.body.rules.find((row) => row.actions.includes("wipe"))!;
    assert.equal(wipe.need.count, 2);
    assert.deepEqual(next!.body.brake, foundingBrake(foundingNumbers));
    assert.deepEqual(raisable(next!, 2), []);
  });

  it("leaves the rules where that is wanted, and for an operator", async () => {
    assert.deepEqual(raisable(charter, approversOf(charter, false)), []);
    const trust = trustFrom([charter]);
    const { next } = await proposeAdmission({ trust, size: 1, request, role: "operator", raise: [], now: now + 60 });
    assert.deepEqual(next.body.rules, charter.body.rules);
  });

  it("refuses somebody who is in already", async () => {
    const wish = { trust: trustFrom([charter]), size: 1, role: "operator", raise: [], now: now + 60 };
    const twice = { ...request, person: charter.body.people[0]!.id };
    await assert.rejects(proposeAdmission({ ...wish, request: twice }), { code: "schema" });
  });
});
