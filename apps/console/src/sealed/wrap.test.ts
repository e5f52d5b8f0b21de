import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, fromBase64url, fromHex, generateKey, newId, randomBytes, sha256, utf8 } from "@rempart/trust";
import { newPassphrase, readPassphrase } from "./passphrase.ts";
import {
  prfInput,
  publicOf,
  unwrapByPassphrase,
  unwrapByPrf,
  unwrapByTransfer,
  wrapByPassphrase,
  wrapByPrf,
  wrapByTransfer,
} from "./wrap.ts";

const genesis = "ab".repeat(32);
const scope = { genesis, epoch: 1, person: newId() };
const others = [
  { ...scope, genesis: "cd".repeat(32) },
  { ...scope, epoch: 2 },
  { ...scope, person: newId() },
];
const key = (await generateKey()).pkcs8;

async function pairOf(): Promise<{ spki: Uint8Array; pair: CryptoKeyPair }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  return { pair, spki: new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)) };
}

describe("the PRF input", () => {
  it("is the hash of its name, the genesis and the epoch as 8 bytes", () => {
    const epoch = new Uint8Array([0, 0, 0, 0, 0, 0, 1, 2]);
    assert.deepEqual(prfInput(genesis, 258), sha256(concat(utf8("rempart/prf/v1\n"), fromHex(genesis), epoch)));
  });
});

describe("copies under what a passkey derives", () => {
  it("open with the same secret and scope, with no other, and not when a byte changed", async () => {
    const secret = randomBytes(32);
    const value = await wrapByPrf(secret, scope, key);
    assert.deepEqual(await unwrapByPrf(secret, scope, value), key);
    assert.equal(await unwrapByPrf(randomBytes(32), scope, value), undefined);
    for (const other of others) assert.equal(await unwrapByPrf(secret, other, value), undefined);
    for (const at of [0, 12, value.length - 1]) {
      const changed = value.slice();
      changed[at]! ^= 1;
      assert.equal(await unwrapByPrf(secret, scope, changed), undefined);
    }
    assert.equal(await unwrapByPrf(secret, scope, value.subarray(0, 12)), undefined);
    assert.notDeepEqual(await wrapByPrf(secret, scope, key), value);
  });
});

describe("copies to a browser's own key", () => {
  it("open with its pair, whose private half cannot be read", async () => {
    const { pair, spki } = await pairOf();
    const value = await wrapByTransfer(spki, scope, key);
    assert.deepEqual(await unwrapByTransfer(pair, scope, value), key);
    await assert.rejects(crypto.subtle.exportKey("pkcs8", pair.privateKey));
    assert.equal(await unwrapByTransfer((await pairOf()).pair, scope, value), undefined);
    assert.equal(await unwrapByTransfer(pair, others[0]!, value), undefined);
    assert.equal(await unwrapByTransfer(pair, others[2]!, value), undefined);
  });
});

describe("copies under a passphrase", () => {
  it("open as it is typed from paper", async () => {
    const passphrase = newPassphrase();
    assert.equal(passphrase.split(" ").length, 10);
    assert.notEqual(newPassphrase(), passphrase);
    const value = await wrapByPassphrase(passphrase, key, 10);
    assert.ok(value.length <= 4096);
    const typed = readPassphrase(`  ${passphrase.toUpperCase().replaceAll(" ", "  ")}\n`);
    assert.deepEqual(await unwrapByPassphrase(typed, value), key);
    assert.equal(await unwrapByPassphrase(newPassphrase(), value), undefined);
  });
});

describe("the public half", () => {
  it("is that of the private one; rubbish has none", async () => {
    const { pkcs8, spki } = await generateKey();
    assert.deepEqual(await publicOf(pkcs8), spki);
    assert.equal(await publicOf(randomBytes(138)), undefined);
    assert.equal(fromBase64url(scope.person)?.length, 16);
  });
});
