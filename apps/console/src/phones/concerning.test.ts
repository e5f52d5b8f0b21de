import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { everyPhone } from "@rempart/trust";
import { assignedGroups, type Concerning, hiddenDocuments, policiesOn, takenBy, type Word } from "./concerning.ts";

const sales = "AAAAAAAAAAAAAAAAAAAAAQ";
const labs = "AAAAAAAAAAAAAAAAAAAAAg";

/** A document as if it had been verified. */
function document(
  hash: string,
  body: Record<string, unknown>,
  more: object = {},
  newest?: { n: number; hash: string },
) {
  const review = { kind: "order", complete: true, signers: [{ id: "anna" }], document: { hash, body } };
  const verified = { review, releases: [{}], contradictions: [], ...more };
  const { stream, n, action } = body as { stream?: string; n?: number; action: string };
  return { said: { hash, action, stream, n, newest }, verified, named: true } as unknown as Concerning;
}
const policy = (hash: string, group: string, n = 1, more = {}, newest?: { n: number; hash: string }) =>
  document(
    hash,
    { action: "policy", stream: "policy/p", n, targets: { group }, params: { id: "p", rules: [{ kind: "camera" }] } },
    more,
    newest,
  );

describe("standing documents of a phone", () => {
  it("apply to its groups and to every phone", () => {
    const found = policiesOn([policy("1", sales), policy("2", labs), policy("3", everyPhone)], [sales]);
    assert.deepEqual(
      found.map(({ order, signers }) => [order, signers]),
      [
        ["1", ["anna"]],
        ["3", ["anna"]],
      ],
    );
  });

  it("count only where signatures and log prove them", () => {
    const review = { ...policy("1", sales).verified!.review, complete: false };
    const doubtful = [
      policy("1", sales, 1, { review }),
      policy("2", sales, 1, { releases: [] }),
      policy("3", sales, 1, { contradictions: [{ code: "release.reach" }] }),
      { said: policy("4", sales).said, error: new Error("answer.hash") } as Concerning,
    ];
    assert.deepEqual(policiesOn(doubtful, [sales]), []);
  });

  it("put it into groups where the signed list is proved to name it", () => {
    const assign = document("5", { action: "assign", stream: "assign", targets: {}, params: { groups: [labs] } });
    assert.deepEqual(assignedGroups([assign]), { groups: [labs], order: "5", taken: false });
    const word = { outcome: "done", proven: true } as Word;
    assert.equal(assignedGroups([{ ...assign, word }])?.taken, true);
    assert.equal(assignedGroups([{ ...assign, word: { ...word, proven: false } }])?.taken, false);
    const { named: _named, ...unproven } = assign;
    assert.equal(assignedGroups([unproven]), undefined);
  });

  it("were taken where the phone's own signature says so", () => {
    const word = { outcome: "done", proven: true } as Word;
    const taken = takenBy([
      { ...policy("1", sales), word },
      { ...policy("2", sales), word: { ...word, proven: false } },
      { ...policy("3", sales), word: { ...word, outcome: "refused" } },
    ]);
    assert.deepEqual([...taken], ["1"]);
  });

  it("that the phone holds and the server does not show are named", () => {
    const held = [
      { stream: "policy/p", n: 4 },
      { stream: "policy/q", n: 1 },
      { stream: "app/android/x", n: 9 },
    ];
    assert.deepEqual(hiddenDocuments([policy("1", sales, 3)], held), [
      { stream: "policy/p", n: 4, shown: 3, by: "phone" },
      { stream: "policy/q", n: 1, shown: undefined, by: "phone" },
    ]);
    assert.deepEqual(hiddenDocuments([policy("1", sales, 4)], held.slice(0, 1)), []);
  });

  it("that went on for another group are told as the server's word", () => {
    const one = policy("1", sales, 3, {}, { n: 4, hash: "2" });
    assert.deepEqual(hiddenDocuments([one], []), [{ stream: "policy/p", n: 4, shown: 3, by: "server" }]);
  });
});
