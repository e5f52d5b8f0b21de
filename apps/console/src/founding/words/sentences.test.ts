import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newPlan, type Plan } from "../plan.ts";
import { ruleSentences, type SentenceId } from "../rule-sentences.ts";
import { ruleWords } from "./rules.ts";

function plan(approvers: number): Plan {
  const people = Array.from({ length: approvers }, (_, n) => ({
    ...{ id: String(n), name: String(n), role: "approver" as const, from: "file" as const, keys: [] },
  }));
  return { ...newPlan("http://localhost:1"), people };
}

describe("the rules as sentences", () => {
  const said = (language: "en" | "fr", approvers: number, id: SentenceId): string => {
    const { numbers } = ruleSentences(plan(approvers)).find((one) => one.id === id)!;
    return ruleWords[language].sentences[id](numbers);
  };

  it("ask for no more approvers than there are, and say so", () => {
    assert.equal(said("en", 3, "many"), "Beyond 10 phones, three approvers must sign.");
    assert.equal(said("en", 2, "many"), "Beyond 10 phones, two approvers must sign.");
    assert.match(said("en", 1, "few"), /^One approver alone wipes up to 10 phones/);
    assert.match(said("fr", 1, "few"), /^Un seul approbateur efface jusqu’à 10 téléphones, ou les sort/);
    assert.match(said("fr", 3, "few"), /^Deux approbateurs effacent ensemble/);
    const lowered = (n: number) => ruleSentences(plan(n)).flatMap((one) => (one.lowered ? one.id : []));
    assert.deepEqual(lowered(3), []);
    assert.deepEqual(lowered(2), ["many", "agent", "frozen"]);
  });

  it("claim no protection where one person is enough", () => {
    const alone = (n: number) => ruleSentences(plan(n)).flatMap((one) => (one.alone ? one.id : []));
    assert.deepEqual(alone(3), []);
    assert.deepEqual(alone(1), ["few", "many", "standing", "agent", "ticket", "frozen"]);
    assert.equal(ruleWords.en.aloneTitle(10), "One approver alone can wipe ten phones.");
    assert.equal(ruleWords.fr.aloneTitle(10), "Un approbateur seul peut effacer dix téléphones.");
  });
});
