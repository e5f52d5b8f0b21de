import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  type DocumentType,
  deviceId,
  enrolmentType,
  forms,
  generateKey,
  helloType,
  keySigner,
  newNonce,
  type Signer,
  signDocument,
  toBase64,
  toBase64url,
} from "@rempart/trust";
import { verifyEvidence, vouchesFor, withoutProof } from "./evidence.ts";

const genesis = "e450163a04691e43e308c18660f47f618d4c11815952106f8cfa2f24391532c2";

async function phone() {
  const key = await generateKey();
  const signer = keySigner(forms.keyId(key.spki), key.key);
  const device = toBase64url(deviceId(genesis, key.spki));
  const made = async <T>(type: DocumentType<T>, body: object, by: Signer = signer) =>
    (await signDocument(type, { v: 1, org: genesis, ...body } as never, [by])).envelope;
  const enrolment = (more = {}, by?: Signer) =>
    made(
      enrolmentType,
      {
        ...{ ticket: "a".repeat(64), challenge: newNonce(), spki: toBase64(key.spki), platform: "android" },
        ...{ model: "Pixel 9", os: "15", patch: "2026-08-05", agent: 1, ...more },
      },
      by,
    );
  const hello = (more = {}, by?: Signer) =>
    made(helloType, { device, count: 1, os: "16", patch: "2026-09-05", agent: 1, streams: [], ...more }, by);
  return { device, signer, enrolment, hello };
}

describe("evidence of a phone", () => {
  let one: Awaited<ReturnType<typeof phone>>;
  let other: Awaited<ReturnType<typeof phone>>;
  before(async () => {
    [one, other] = [await phone(), await phone()];
  });
  const unproven = { code: "phone.unproven" };

  it("proves model, ticket and the newest system that the phone signed", async () => {
    const enrolled = await verifyEvidence(genesis, one.device, { enrolment: await one.enrolment() });
    assert.deepEqual([enrolled.model, enrolled.os, enrolled.osFrom], ["Pixel 9", "15", "enrolment"]);
    const later = await verifyEvidence(genesis, one.device, {
      enrolment: await one.enrolment(),
      hello: await one.hello(),
    });
    assert.deepEqual([later.os, later.patch, later.osFrom], ["16", "2026-09-05", "hello"]);
    assert.equal(later.ticket, "a".repeat(64));
  });

  it("vouches for no other value than the one signed", async () => {
    const vouched = await verifyEvidence(genesis, one.device, { enrolment: await one.enrolment() });
    assert.ok(vouchesFor(vouched, "model", "Pixel 9"));
    assert.ok(!vouchesFor(vouched, "model", "Pixel 8"));
    assert.ok(!vouchesFor(vouched, "patch", undefined));
    assert.ok(!vouchesFor(undefined, "model", "Pixel 9"));
  });

  it("that is missing or of another phone, key or organisation proves nothing", async () => {
    const shown = [
      {},
      { enrolment: await other.enrolment() },
      { enrolment: await one.enrolment({}, other.signer) },
      { enrolment: await one.enrolment({ org: "b".repeat(64) }) },
      { enrolment: await one.enrolment(), hello: await other.hello() },
      { enrolment: await one.enrolment(), hello: await one.hello({}, other.signer) },
      { enrolment: await one.enrolment(), hello: await one.hello({ org: "b".repeat(64) }) },
    ];
    for (const each of shown) await assert.rejects(verifyEvidence(genesis, one.device, each), unproven);
  });

  it("that was changed after signing proves nothing", async () => {
    const envelope = (await one.enrolment()) as { payload: string };
    const changed = Buffer.from(envelope.payload, "base64").toString().replace("Pixel 9", "Pixel 8");
    const enrolment = { ...envelope, payload: Buffer.from(changed).toString("base64") };
    await assert.rejects(verifyEvidence(genesis, one.device, { enrolment }), unproven);
  });

  it("is asked for phone by phone; those without are named", async () => {
    const documents = new Map([[one.device, { enrolment: await one.enrolment() }]]);
    const read = async (id: string) => ({ shown: documents.get(id) ?? {}, models: ["Pixel 9"] });
    const missing = await withoutProof(genesis, [other.device, one.device], read);
    assert.deepEqual(
      missing.map(({ id }) => id),
      [other.device],
    );
    assert.equal((missing[0]!.error as { code: string }).code, "phone.unproven");
  });

  it("of another model than the one it was chosen by proves nothing", async () => {
    const shown = { enrolment: await one.enrolment() };
    const swapped = await withoutProof(genesis, [one.device], async () => ({ shown, models: ["Pixel 9", "Pixel 8"] }));
    assert.equal((swapped[0]!.error as { code: string }).code, "phone.unproven");
  });
});
