import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { forms, generateKey, newId, toBase64 } from "@rempart/trust";
import { invitationLink, readInvitation } from "../organisation/invitation.ts";
import { joinLink, readJoining } from "./joining.ts";
import { readWitness } from "./witness.ts";

const hashOf = (link: string): string => new URL(link).hash;

describe("links", () => {
  it("that ask somebody to join say where the passkey is bound; what was cut asks nobody", () => {
    const joining = { organisation: "Exämple & Söhne", rpId: "example.org" };
    const link = joinLink("https://console.example.org", joining);
    assert.deepEqual(readJoining(hashOf(link)), joining);
    assert.equal(readJoining(hashOf(link).slice(0, -3)), undefined);
    assert.equal(readJoining("#join="), undefined);
    assert.equal(readJoining(hashOf(joinLink("https://a.org", { ...joining, rpId: "Example org" }))), undefined);
    assert.equal(
      readJoining(hashOf(joinLink("https://a.org", { ...joining, organisation: "x".repeat(65) }))),
      undefined,
    );
  });

  it("that invite carry the genesis and names, and nothing when they were cut", () => {
    const genesis = "ab".repeat(32);
    const names = { [newId()]: "Anna", [newId()]: "Zoë" };
    const link = invitationLink("https://console.example.org", genesis, names);
    assert.deepEqual(readInvitation(hashOf(link)), { genesis, names });
    assert.equal(readInvitation(hashOf(link).slice(0, -3)), undefined);
    assert.equal(readInvitation("#invitation=x"), undefined);
    assert.equal(readInvitation(""), undefined);
  });
});

describe("a witness's key", () => {
  it("is read from witness.json, and refused when its id is another's", async () => {
    const { spki } = await generateKey();
    const kid = forms.keyId(spki);
    const text = JSON.stringify({ kid, spki: toBase64(spki) });
    assert.deepEqual(readWitness(` ${text}\n`), { kid, spki: toBase64(spki) });
    const wrongs = [text.slice(1), "", JSON.stringify({ kid: forms.keyId(spki.with(90, 1)), spki: toBase64(spki) })];
    for (const wrong of wrongs) assert.throws(() => readWitness(wrong), { code: "witness.form" });
  });
});
