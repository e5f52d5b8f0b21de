import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { confirmationCode, newId, readInvitation, ticketSecretHash, toBase64url } from "@rempart/trust";
import { readListed } from "../orders/listed.ts";
import { review } from "../orders/review.ts";
import { newOrganisation, type Organisation } from "../testing/organisation.ts";
import { requireCode, waitingPhone } from "./admission.ts";
import { buildTicket, ticketText } from "./ticket.ts";

const now = 1_800_000_000;

describe("tickets", () => {
  let org: Organisation;
  before(async () => {
    org = await newOrganisation(now);
  });
  const wish = { groups: [], uses: 40, life: 3600, confirm: false, now };

  it("hold the hash of a secret that the QR alone holds", async () => {
    const { document, secret } = buildTicket(org.charter, wish);
    assert.equal(document.body.secretHash, ticketSecretHash(secret));
    assert.ok(!JSON.stringify(document.envelope).includes(toBase64url(secret)));
    const qr = readInvitation(ticketText(org.charter, document.hash, secret));
    assert.deepEqual([qr.ticket, qr.genesis, qr.url], [document.hash, org.charter.genesis, "https://one.example"]);
    assert.deepEqual(qr.secret, secret);
    const judged = await review(document.hash, document.envelope, undefined, [org.charter], false);
    assert.deepEqual([judged.kind, judged.missing], ["ticket", 2]);
    assert.throws(() => buildTicket(org.charter, { ...wish, uses: 0 }), { code: "schema" });
  });

  it("stand in lists as their own bytes say, whatever the server calls them", () => {
    const { document } = buildTicket(org.charter, wish);
    const row = { hash: document.hash, envelope: document.envelope, state: "waiting" };
    assert.deepEqual([readListed(row).kind, readListed(row).matches], ["ticket", true]);
    assert.equal(readListed({ ...row, hash: "0".repeat(64) }).matches, false);
    for (const wrong of [null, 3, {}, { ...row, envelope: { payloadType: "x" } }])
      assert.deepEqual([readListed(wrong).kind, readListed(wrong).matches], ["unreadable", false]);
  });

  it("that ask for it admit a phone by its six digits, which are not told", async () => {
    const [enrolment, confirm] = ["a".repeat(64), new Uint8Array(32).fill(7)];
    const answer = { enrolment, confirm: toBase64url(confirm) };
    const waiting = await waitingPhone(async () => answer, newId());
    const code = confirmationCode(enrolment, confirm);
    requireCode(waiting, `${code.slice(0, 3)} ${code.slice(3)}`);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    assert.throws(
      () => requireCode(waiting, wrong),
      (error: { code: string; message: string }) => error.code === "code.wrong" && !error.message.includes(code),
    );
    await assert.rejects(
      waitingPhone(async () => undefined, newId()),
      { code: "phone.missing" },
    );
  });
});
