import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  forms,
  fromBase64,
  generateKey,
  type JsonValue,
  keySigner,
  newId,
  type Signer,
  toBase64,
  utf8,
} from "@rempart/trust";
import { makePasskey, newPasskey, origin, rpId } from "../testing/organisation.ts";
import { makeRequest, type NewRequest, readRequest, requestedCredential } from "./request.ts";
import { formatWelcome, readWelcome } from "./welcome.ts";

const now = 1_800_000_000;
const scope = { origins: [origin], rpId };
const bytesOf = (envelope: JsonValue): Uint8Array => utf8(JSON.stringify(envelope));

/** The same envelope, with one field of its payload replaced. */
function changed(envelope: JsonValue, field: string, value: unknown): JsonValue {
  const outer = envelope as { payload: string };
  const payload = JSON.parse(new TextDecoder().decode(fromBase64(outer.payload)!));
  return { ...outer, payload: toBase64(utf8(JSON.stringify({ ...payload, [field]: value }))) } as unknown as JsonValue;
}

async function plain(): Promise<{ request: NewRequest; signer: Signer }> {
  const { key, spki } = await generateKey();
  const kid = forms.keyId(spki);
  return { request: { use: "person", name: "Chloe", person: newId(), kid, spki }, signer: keySigner(kid, key) };
}

describe("key requests", () => {
  it("of a plain key are read as they always were", async () => {
    const { request, signer } = await plain();
    const envelope = await makeRequest(request, signer, now);
    const read = await readRequest("file", bytesOf(envelope), "person");
    assert.deepEqual([read.kind, read.name, read.person], [undefined, "Chloe", request.person]);
    assert.equal(requestedCredential(read).kind, "key");
    await assert.rejects(readRequest("file", bytesOf(envelope), "root"), { code: "request.use" });
  });

  it("of a passkey are proved by an assertion over them, at the console's origin alone", async () => {
    const passkey = await newPasskey();
    const transfer = (await generateKey()).spki;
    const { kid, spki } = passkey;
    const request: NewRequest = {
      use: "person",
      name: "Chloe",
      person: newId(),
      kind: "webauthn",
      kid,
      spki,
      transfer,
    };
    const envelope = await makeRequest(request, makePasskey(passkey), now);
    const read = await readRequest("link", bytesOf(envelope), "person", scope);
    assert.deepEqual(read.transfer, transfer);
    assert.deepEqual(requestedCredential(read), { kind: "webauthn", alg: "ES256", kid, spki: toBase64(spki) });
    const refused = { code: "request.proof", where: "link" };
    await assert.rejects(readRequest("link", bytesOf(envelope), "person"), refused);
    for (const other of [
      { ...scope, origins: ["https://evil.example"] },
      { ...scope, rpId: "evil.example" },
    ])
      await assert.rejects(readRequest("link", bytesOf(envelope), "person", other), refused);
  });

  it("with anything swapped on the way are refused, the transfer key above all", async () => {
    const passkey = await newPasskey();
    const [mine, theirs] = [(await generateKey()).spki, (await generateKey()).spki];
    const { kid, spki } = passkey;
    const request: NewRequest = { use: "person", name: "Chloe", person: newId(), kind: "webauthn", kid, spki };
    const envelope = await makeRequest({ ...request, transfer: mine }, makePasskey(passkey), now);
    for (const [field, value] of [
      ["transfer", toBase64(theirs)],
      ["spki", toBase64(theirs)],
      ["person", newId()],
      ["name", "Mallory"],
    ] as const)
      await assert.rejects(
        readRequest("link", bytesOf(changed(envelope, field, value)), "person", scope),
        { code: "request.proof" },
        field,
      );
  });

  it("are of one form: a passkey is a person's, a plain key has its own id, the transfer key is another key", async () => {
    const { request, signer } = await plain();
    const passkey = await newPasskey();
    for (const wrong of [
      { ...request, kid: forms.keyId(passkey.spki) },
      { ...request, transfer: request.spki },
      { ...request, use: "root" as const },
      { use: "root" as const, name: "1", kind: "webauthn" as const, kid: passkey.kid, spki: passkey.spki },
    ])
      await assert.rejects(makeRequest(wrong, signer, now), { code: "schema" });
  });
});

describe("what somebody who joins is given", () => {
  const welcome = { genesis: "a".repeat(64), names: [{ id: newId(), name: "Élise" }], url: "https://console.example" };

  it("is read as it was written, and fits behind the # of a link", () => {
    const text = formatWelcome(welcome);
    assert.match(text, /^[\w-]+$/);
    assert.deepEqual(readWelcome(text), welcome);
  });

  it("is refused when it was cut, is too long, or names no origin", () => {
    const text = formatWelcome(welcome);
    const elsewhere = formatWelcome({ ...welcome, url: "javascript:alert(1)" });
    for (const wrong of ["", text.slice(0, -9), `${text}=`, "A".repeat(200_000), elsewhere])
      assert.throws(() => readWelcome(wrong), { code: "welcome" });
  });
});
