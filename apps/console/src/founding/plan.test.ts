import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { faultsOf, fits, mayUse, type Remembered } from "./checks.ts";
import {
  newPlan,
  openingOf,
  type Plan,
  type PlannedPerson,
  paperApprovers,
  paperIds,
  rendezvousIdea,
  rpIdChoices,
  stepNames,
} from "./plan.ts";

const remembered: Remembered = { code: true, sheets: new Set() };
const key = { kid: "k", spki: "", kind: "webauthn", prf: true } as const;

function person(change: Partial<PlannedPerson> = {}): PlannedPerson {
  return { id: "anna", name: "Anna", role: "approver", from: "passkey", keys: [key], ...change };
}

function plan(change: Partial<Plan> = {}): Plan {
  const base = newPlan("https://console.example.org");
  const papers = paperIds(base).map((id) => ({ id, kid: id, spki: "", saved: true }));
  const rendezvous = ["https://a.example.org", "https://b.example.org"];
  return { ...base, organisation: "Example", rendezvous, people: [person()], papers, ...change };
}

describe("what stands against leaving a step", () => {
  it("is nothing in a whole plan, at every step", () => {
    for (const step of stepNames) assert.deepEqual(faultsOf(step, plan(), remembered), [], step);
  });

  it("address: the host that passkeys are bound to, and further addresses under it", () => {
    const faults = (change: Partial<Plan>) => faultsOf("address", plan(change), remembered);
    const here = "https://console.example.org";
    assert.deepEqual(faults({ rpId: "example.org", origins: [here, "https://other.example.org"] }), []);
    assert.deepEqual(faults({ rpId: "ample.org" }), ["rpId"]);
    assert.deepEqual(faults({ rpId: "other.org" }), ["rpId"]);
    assert.deepEqual(faults({ origins: [here, "https://other.example.org"] }), ["originHost"]);
    for (const wrong of ["other.example.org", "https://console.example.org/", "https://console.example.org/x", "x"])
      assert.deepEqual(faults({ origins: [here, wrong] }), ["originForm"], wrong);
    assert.deepEqual(faults({ origins: [here, here] }), ["originTwice"]);
    const many = [1, 2, 3, 4].map((n) => `https://c${n}.console.example.org`);
    assert.deepEqual(faults({ origins: [here, ...many] }), ["originForm"]);
    assert.ok(mayUse("a.example.org", "example.org") && !mayUse("aexample.org", "example.org"));
  });

  it("gatekeeper: the code first, then two to eight addresses", () => {
    const faults = (rendezvous: string[], code = true) =>
      faultsOf("gatekeeper", plan({ rendezvous }), { ...remembered, code });
    assert.deepEqual(faults([], false), ["code"]);
    assert.deepEqual(faults(["https://a.example.org", ""]), ["rendezvousFew"]);
    assert.deepEqual(faults(["https://a.example.org", "http://b.example.org"]), ["rendezvousForm"]);
    assert.deepEqual(faults(["https://a.example.org", "https://a.example.org"]), ["rendezvousTwice"]);
    assert.deepEqual(faults(Array.from({ length: 9 }, (_, n) => `https://a${n}.example.org`)), ["rendezvousFew"]);
  });

  it("people: an approver whose key was made here, names that differ", () => {
    const faults = (people: PlannedPerson[]) => faultsOf("people", plan({ people }), remembered);
    assert.deepEqual(faults([]), ["noApprover"]);
    assert.deepEqual(faults([person({ role: "operator" })]), ["noApprover"]);
    assert.deepEqual(faults([person({ from: "request" })]), ["noneHere"]);
    assert.deepEqual(faults([person(), person({ id: "b", name: " anna " })]), ["personTwice"]);
    assert.deepEqual(faults([person({ name: " " })]), ["personName"]);
  });

  it("keys on paper: made and saved, those of sealed texts too", () => {
    const faults = (change: Partial<Plan>, sheets: string[] = []) =>
      faultsOf("roots", plan(change), { ...remembered, sheets: new Set(sheets) });
    const { papers } = plan();
    assert.deepEqual(faults({ threshold: 4 }), ["threshold"]);
    assert.deepEqual(faults({ papers: papers.slice(1) }), ["notMade"]);
    assert.deepEqual(faults({ papers: papers.map((one) => ({ ...one, saved: one.id !== "root-2" })) }), ["notSaved"]);
    const people = [person(), person({ id: "ben", name: "Ben", from: "file", keys: [{ ...key, kind: "key" }] })];
    assert.deepEqual(faults({ people }), ["papersUnsaved"]);
    assert.deepEqual(faults({ people }, ["ben"]), []);
  });

  it("rules and witnesses: numbers in range, no more demanded than there are", () => {
    const { numbers } = plan();
    assert.deepEqual(faultsOf("rules", plan({ numbers: { ...numbers, fewMax: Number.NaN } }), remembered), [
      "numberForm",
    ]);
    assert.ok(fits("reachPermille", 1000) && !fits("reachPermille", 1001));
    assert.ok(!fits("fewApprovers", 0) && !fits("fewApprovers", 1.5) && fits("brakeSeconds", 0));
    const witnesses = [{ kid: "w", spki: "" }];
    for (const k of [0, 2])
      assert.deepEqual(faultsOf("review", plan({ witnesses, k }), remembered), ["witnessesNeeded"], String(k));
    assert.deepEqual(faultsOf("review", plan({ witnesses, k: 1 }), remembered), []);
  });
});

describe("first ideas", () => {
  it("hosts that passkeys may be bound to: never a bare ending, never a part of a name", () => {
    assert.deepEqual(rpIdChoices("https://console.mdm.example.org"), [
      "console.mdm.example.org",
      "mdm.example.org",
      "example.org",
    ]);
    assert.deepEqual(rpIdChoices("http://localhost:8080"), ["localhost"]);
    assert.deepEqual(rpIdChoices("http://127.0.0.1:8080"), ["127.0.0.1"]);
  });

  it("addresses of phones: two names of this machine in a trial, else one and a place for the other", () => {
    assert.deepEqual(rendezvousIdea("http://localhost:8080", 8082), [
      "https://localhost:8082",
      "https://127.0.0.1:8082",
    ]);
    assert.deepEqual(rendezvousIdea("https://console.example.org", 8443), ["https://console.example.org:8443", ""]);
  });

  it("how somebody opens sealed texts", () => {
    assert.equal(openingOf(person()), "prf");
    assert.equal(openingOf(person({ keys: [{ ...key, prf: false }] })), "passphrase");
    assert.equal(openingOf(person({ from: "request", transfer: "x" })), "transfer");
    assert.equal(openingOf(person({ from: "request" })), "prf");
    const operator = person({ role: "operator", from: "file", keys: [{ ...key, kind: "key" }] });
    assert.deepEqual(paperApprovers(plan({ people: [operator] })), []);
  });
});
