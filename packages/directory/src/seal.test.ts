import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { forms, fromBase64, generateKey, newUuid, randomBytes, utf8, uuidBytes } from "@rempart/trust";
import { openSealed, openSecret, type SealUse, sealSecret, sealTo } from "./index.ts";

const genesis = "ab".repeat(32);
const context = randomBytes(16);

describe("sealTo and openSealed", () => {
  it("open with the right key what was sealed", async () => {
    const { pkcs8, spki } = await generateKey();
    for (const text of ["", "call the desk", "é".repeat(4096)]) {
      const sealed = await sealTo(spki, "secret", genesis, context, utf8(text));
      assert.equal(sealed.length, 65 + utf8(text).length + 16);
      assert.deepEqual(await openSealed(pkcs8, "secret", genesis, context, sealed), utf8(text));
    }
  });

  it("do not open with another key, use, organisation or context, nor when any byte changed", async () => {
    const { pkcs8, spki } = await generateKey();
    const other = await generateKey();
    const sealed = await sealTo(spki, "reason", genesis, context, utf8("why"));
    assert.equal(await openSealed(other.pkcs8, "reason", genesis, context, sealed), undefined);
    for (const use of ["secret", "report"] satisfies SealUse[])
      assert.equal(await openSealed(pkcs8, use, genesis, context, sealed), undefined);
    assert.equal(await openSealed(pkcs8, "reason", "cd".repeat(32), context, sealed), undefined);
    assert.equal(await openSealed(pkcs8, "reason", genesis, randomBytes(16), sealed), undefined);
    for (const at of [0, 1, 64, 65, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at]! ^= 1;
      assert.equal(await openSealed(pkcs8, "reason", genesis, context, changed), undefined, `byte ${at}`);
    }
    for (const length of [0, 64, 65, sealed.length - 1])
      assert.equal(await openSealed(pkcs8, "reason", genesis, context, sealed.subarray(0, length)), undefined);
  });

  it("refuse a context or an organisation of another form", async () => {
    const { spki } = await generateKey();
    await assert.rejects(sealTo(spki, "secret", genesis, randomBytes(15), utf8("x")), RangeError);
    await assert.rejects(sealTo(spki, "secret", genesis.toUpperCase(), context, utf8("x")), RangeError);
  });

  it("agrees with node:crypto's own ECDH and HKDF (RFC 9180, written out once)", async () => {
    const { pkcs8, spki } = await generateKey();
    const sealed = await sealTo(spki, "report", genesis, context, utf8("position"));
    const { openByHand } = await import("./testing/hpke.ts");
    assert.equal(openByHand(pkcs8, spki, "report", genesis, context, sealed), "position");
  });
});

describe("sealSecret and openSecret", () => {
  it("give both sides the same text, pinned by its hash", async () => {
    const [gatekeeper, approvers] = [await generateKey(), await generateKey()];
    const orderId = newUuid(1_790_000_000_000);
    const keys = { gatekeeper: gatekeeper.spki, approvers: approvers.spki };
    const json = await sealSecret("Bring it to room 4", keys, genesis, orderId);
    const secret = forms.secret(json, "text");
    for (const [side, key] of [
      ["gatekeeper", gatekeeper],
      ["approvers", approvers],
    ] as const) {
      const opened = await openSecret(secret, side, key.pkcs8, genesis, orderId);
      assert.equal(opened?.text, "Bring it to room 4");
    }
    assert.equal(await openSecret(secret, "approvers", gatekeeper.pkcs8, genesis, orderId), undefined);
    assert.equal(await openSecret(secret, "approvers", approvers.pkcs8, genesis, newUuid(0)), undefined);
  });

  it("do not show one side a text that the hash does not pin", async () => {
    const { pkcs8, spki } = await generateKey();
    const orderId = newUuid(1_790_000_000_000);
    const keys = { gatekeeper: spki, approvers: spki };
    const [one, two] = [
      await sealSecret("keep", keys, genesis, orderId),
      await sealSecret("wipe", keys, genesis, orderId),
    ];
    const mixed = forms.secret({ ...one, approvers: two.approvers }, "text");
    assert.equal(await openSecret(mixed, "approvers", pkcs8, genesis, orderId), undefined);
  });

  it("refuse a text of more than 8 KiB", async () => {
    const { spki } = await generateKey();
    const keys = { gatekeeper: spki, approvers: spki };
    await assert.rejects(sealSecret("x".repeat(8193), keys, genesis, newUuid(0)), RangeError);
    const json = await sealSecret("x".repeat(8192), keys, genesis, newUuid(0));
    assert.equal(fromBase64(json.gatekeeper)!.length, 65 + 32 + 8192 + 16);
    assert.equal(uuidBytes(newUuid(0)).length, 16);
  });
});
