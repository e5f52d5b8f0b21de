// One order and one charter; each case is a list of signatures and the people whose signature holds. Every bad assertion
// is signed by the right key over what it shows, so that only the check it is made for can refuse it.
import {
  concat,
  type JsonValue,
  type NewSignature,
  payloadType,
  preAuthenticationEncoding,
  sha256,
  signatureJson,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from "../../packages/trust/src/index.ts";
import { signDeterministic } from "../../packages/trust/src/testing/keys.ts";
import { type Body, genesis, id, key, order, origin, rpId, sign } from "./world.ts";

const secondOrigin = "http://localhost:8443";
const charter = await genesis({ origins: [origin, secondOrigin] });
const lock = await order("lock", {}, { charter });
const pae = preAuthenticationEncoding(payloadType("order"), utf8(lock.text));
const challenge = toBase64url(sha256(pae));

interface Parts {
  by?: string;
  flags?: number;
  rpId?: string;
  /** Bytes after the counter, or a cut of the whole. */
  more?: Uint8Array;
  cut?: number;
  count?: number;
  client?: Body;
  clientText?: string;
  clientBytes?: Uint8Array;
}

function assertion(parts: Parts = {}): NewSignature {
  const { secret, kid } = key(parts.by ?? "alice");
  const counter = Uint8Array.of(0, 0, 0, parts.count ?? 0);
  const whole = concat(
    sha256(utf8(parts.rpId ?? rpId)),
    Uint8Array.of(parts.flags ?? 0x05),
    counter,
    parts.more ?? new Uint8Array(),
  );
  const authenticatorData = whole.subarray(0, parts.cut ?? whole.length);
  const client = { type: "webauthn.get", challenge, origin, crossOrigin: false, ...parts.client };
  const clientDataJSON = parts.clientBytes ?? utf8(parts.clientText ?? JSON.stringify(client));
  const sig = signDeterministic(secret, concat(authenticatorData, sha256(clientDataJSON)));
  return { keyid: kid, sig, webauthn: { authenticatorData, clientDataJSON } };
}

const plainSignature = (name: string, data = pae): NewSignature => ({
  keyid: key(name).kid,
  sig: signDeterministic(key(name).secret, data),
});

export async function makeWebauthn(): Promise<JsonValue> {
  const cases: JsonValue[] = [];
  const add = (name: string, names: string[], ...signatures: (NewSignature | JsonValue)[]): void => {
    const json = signatures.map((one) =>
      "sig" in (one as object) && typeof (one as Body).sig === "string"
        ? (one as JsonValue)
        : signatureJson(one as NewSignature),
    );
    cases.push({ name, signatures: json, people: names.map(id) });
  };
  const one = (name: string, good: boolean, parts: Parts): void => add(name, good ? ["alice"] : [], assertion(parts));
  const client = (name: string, good: boolean, over: Body): void => one(name, good, { client: over });

  one("an assertion", true, {});
  client("another type", false, { type: "webauthn.create" });
  client("without a type", false, { type: undefined as unknown as JsonValue });
  client("another challenge", false, { challenge: toBase64url(sha256(utf8("x"))) });
  client("the challenge padded", false, { challenge: `${challenge}=` });
  client("the challenge in hex", false, { challenge: toHex(sha256(pae)) });
  client("an empty challenge", false, { challenge: "" });
  const signin = await sign("signin", {
    v: 1,
    org: charter.hash,
    audience: "gatekeeper",
    nonce: challenge,
    issuedAt: 1,
  });
  const signinPae = preAuthenticationEncoding(payloadType("signin"), utf8(signin.text));
  client("an assertion made for a sign-in", false, { challenge: toBase64url(sha256(signinPae)) });
  const asTicket = preAuthenticationEncoding(payloadType("ticket"), utf8(lock.text));
  client("an assertion over the same bytes as another type", false, { challenge: toBase64url(sha256(asTicket)) });
  client("the second origin", true, { origin: secondOrigin });
  client("another origin", false, { origin: "https://console.rempart.example.evil.example" });
  client("another scheme", false, { origin: origin.replace("https", "http") });
  client("another port", false, { origin: `${origin}:444` });
  client("an origin with a slash", false, { origin: `${origin}/` });
  client("a part of the origin", false, { origin: origin.slice(0, -1) });
  client("the origins as a list", false, { origin: [origin] });
  client("without an origin", false, { origin: undefined as unknown as JsonValue });
  client("cross origin", false, { crossOrigin: true });
  client("cross origin as text", false, { crossOrigin: "false" });
  client("cross origin null", false, { crossOrigin: null });
  client("without crossOrigin", true, { crossOrigin: undefined as unknown as JsonValue });
  client("a top origin", false, { topOrigin: origin });
  client("a top origin of null", false, { topOrigin: null });
  client("an unknown field", true, {
    other_keys_can_be_added_here: "do not compare clientDataJSON against a template",
  });
  const text = JSON.stringify({ type: "webauthn.get", challenge, origin, crossOrigin: false });
  one("client data with white space", true, { clientText: ` ${text}\n` });
  one("client data with a challenge before it", false, {
    clientText: text.replace('{"type"', '{"challenge":"x","type"'),
  });
  one("client data with a key twice", false, {
    clientText: text.replace('"crossOrigin":false', '"crossOrigin":true,"crossOrigin":false'),
  });
  one("client data with a type twice", false, { clientText: text.replace('{"type"', '{"type":"webauthn.get","type"') });
  one("client data with a fraction", false, { clientText: text.replace("false", 'false,"more":1.5') });
  one("client data in an array", false, { clientText: `[${text}]` });
  one("client data that is null", false, { clientText: "null" });
  one("client data that is text", false, { clientText: '"webauthn.get"' });
  one("client data that is not JSON", false, { clientText: "{" });
  one("client data that is empty", false, { clientText: "" });
  one("client data with a byte order mark", false, { clientText: `\ufeff${text}` });
  one("client data that is not UTF-8", false, {
    clientBytes: concat(utf8(text.slice(0, -1)), utf8(',"a":"'), Uint8Array.of(0xff), utf8('"}')),
  });

  one("another rpId", false, { rpId: "evil.example" });
  one("the origin as rpId", false, { rpId: origin });
  one("without user presence", false, { flags: 0x04 });
  one("without user verification", false, { flags: 0x01 });
  one("without both", false, { flags: 0 });
  one("with attested data", false, { flags: 0x45, more: new Uint8Array(20) });
  one("with attested data announced alone", false, { flags: 0x45 });
  one("with attested data and extensions", false, { flags: 0xc5, more: new Uint8Array(20) });
  one("backup eligible", true, { flags: 0x0d });
  one("backup eligible and backed up", true, { flags: 0x1d });
  one("backed up without being eligible", false, { flags: 0x15 });
  one("a reserved flag", true, { flags: 0x07 });
  one("extensions", true, { flags: 0x85, more: Uint8Array.of(0xa0) });
  one("extensions announced and none there", true, { flags: 0x85 });
  one("bytes after the counter", false, { more: Uint8Array.of(0xa0) });
  one("36 bytes", false, { cut: 36 });
  one("36 bytes, extensions announced", false, { cut: 36, flags: 0x85 });
  one("the hash alone", false, { cut: 32 });
  one("no authenticator data", false, { cut: 0 });
  one("a counter", true, { count: 7 });

  const good = assertion();
  const { webauthn } = good as Required<NewSignature>;
  const data = concat(webauthn.authenticatorData, sha256(webauthn.clientDataJSON));
  const highS = toBase64(otherS(good.sig));
  add("s and n - s are both accepted", ["alice"], { ...(signatureJson(good) as Body), sig: highS });
  add("a signature by another key", [], { ...good, sig: signDeterministic(key("bob").secret, data) });
  add("a signature over the PAE", [], { ...good, sig: signDeterministic(key("alice").secret, pae) });
  add("a signature over other client data", [], {
    ...good,
    webauthn: { ...webauthn, clientDataJSON: utf8(` ${text}`) },
  });
  add("a signature over another counter", [], {
    ...good,
    webauthn: { ...webauthn, authenticatorData: assertion({ count: 1 }).webauthn!.authenticatorData },
  });
  add("a signature that is not DER", [], { ...good, sig: good.sig.subarray(1) });
  add("an empty signature", [], { ...good, sig: new Uint8Array() });
  add("a passkey's plain signature", [], plainSignature("alice"));
  add("a key's signature", ["bob"], plainSignature("bob"));
  add("a key's assertion", [], assertion({ by: "bob" }));
  add("a key's signature with an assertion's parts beside it", [], { ...plainSignature("bob"), webauthn });
  add("a key's signature over other bytes", [], plainSignature("bob", signinPae));
  add("a key's signature by another key", [], { ...plainSignature("dave"), keyid: key("bob").kid });
  add("a key's signature that is not DER", [], { ...plainSignature("bob"), sig: new Uint8Array(64) });

  add("nobody", []);
  add("a stranger", [], plainSignature("stranger"));
  add("a root is no person", [], plainSignature("root1"));
  add("a key id that differs in its last character", [], { ...good, keyid: `${good.keyid.slice(0, -1)}A` });
  add(
    "a bad signature stops nobody",
    ["bob"],
    { ...good, sig: new Uint8Array() },
    plainSignature("stranger"),
    plainSignature("bob"),
  );
  add("a person counts once", ["alice"], good, assertion({ by: "alice2" }));
  add("a person counts once, twice by one key", ["alice"], good, good);
  add(
    "a person's second key counts where the first fails",
    ["alice"],
    { ...good, sig: new Uint8Array() },
    assertion({ by: "alice2" }),
  );
  add(
    "in the order of the signatures",
    ["erin", "walt", "alice", "bob"],
    plainSignature("erin"),
    plainSignature("walt"),
    good,
    plainSignature("bob"),
  );
  return { charter: charter.envelope, order: lock.envelope, cases };
}

const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** The other signature of the same message: (r, n - s). */
function otherS(der: Uint8Array): Uint8Array {
  const hex = toHex(der);
  const rEnd = 8 + 2 * Number.parseInt(hex.slice(6, 8), 16);
  const s = n - BigInt(`0x${hex.slice(rEnd + 4)}`);
  let digits = s.toString(16);
  if (digits.length % 2) digits = `0${digits}`;
  if (Number.parseInt(digits.slice(0, 2), 16) & 0x80) digits = `00${digits}`;
  const body = `${hex.slice(4, rEnd)}02${(digits.length / 2).toString(16).padStart(2, "0")}${digits}`;
  return Uint8Array.from(`30${(body.length / 2).toString(16).padStart(2, "0")}${body}`.match(/../g)!, (two) =>
    Number.parseInt(two, 16),
  );
}
