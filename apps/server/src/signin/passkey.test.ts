// Sign-in by passkey: assertions made here byte by byte, and by a real browser's authenticator.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import {
  type Document,
  forms,
  fromBase64,
  generateKey,
  type JsonValue,
  keySigner,
  type NewSignature,
  newId,
  type Signer,
  sha256,
  signDocument,
  signinType,
  toBase64,
  toBase64url,
  utf8,
} from "@rempart/trust";
import { Authenticator } from "../../../../test/browser/authenticator.ts";
import { launchChromium } from "../../../../test/browser/chromium.ts";
import { type Bench, start, startBench } from "../testing/server.ts";

let bench: Bench;
let pages: Server;
let origin: string;
before(async () => {
  pages = createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>t</title>"));
  await new Promise<void>((resolve) => pages.listen(0, "localhost", resolve));
  origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
  bench = await startBench();
});
after(async () => {
  pages.close();
  await bench.stop();
});

interface Credential {
  kid: string;
  spki: string;
}
let version = 1;
let prev: string;

/** Puts a passkey into the next charter; returns the person's id. */
async function admit({ kid, spki }: Credential): Promise<string> {
  prev ??= bench.organisation.genesis;
  const person = { id: newId(), roles: ["approver"], credentials: [{ kid, spki, kind: "webauthn", alg: "ES256" }] };
  const people = [...(bench.organisation.people as object[]), person];
  version++;
  const next = await bench.organisation.successor({ version, prev, people, origins: [origin] } as never);
  prev = next.hash;
  assert.deepEqual((await bench.tell({ type: "charter", envelope: next.envelope })).status, 200);
  return person.id;
}

const nonce = async (): Promise<string> => (await bench.post("/api/v1/nonce")).body.nonce;
const makeSignin = (given: string, signers: Signer[]): Promise<Document<unknown>> =>
  signDocument(
    signinType,
    { v: 1, org: bench.organisation.genesis, audience: "server", nonce: given, issuedAt: start },
    signers,
  );
const signIn = (envelope: unknown) => bench.post("/api/v1/signin", { envelope });

/** A passkey in software; `change` bends what it says. */
async function softPasskey() {
  const { key, spki } = await generateKey();
  const kid = toBase64url(sha256(spki)).slice(0, 40);
  const plain = keySigner(forms.keyId(spki), key);
  const signer = (change: { origin?: string; type?: string; flags?: number; challenge?: string } = {}): Signer => ({
    sign: async (pae): Promise<NewSignature> => {
      const client = {
        type: change.type ?? "webauthn.get",
        challenge: change.challenge ?? toBase64url(sha256(pae)),
        origin: change.origin ?? origin,
        crossOrigin: false,
      };
      const clientDataJSON = utf8(JSON.stringify(client));
      const authenticatorData = Buffer.concat([sha256(utf8("localhost")), Buffer.of(change.flags ?? 0x05, 0, 0, 0, 0)]);
      const { sig } = await plain.sign(Buffer.concat([authenticatorData, sha256(clientDataJSON)]));
      return { keyid: kid, sig, webauthn: { authenticatorData: new Uint8Array(authenticatorData), clientDataJSON } };
    },
  });
  return { kid, spki: toBase64(spki), signer };
}

test("a passkey opens a session, once for each nonce, and not with anything bent", async () => {
  const passkey = await softPasskey();
  const person = await admit(passkey);
  const good = await makeSignin(await nonce(), [passkey.signer()]);
  const { status, body } = await signIn(good.envelope);
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.person, body.roles], [person, ["approver"]]);
  assert.equal((await bench.get("/api/v1/status", body.token)).status, 200);
  assert.equal((await signIn(good.envelope)).body.error, "signin.nonce");

  const bent = [
    { origin: "http://localhost:1" },
    { type: "webauthn.create" },
    { flags: 0x01 }, // touched, not verified
    { flags: 0x04 },
    { challenge: toBase64url(sha256(utf8("another document"))) },
  ];
  for (const change of bent) {
    const document = await makeSignin(await nonce(), [passkey.signer(change)]);
    assert.equal((await signIn(document.envelope)).body.error, "signin.signature", JSON.stringify(change));
  }
  // The session ends with the passkey.
  version++;
  const next = await bench.organisation.successor({ version, prev, origins: [origin] } as never);
  prev = next.hash;
  await bench.tell({ type: "charter", envelope: next.envelope });
  assert.equal((await bench.get("/api/v1/status", body.token)).status, 401);
});

test("Chromium's authenticator signs in", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await Authenticator.in(page);
    const passkey: Credential = await page.evaluate(async () => {
      const made = (await navigator.credentials.create({
        publicKey: {
          challenge: crypto.getRandomValues(new Uint8Array(32)),
          rp: { id: "localhost", name: "test" },
          user: { id: crypto.getRandomValues(new Uint8Array(16)), name: "alice", displayName: "alice" },
          pubKeyCredParams: [{ type: "public-key", alg: -7 }],
          authenticatorSelection: { residentKey: "required", userVerification: "required" },
        },
      })) as PublicKeyCredential;
      const spki = (made.response as AuthenticatorAttestationResponse).getPublicKey()!;
      return { kid: made.id, spki: btoa(String.fromCharCode(...new Uint8Array(spki))) };
    });
    const person = await admit(passkey);
    const signer: Signer = {
      sign: async (pae) => {
        const [sig, authenticatorData, clientDataJSON] = await page.evaluate(
          async ([challenge, kid]) => {
            const bytes = (url: string): Uint8Array<ArrayBuffer> =>
              Uint8Array.from(atob(url.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
            const text = (value: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(value)));
            const got = (await navigator.credentials.get({
              publicKey: {
                ...{ challenge: bytes(challenge!), rpId: "localhost", userVerification: "required" as const },
                allowCredentials: [{ type: "public-key", id: bytes(kid!) }],
              },
            })) as PublicKeyCredential;
            const response = got.response as AuthenticatorAssertionResponse;
            return [text(response.signature), text(response.authenticatorData), text(response.clientDataJSON)];
          },
          [toBase64url(sha256(pae)), passkey.kid],
        );
        const bytes = (value: string | undefined): Uint8Array => fromBase64(value!)!;
        return {
          keyid: passkey.kid,
          sig: bytes(sig),
          webauthn: { authenticatorData: bytes(authenticatorData), clientDataJSON: bytes(clientDataJSON) },
        };
      },
    };
    const document = await makeSignin(await nonce(), [signer]);
    const { status, body } = await signIn(document.envelope);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.person, person);
    const other = { ...(document.envelope as { [field: string]: JsonValue }) };
    const forged = await makeSignin(await nonce(), []);
    // The same assertion under another document: its challenge is another.
    const swapped = { ...(forged.envelope as object), signatures: other.signatures };
    assert.equal((await signIn(swapped)).body.error, "signin.signature");
  } finally {
    await browser.close();
  }
});
