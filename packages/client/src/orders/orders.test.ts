import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type Charter, everyPhone, type JsonValue, newId, type Signer, signatureJson } from "@rempart/trust";
import { makePasskey, newOrganisation, type Organisation } from "../testing/organisation.ts";
import { draftAgain, losesReason, textsOf } from "./again.ts";
import { draftJson, readCarried } from "./build.ts";
import { countedStream, draftOrder, nextPosition, type OrderWish, type Position } from "./draft.ts";
import { requireTimely, review } from "./review.ts";
import { openTexts, requireRead, sealedFields } from "./sealed.ts";
import { goesStraight, requireComplete, reviewWith, signReview, withSignatures } from "./sign.ts";

const now = 1_800_000_000;

describe("orders, from the wish to the quorum", () => {
  let org: Organisation;
  let judging: { charters: readonly Charter[]; frozen: boolean };
  const phones = [newId(), newId(), newId()];
  before(async () => {
    org = await newOrganisation(now);
    judging = { charters: [org.charter], frozen: false };
  });

  const wish = (more: Partial<OrderWish> = {}): OrderWish => ({
    action: "wipe",
    params: { storage: false, esim: false, keepProtection: true },
    aim: { phones },
    reason: "stolen",
    now: now * 1000,
    ...more,
  });
  const draft = (more?: Partial<OrderWish>) => draftOrder(wish(more), judging);

  it("counts a passkey and a key of two people, and one person's two credentials once", async () => {
    const { review: drafted } = await draft();
    assert.deepEqual([drafted.complete, drafted.missing, drafted.targets?.length], [false, 2, 3]);
    const [anna, ben] = [org.signers.anna!, org.signers.ben!];
    const both = await reviewWith(drafted, await signReview(drafted, [anna, org.signers.annaKey!], now), judging);
    assert.deepEqual([both.complete, both.missing], [false, 1]);
    assert.throws(() => requireComplete(both, now), { code: "signature.quorum" });
    const whole = await reviewWith(both, await signReview(both, [ben], now), judging);
    requireComplete(whole, now);
    assert.deepEqual(whole.signers.map(({ id }) => id).sort(), [org.ids.anna, org.ids.ben].sort());
  });

  it("does not count an assertion of another origin, for another document, or of an authenticator nobody touched", async () => {
    const { review: drafted } = await draft();
    const other = await draft();
    for (const wrong of [
      makePasskey(org.passkey, { origin: "https://evil.example" }),
      makePasskey(org.passkey, { rpId: "evil.example" }),
      makePasskey(org.passkey, { flags: 0x01 }),
      { sign: () => org.signers.anna!.sign(other.review.document.pae) } satisfies Signer,
    ]) {
      const judged = await reviewWith(drafted, await signReview(drafted, [wrong], now), judging);
      assert.deepEqual([judged.signers.length, judged.missing], [0, 2]);
    }
  });

  it("puts a good signature in the place of a broken one under the same key", async () => {
    const { review: drafted } = await draft();
    const [good] = await signReview(drafted, [org.signers.ben!], now);
    const broken = signatureJson({ keyid: (good as { keyid: string }).keyid, sig: new Uint8Array(70) });
    const spoiled = withSignatures(drafted.document.envelope, [broken]);
    const judged = await review(
      drafted.hash,
      withSignatures(spoiled, [good!]),
      drafted.targets,
      judging.charters,
      false,
    );
    assert.equal(judged.signers.length, 1);
    assert.equal((judged.document.envelope as { signatures: JsonValue[] }).signatures.length, 1);
  });

  it("refuses another document than the one named, a list that does not give the root, and what is not timely", async () => {
    const { review: drafted } = await draft();
    const { envelope } = drafted.document;
    await assert.rejects(review("0".repeat(64), envelope, phones, judging.charters, false), { code: "answer.hash" });
    await assert.rejects(review(drafted.hash, envelope, phones.slice(1), judging.charters, false), {
      code: "targets.list",
    });
    const unlisted = await review(drafted.hash, envelope, undefined, judging.charters, false);
    assert.throws(() => requireTimely(unlisted, now), { code: "targets.list" });
    assert.throws(() => requireTimely(drafted, now + 8 * 86_400), { code: "window.expired" });
    await assert.rejects(signReview(drafted, [org.signers.ben!], now - 3600), { code: "window.early" });
    const carried = readCarried("file", JSON.parse(JSON.stringify(draftJson(envelope, drafted.targets!))));
    assert.deepEqual(carried.targets, drafted.targets);
  });

  it("seals texts that approvers open, that nobody signs unread, and that a new draft seals anew", async () => {
    const texts = new Map([
      ["message", "Bring it to room 4"],
      ["reason", "seen on a train"],
    ]);
    const drafted = await draft({ action: "lock", params: {}, texts });
    assert.equal(drafted.review.kind, "order");
    if (drafted.review.kind !== "order") return;
    const { body, envelope } = drafted.review.document;
    assert.ok(!JSON.stringify(envelope).includes("room"));
    assert.deepEqual(sealedFields(body), ["message", "reason"]);
    const closed = await openTexts(body, undefined);
    assert.throws(() => requireRead(closed), { code: "secret.unread" });
    assert.ok(losesReason(closed));
    const opened = await openTexts(body, org.directory.pkcs8);
    requireRead(opened);
    assert.deepEqual(textsOf(opened), texts);
    await assert.rejects(openTexts(body, (await newOrganisation(now)).directory.pkcs8), { code: "secret.hash" });
    assert.deepEqual(await openTexts(body, undefined, drafted.texts), opened);

    await assert.rejects(draftAgain(drafted.review, opened, now * 1000, undefined, judging), { code: "order.again" });
    const next = await org.successor();
    const later = { charters: [org.charter, next], frozen: false };
    const old = await review(drafted.review.hash, envelope, drafted.review.targets, later.charters, false);
    const again = await draftAgain(old, opened, now * 1000, undefined, later);
    assert.ok(again.review.current);
    assert.ok(again.review.kind === "order" && again.review.document.body.id !== body.id);
    assert.deepEqual(await openTexts(again.review.document.body, org.directory.pkcs8), opened);
    await assert.rejects(draftAgain(old, closed, now * 1000, undefined, later), { code: "secret.unread" });
  });

  it("drafts a standing document again in its own place or right behind it, and undoes nothing that came since", async () => {
    const params = { platform: "android", minimum: "15" };
    const prev = "a".repeat(64);
    const update = { action: "os-update", params, aim: { group: everyPhone }, position: { n: 4, prev } } as const;
    const { review: drafted } = await draft(update);
    const later = { charters: [org.charter, await org.successor()], frozen: false };
    const old = await review(drafted.hash, drafted.document.envelope, [], later.charters, false);
    const again = (position: Position) => draftAgain(old, [], now * 1000, position, later);
    assert.ok((await again({ n: 4, prev })).review.current, "it was never accepted");
    assert.ok((await again({ n: 5, prev: old.hash })).review.current, "it is the newest");
    for (const position of [{ n: 6, prev: "b".repeat(64) }, { n: 5, prev: "b".repeat(64) }, { n: 1 }])
      await assert.rejects(again(position), { code: "stream.next" });
  });

  it("numbers what stands by the server's word, and says what it cannot do without", async () => {
    const params = { platform: "android", minimum: "15" };
    const update = { action: "os-update", params, aim: { group: everyPhone } } as const;
    await assert.rejects(draft(update), { code: "order.position" });
    await assert.rejects(draft({ aim: { phones: [] } }), { code: "order.aim" });
    await assert.rejects(draft({ ...update, aim: { phones }, position: { n: 1 } }), { code: "order.aim" });
    const stream = countedStream("os-update", params)!;
    const asked: string[] = [];
    const server = async (path: string): Promise<JsonValue> => {
      asked.push(path);
      return { n: 4, hash: "a".repeat(64) };
    };
    const position = await nextPosition(server, stream);
    assert.deepEqual([position, asked], [{ n: 5, prev: "a".repeat(64) }, ["/api/v1/streams?name=os%2Fandroid"]]);
    assert.deepEqual(await nextPosition(async () => undefined, stream), { n: 1 });
    const { review: drafted } = await draft({ ...update, position });
    assert.ok(
      drafted.kind === "order" && drafted.document.body.n === 5 && drafted.document.body.expiresAt === undefined,
    );
    assert.equal(goesStraight(drafted), false);
    assert.equal(goesStraight((await draft({ action: "freeze", params: {}, aim: { all: true } })).review), true);
  });
});
