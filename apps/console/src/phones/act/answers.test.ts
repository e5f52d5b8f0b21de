import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  deviceId,
  enrolmentType,
  forms,
  generateKey,
  keySigner,
  newNonce,
  resultType,
  signDocument,
  toBase64,
  toBase64url,
} from "@rempart/trust";
import { checkAnswers, signedAmong } from "./answers.ts";

const genesis = "e450163a04691e43e308c18660f47f618d4c11815952106f8cfa2f24391532c2";
const order = "1".repeat(64);

async function phone() {
  const { key, spki } = await generateKey();
  const signer = keySigner(forms.keyId(spki), key);
  const device = toBase64url(deviceId(genesis, spki));
  const facts = { platform: "android", model: "Pixel 9", os: "16", agent: 1, ticket: "0".repeat(64) } as const;
  const body = { v: 1, org: genesis, challenge: newNonce(), spki: toBase64(spki), ...facts };
  const { envelope: enrolment } = await signDocument(enrolmentType, body as never, [signer]);
  const answer = async (outcome: string) => {
    const said = { v: 1, org: genesis, device, seq: 1, kind: "order", order, outcome, at: 1_790_000_000 };
    return (await signDocument(resultType, said as never, [signer])).envelope;
  };
  return { device, enrolment, answer };
}

describe("answers of phones", () => {
  it("are proven by the key that the phone's id is the hash of", async () => {
    const [one, other] = [await phone(), await phone()];
    const enrolments = new Map([
      [one.device, one.enrolment],
      [other.device, one.enrolment],
    ]);
    const shown = [
      { device: one.device, outcome: "done", envelope: await one.answer("done") },
      { device: other.device, outcome: "done", envelope: await other.answer("done") },
    ];
    const checked = await checkAnswers(genesis, order, shown, async (device) => enrolments.get(device));
    assert.deepEqual(checked.get(one.device), { proven: true, outcome: "done" });
    assert.equal((checked.get(other.device)!.error as { code: string }).code, "phone.key");
  });

  it("that the server tells otherwise than they were signed are found out", async () => {
    const one = await phone();
    const shown = [{ device: one.device, outcome: "done", envelope: await one.answer("failed") }];
    const checked = await checkAnswers(genesis, order, shown, async () => one.enrolment);
    assert.equal((checked.get(one.device)!.error as { code: string }).code, "result.signature");
  });

  it("of a phone whose key is not shown are not proven", async () => {
    const one = await phone();
    const shown = [{ device: one.device, outcome: "done", envelope: await one.answer("done") }];
    const checked = await checkAnswers(genesis, order, shown, async () => undefined);
    assert.equal(checked.get(one.device)!.error, undefined);
    assert.deepEqual(checked.get(one.device), { proven: false, outcome: "done" });
  });
});

describe("phones that are tried again", () => {
  it("are of the list that was signed: the server adds nobody to it", () => {
    const failed = ["b", "x", "b", "a"].map((device) => ({ device }));
    assert.deepEqual(signedAmong(["a", "b", "c"], failed), ["b", "a"]);
    assert.deepEqual(signedAmong(undefined, failed), []);
  });
});
