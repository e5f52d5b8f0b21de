import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { emptyRoot, headType, type JsonValue, leafHash, signDocument, toBase64, toHex } from "@rempart/trust";
import { english } from "../error/said.ts";
import { newOrganisation, type Organisation } from "../testing/organisation.ts";
import type { Ask } from "./ask.ts";
import { fetchChain, freshHead, syncCharters } from "./chain.ts";
import { proveEntry, readSubmitted } from "./submit.ts";
import { trustFrom } from "./trust.ts";

const now = 1_800_000_000;
const rootOfOne = (org: Organisation): string => toHex(leafHash(Buffer.from(org.charter.hash, "hex")));

describe("what the gatekeeper says", () => {
  let org: Organisation;
  let charters: JsonValue[];
  before(async () => {
    org = await newOrganisation(now);
    charters = [org.charter.document.envelope, (await org.successor()).document.envelope];
  });

  /** A gatekeeper with one entry in its log; `change` makes its heads wrong. */
  function gatekeeper(change: { nonce?: string; size?: number; root?: string; charter?: string } = {}): Ask {
    return async (path, { mayBeAbsent } = {}) => {
      const charter = /^\/charters\/(\d+)$/.exec(path);
      if (charter) {
        const found = charters[Number(charter[1]) - 1];
        if (found === undefined && !mayBeAbsent) throw new Error("404");
        return found;
      }
      const { searchParams } = new URL(path, "http://gatekeeper");
      const body = {
        ...{ v: 1, org: org.charter.genesis, epoch: 1, time: now },
        ...{ size: change.size ?? 1, root: change.root ?? rootOfOne(org) },
        charter: change.charter ?? (await org.successor()).hash,
        nonce: change.nonce ?? searchParams.get("nonce"),
      };
      const { envelope } = await signDocument(headType, body as never, [org.logSigner]);
      return { head: envelope, consistency: "" };
    };
  }

  it("is a chain of charters from the genesis that was named", async () => {
    const trust = await fetchChain(gatekeeper(), org.charter.genesis);
    assert.equal(trust.charters.length, 2);
    assert.deepEqual(trust.log, { epoch: 1, size: 0, root: toHex(emptyRoot()) });
    await assert.rejects(fetchChain(gatekeeper(), "0".repeat(64)), { code: "charter.chain" });
    const stranger = await newOrganisation(now);
    const mixed: Ask = async (path, ask) =>
      path === "/charters/2" ? (await stranger.successor()).document.envelope : gatekeeper()(path, ask);
    await assert.rejects(syncCharters(mixed, trustFrom([org.charter])), { code: "org" });
  });

  it("is a head that answers our nonce under the newest charter and continues what was seen", async () => {
    const trust = await fetchChain(gatekeeper(), org.charter.genesis);
    const fresh = await freshHead(gatekeeper(), trust);
    assert.deepEqual([fresh.frozen, fresh.trust.log.size], [false, 1]);
    await freshHead(gatekeeper(), fresh.trust);
    for (const [change, where] of [
      [{ nonce: "A".repeat(43) }, "head.nonce"],
      [{ charter: org.charter.hash }, "head.charter"],
      [{ size: 0, root: toHex(emptyRoot()) }, "log.size"],
      [{ root: "c".repeat(64) }, "log.root"],
      [{ size: 2, root: "c".repeat(64) }, "log"],
    ] as const)
      await assert.rejects(freshHead(gatekeeper(change), fresh.trust), { where });
  });

  it("is believed to have released only what the head proves", async () => {
    const trust = await fetchChain(gatekeeper(), org.charter.genesis);
    const { head } = await freshHead(gatekeeper(), trust);
    const proof: Ask = async () => ({ path: "" });
    await proveEntry(proof, head, 0, org.charter.hash, "charter");
    await assert.rejects(proveEntry(proof, head, 0, "0".repeat(64), "ticket"), { code: "log.inclusion" });
    const long: Ask = async () => ({ path: toBase64(new Uint8Array(32)) });
    await assert.rejects(proveEntry(long, head, 0, org.charter.hash, "charter"), { code: "log.inclusion" });
  });

  it("is about the document that was submitted, or is told apart in words with their values", () => {
    const [mine, other] = ["a".repeat(64), "b".repeat(64)];
    assert.equal(readSubmitted({ index: 3, hash: mine, state: "held" }, mine).state, "held");
    assert.throws(
      () => readSubmitted({ index: 3, hash: other, state: "held" }, mine),
      (error: { code: string; message: string; said: { key: string; values: string[] } }) => {
        assert.equal(error.code, "answer.hash");
        assert.deepEqual(error.said.values, [mine, other]);
        assert.equal(error.message, english(error.said));
        return error.message.includes(mine) && error.said.key.includes("{0}");
      },
    );
    assert.throws(() => readSubmitted({ index: 3 }, mine), { code: "answer" });
  });
});
