import assert from "node:assert/strict";
import { test } from "node:test";
import { forms, generateKey, importVerifyKey, utf8, verifyKeySignature } from "@rempart/trust";
import { takeSigner } from "./key-file.ts";

test("of a key file that was opened to sign, nothing readable stays in the page", async () => {
  const { pkcs8, spki } = await generateKey();
  const key = { kind: "person" as const, name: "Anna", kid: forms.keyId(spki), spki, pkcs8 };
  const signer = await takeSigner(key as never);
  assert.ok(pkcs8.every((byte) => byte === 0));
  const text = utf8("text");
  const signature = await signer.sign(text);
  assert.equal(await verifyKeySignature(await importVerifyKey(spki), text, signature as never), true);
});
