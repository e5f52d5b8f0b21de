import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { english } from "../error/said.ts";
import { newOrganisation } from "../testing/organisation.ts";
import { foundingCosts } from "./cost.ts";
import { isDemonstration, logOrigin, signGenesis } from "./genesis.ts";
import { capped, foundingNumbers, foundingRules } from "./rules.ts";

describe("the genesis", () => {
  it("names people with passkeys and keys", async () => {
    const { charter, ids, passkey } = await newOrganisation(1_800_000_000);
    const credential = charter.credentials.get(passkey.kid)!;
    assert.deepEqual([credential.kind, credential.person.id], ["webauthn", ids.anna]);
    assert.equal(charter.body.people[0]!.credentials.length, 2);
    assert.equal(isDemonstration(charter.body), false);
  });

  it("is refused before anybody signs when one key would stand twice", async () => {
    const { body, rootSigners } = await newOrganisation(1_800_000_000);
    const twice = structuredClone(body) as { people: { credentials: unknown[] }[] };
    twice.people[1]!.credentials = twice.people[0]!.credentials;
    await assert.rejects(signGenesis(twice as never, rootSigners), { code: "schema" });
  });

  it("says in the log's name, for good, that it is a demonstration", () => {
    assert.equal(logOrigin("Société Générale"), "societe-generale/log/1");
    assert.equal(logOrigin("My School", true), "demonstration-my-school/log/1");
    assert.equal(logOrigin("???"), "rempart/log/1");
    assert.ok(logOrigin("x".repeat(5000), true).length < 256);
  });

  it("asks for no more approvers than there are, and says what that costs", () => {
    const { rows, lowered } = capped(foundingRules(foundingNumbers, 1), 2);
    assert.ok(rows.every(({ need }) => need.role !== "approver" || need.count <= 2));
    const costs = foundingCosts(2, lowered, 1).map(english);
    assert.equal(costs.length, lowered.length + 1);
    assert.match(costs[0]!, /^Lowered from 3 to 2 approvers/);
    assert.match(costs.at(-1)!, /^ONE ROOT KEY/);
    assert.match(english(foundingCosts(1, [], 2)[0]!), /^ONE APPROVER ALONE/);
  });
});
