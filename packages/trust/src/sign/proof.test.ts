import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import { forms, requestNonce } from "../index.ts";

const salt = new Uint8Array(32).fill(7);

test("the nonce of a request is what interfaces.md says, and has the form of one", () => {
  const text = Buffer.concat([Buffer.from("rempart/proof/v1\n/a\n"), salt, Buffer.from('{"b":1,"a":"é"}')]);
  const nonce = requestNonce("/a", salt, { b: 1, a: "é" });
  assert.equal(nonce, hash("sha256", text, "base64url"));
  assert.equal(forms.nonce(nonce, "nonce"), nonce);
});

test("another path, salt, field, value or order of fields is another request", () => {
  const other = new Uint8Array(32).fill(8);
  const nonces = [
    requestNonce("/a", salt, { b: 1, a: 2 }),
    requestNonce("/b", salt, { b: 1, a: 2 }),
    requestNonce("/a", other, { b: 1, a: 2 }),
    requestNonce("/a", salt, { b: 1, a: 3 }),
    requestNonce("/a", salt, { a: 2, b: 1 }),
    requestNonce("/a", salt, {}),
  ];
  assert.equal(new Set(nonces).size, nonces.length);
});
