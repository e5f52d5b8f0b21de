// Makes webauthn-chromium.json with a real browser: node vectors/make-webauthn.ts [path of Chromium]
// A virtual authenticator holds the passkey. Its key is random, so the file is made once and committed; run this again
// to see what a newer browser writes.
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { type CDPSession, chromium, type Page } from "playwright-core";
import {
  fromBase64,
  type NewSignature,
  payloadType,
  preAuthenticationEncoding,
  sha256,
  signatureJson,
  toBase64url,
  utf8,
} from "../packages/trust/src/index.ts";
import { nonce } from "./make/deliver.ts";
import { type Body, created, genesis, id, type Made, order, orderBody, sign } from "./make/world.ts";

const rpId = "localhost";
const port = 48_443;
const origin = `http://localhost:${port}`;
const otherOrigin = `http://localhost:${port + 1}`;

/** Two pages of one rpId: ports are no part of it, origins are. */
function serve(on: number): Promise<Server> {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>t</title>"));
  return new Promise((resolve) => server.listen(on, "localhost", () => resolve(server)));
}

interface Passkey {
  kid: string;
  spki: string;
}

/** Registers a passkey on the page as the console does. */
function register(page: Page): Promise<Passkey> {
  return page.evaluate(async (rp) => {
    const text = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
    const made = (await navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { id: rp, name: "vectors" },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: "alice", displayName: "alice" },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      },
    })) as PublicKeyCredential;
    const spki = (made.response as AuthenticatorAttestationResponse).getPublicKey()!;
    return { kid: made.id, spki: text(spki) };
  }, rpId);
}

/** An assertion over `challenge`, as the browser answers. */
async function ask(page: Page, passkey: Passkey, challenge: Uint8Array, verification: string): Promise<NewSignature> {
  const answer = await page.evaluate(
    async ([rp, asked, kid, uv]) => {
      const text = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
      const bytes = (url: string): Uint8Array<ArrayBuffer> =>
        Uint8Array.from(atob(url.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
      const got = (await navigator.credentials.get({
        publicKey: {
          challenge: bytes(asked!),
          rpId: rp!,
          allowCredentials: [{ type: "public-key", id: bytes(kid!) }],
          userVerification: uv as UserVerificationRequirement,
        },
      })) as PublicKeyCredential;
      const response = got.response as AuthenticatorAssertionResponse;
      return [got.id, text(response.signature), text(response.authenticatorData), text(response.clientDataJSON)];
    },
    [rpId, toBase64url(challenge), passkey.kid, verification],
  );
  const [keyid, sig, authenticatorData, clientDataJSON] = answer as [string, string, string, string];
  return {
    keyid,
    sig: fromBase64(sig)!,
    webauthn: { authenticatorData: fromBase64(authenticatorData)!, clientDataJSON: fromBase64(clientDataJSON)! },
  };
}

const challengeOf = (made: Made): Uint8Array =>
  sha256(preAuthenticationEncoding(payloadType(made.type), utf8(made.text)));

function charterBody(passkey: Passkey, over: Body = {}): Body {
  const credential = { kid: passkey.kid, kind: "webauthn", alg: "ES256", spki: passkey.spki };
  return {
    people: [{ id: id("alice"), roles: ["approver"], credentials: [credential] }],
    ...{ origins: [origin], rpId },
    ...over,
  };
}

async function addAuthenticator(session: CDPSession): Promise<string> {
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return authenticatorId;
}

async function main(): Promise<void> {
  const servers = [await serve(port), await serve(port + 1)];
  const browser = await chromium.launch({
    executablePath: process.argv[2] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage();
  await page.goto(origin);
  const session = await page.context().newCDPSession(page);
  const authenticatorId = await addAuthenticator(session);
  const passkey = await register(page);
  const charter = await genesis(charterBody(passkey));
  const otherRp = await genesis(charterBody(passkey, { rpId: "rempart.example" }));
  const lock = await order("lock", {}, { charter, signers: [] });
  const signin = await sign("signin", { v: 1, org: charter.hash, audience: "gatekeeper", nonce, issuedAt: created });
  const other = await sign("order", orderBody("wipe", {}, charter));

  const cases: Body[] = [];
  const add = (name: string, made: NewSignature, good = false, over: Body = {}): void => {
    const people = good ? [id("alice")] : [];
    cases.push({ name, charter: "charter", document: "order", signatures: [signatureJson(made)], people, ...over });
  };
  const good = await ask(page, passkey, challengeOf(lock), "required");
  add("an order's approval", good, true);
  add("the same once more, with a higher counter", await ask(page, passkey, challengeOf(lock), "required"), true);
  add("under a charter with another rpId", good, false, { charter: "otherRp" });
  const signedIn = await ask(page, passkey, challengeOf(signin), "required");
  add("a sign-in", signedIn, true, { document: "signin" });
  add("a sign-in as an order's approval", signedIn);
  add("an order's approval as a sign-in", good, false, { document: "signin" });
  add("another order's approval", await ask(page, passkey, challengeOf(other), "required"));
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  add("without user verification", await ask(page, passkey, challengeOf(lock), "discouraged"));
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await page.goto(otherOrigin);
  add("from another origin of the same rpId", await ask(page, passkey, challengeOf(lock), "required"));
  const version = browser.version();
  await browser.close();
  for (const server of servers) server.close();

  const file = {
    comment: `Made by Chromium ${version} with a virtual authenticator (CTAP 2, internal).`,
    passkey,
    charters: { charter: charter.envelope, otherRp: otherRp.envelope },
    documents: { order: lock.envelope, signin: signin.envelope },
    cases,
  };
  writeFileSync(join(import.meta.dirname, "webauthn-chromium.json"), `${JSON.stringify(file, null, 1)}\n`);
  const text = new TextDecoder().decode(good.webauthn!.clientDataJSON);
  console.log(`${cases.length} cases; clientDataJSON: ${text}`);
}

await main();
