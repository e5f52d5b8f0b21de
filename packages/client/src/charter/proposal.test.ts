import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { extendChain, newId, utf8 } from "@rempart/trust";
import { english } from "../error/said.ts";
import { requestedCredential } from "../people/request.ts";
import { trustFrom } from "../remote/trust.ts";
import { newOrganisation, newPasskey, type Organisation } from "../testing/organisation.ts";
import { openBody } from "./body.ts";
import {
  isComplete,
  judgeProposal,
  mergeProposals,
  newProposal,
  nextBody,
  readProposal,
  requireWhole,
  signProposal,
} from "./proposal.ts";
import { judgeSense, requireSense } from "./sense.ts";

const now = 1_800_000_000;

describe("a proposal", () => {
  let org: Organisation;
  before(async () => {
    org = await newOrganisation(now);
  });

  async function withChloe() {
    const body = nextBody(org.charter, 1, now + 60);
    const passkey = await newPasskey();
    const request = { v: 1, use: "person", name: "Chloe", kind: "webauthn", createdAt: now, ...passkey } as const;
    const chloe = { id: newId(), roles: ["operator"], credentials: [requestedCredential(request)] };
    body.people.push(chloe);
    return newProposal(trustFrom([org.charter]), await openBody(body), [{ id: chloe.id, name: "Chloe" }]);
  }

  it("is signed on copies, joined, and then follows the charter in force", async () => {
    const trust = trustFrom([org.charter]);
    const file = await withChloe();
    const [one, two] = org.rootSigners;
    const copies = [];
    for (const root of [one!, two!]) copies.push(await signProposal(await judgeProposal(trust, file), [root]));
    assert.equal(isComplete(await judgeProposal(trust, copies[0]!)), false);
    const carried = readProposal("file", utf8(JSON.stringify(copies[1])));
    const whole = await mergeProposals([
      { where: "1", file: copies[0]! },
      { where: "2", file: carried },
    ]);
    assert.ok(isComplete(await judgeProposal(trust, whole)));
    assert.equal((await extendChain([org.charter], org.charter.genesis, [whole.envelope])).length, 2);
    await assert.rejects(
      mergeProposals([
        { where: "1", file: whole },
        { where: "2", file: await withChloe() },
      ]),
      { code: "proposal.differs", where: "2" },
    );
  });

  it("that was changed after a root had signed is signed by no other", async () => {
    const trust = trustFrom([org.charter]);
    const signed = await signProposal(await judgeProposal(trust, await withChloe()), [org.rootSigners[0]!]);
    const other = await withChloe();
    const { signatures } = signed.envelope as { signatures: [] };
    const changed = { ...other, envelope: { ...(other.envelope as object), signatures } };
    const judged = await judgeProposal(trust, changed);
    assert.throws(() => requireWhole(judged), { code: "signature.broken" });
    await assert.rejects(signProposal(judged, [org.rootSigners[1]!]), { code: "signature.broken" });
  });

  it("that would lock everybody out is refused, and says what to mind", async () => {
    const body = nextBody(org.charter, 1, now + 60);
    for (const person of body.people) person.credentials = [];
    const sense = judgeSense(org.charter, await openBody(body), [{ id: org.ids.anna, name: "Anna" }]);
    assert.throws(() => requireSense(sense), { code: "charter.sense", where: "people" });
    assert.ok(sense.warnings.map(english).some((line) => line.startsWith("Anna (")));
  });
});
