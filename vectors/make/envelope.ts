// The envelope around every payload, and what a document's hash is made of.
import { type JsonValue, toBase64, utf8 } from "../../packages/trust/src/index.ts";
import { set, without } from "./edit.ts";
import { type Body, hashOf, key, order, plain, sign } from "./world.ts";

export async function makeEnvelopes(): Promise<JsonValue> {
  const cases: Body[] = [];
  const lock = await order("lock", {}, { signers: ["alice", "bob"] });
  const add = (name: string, code: string, envelope: JsonValue, type = "order"): void => {
    cases.push({ name, type, envelope, code });
  };
  const raw = (name: string, code: string, text: string): void => {
    cases.push({ name, type: "order", text, code });
  };
  const changed = (
    path: string,
    value: JsonValue,
    code: string,
    name = `${path} ${JSON.stringify(value).slice(0, 40)}`,
  ): void => add(name, code, set(lock.envelope, path, value));
  cases.push({ name: "an order", type: "order", envelope: lock.envelope, code: "ok", hash: lock.hash });
  for (const field of ["payloadType", "payload", "signatures"])
    add(`without ${field}`, "schema", without(lock.envelope, field));
  for (const field of ["keyid", "sig"])
    add(`a signature without ${field}`, "schema", without(lock.envelope, `signatures.0.${field}`));
  for (const field of ["authenticatorData", "clientDataJSON"])
    add(`an assertion without ${field}`, "schema", without(lock.envelope, `signatures.0.webauthn.${field}`));
  cases.push({
    name: "a passkey's signature without its assertion",
    type: "order",
    envelope: without(lock.envelope, "signatures.0.webauthn"),
    code: "ok",
    hash: lock.hash,
  });
  add("a list in the place of an envelope", "schema", [lock.envelope]);
  add("null", "schema", null);
  add("text", "schema", "envelope");
  changed("more", 1, "schema");
  changed("signatures.0.more", 1, "schema");
  changed("signatures.0.webauthn.more", "AA", "schema");
  changed("signatures.0.webauthn.userHandle", "AA", "schema");
  changed("signatures.0", null, "schema");
  changed("signatures", {}, "schema");
  changed("payload", 1, "schema");
  changed("payloadType", 1, "schema");
  changed("payloadType", "", "schema");
  changed("payloadType", "a".repeat(128), "type");
  changed("payloadType", "a".repeat(129), "schema");
  for (const type of ["ticket", "orders", "Order", "order.v1+json", ""])
    changed("payloadType", `application/vnd.rempart.${type}.v1+json`, "type");
  changed("payloadType", "application/vnd.rempart.order.v2+json", "type");
  changed("payloadType", "application/vnd.rempart.order.v1+json ", "type");
  changed("payloadType", "application/json", "type");
  // Form of the payload comes before the type in the order of the codes, its schema after it.
  add("another type and bad JSON", "json", set(set(lock.envelope, "payloadType", "x"), "payload", "ew=="));
  add("another type and another schema", "type", set(set(lock.envelope, "payloadType", "x"), "payload", "e30="));
  add("a ticket read as an order", "type", (await sign("ticket", {})).envelope);
  add("an order read as a ticket", "type", lock.envelope, "ticket");
  const sixteen = new Array(16).fill((lock.envelope.signatures as JsonValue[])[1]!);
  changed("signatures", sixteen, "ok", "16 signatures");
  changed("signatures", [...sixteen, sixteen[0]!], "schema", "17 signatures");
  changed("signatures", [], "ok", "no signature");
  changed("signatures.0.keyid", "", "schema");
  changed("signatures.0.keyid", "A".repeat(1364), "ok", "a key id of 1364 characters");
  changed("signatures.0.keyid", "A".repeat(1365), "schema", "a key id of 1365 characters");
  changed("signatures.0.keyid", "A", "encoding");
  changed("signatures.0.keyid", "AB", "encoding");
  changed("signatures.0.keyid", "AA==", "encoding");
  changed("signatures.0.keyid", "++++", "encoding");
  changed("signatures.0.sig", "", "ok");
  changed("signatures.0.sig", toBase64(new Uint8Array(256)), "ok", "a signature of 256 bytes");
  changed("signatures.0.sig", toBase64(new Uint8Array(257)), "schema", "a signature of 257 bytes");
  changed("signatures.0.sig", "AA", "encoding");
  changed("signatures.0.sig", "AB==", "encoding");
  changed("signatures.0.sig", "____", "encoding");
  changed("signatures.1.sig", "A===", "encoding");
  for (const [field, most] of [
    ["authenticatorData", 4096],
    ["clientDataJSON", 8192],
  ] as const) {
    const path = `signatures.0.webauthn.${field}`;
    changed(path, "", "ok");
    changed(path, "AA==", "encoding");
    changed(path, "AB", "encoding");
    changed(path, "+/+/", "encoding");
    const characters = Math.ceil((most * 4) / 3);
    changed(path, "A".repeat(characters), "ok", `${field} of ${most} bytes`);
    changed(path, "A".repeat(characters + 1), "schema", `${field} of more than ${most} bytes`);
  }
  for (const payload of ["e30", "e31=", "e3 0=", "e30=\n", "e30-"]) changed("payload", payload, "encoding");
  const text = lock.text;
  const payload = (name: string, code: string, value: string): void =>
    changed("payload", toBase64(utf8(value)), code, name);
  payload("an empty payload", "json", "");
  payload("a payload with white space", "ok", ` ${text}\n`);
  payload("a payload of 64 KiB", "ok", text.padEnd(65_536));
  payload("a payload of 64 KiB and 1", "size", text.padEnd(65_537));
  payload("a payload with a byte order mark", "json", `\ufeff${text}`);
  payload("a payload with a key twice", "json", text.replace('{"v":1', '{"v":1,"v":1'));
  payload("a payload with a fraction", "json", text.replace('"v":1', '"v":1.0'));
  payload("a payload with -0", "json", text.replace(/"createdAt":[0-9]+/, '"createdAt":-0'));
  payload("a payload with __proto__", "json", text.replace("{", '{"__proto__":{},'));
  payload("a payload in an array", "schema", `[${text}]`);
  changed("payload", "gA==", "encoding", "a payload that is not UTF-8");
  raw("an envelope with a key twice", "json", `{"payloadType":"x",${JSON.stringify(lock.envelope).slice(1)}`);
  raw("an envelope with white space", "ok", ` ${JSON.stringify(lock.envelope)}\n`);
  raw("an envelope with something after it", "json", `${JSON.stringify(lock.envelope)} {}`);
  const envelopeText = JSON.stringify(lock.envelope);
  cases.push({ name: "an envelope of 128 KiB", type: "order", text: envelopeText, pad: 131_072, code: "ok" });
  cases.push({ name: "an envelope of 128 KiB and 1", type: "order", text: envelopeText, pad: 131_073, code: "size" });
  for (const type of ["release", "results", "erasure"]) {
    const bodies: Record<string, Body> = {
      release: { order: hashOf("order"), accepted: 1, at: 1, phones: 3, reach: { all: true }, by: [] },
      results: { count: 1, root: hashOf("root"), at: 1 },
      erasure: { at: 1, hashes: [hashOf("x")] },
    };
    const body = { v: 1, org: plain.hash, ...bodies[type] };
    add(`a ${type} without a signature`, "ok", (await sign(type, body)).envelope, type);
    add(`a ${type} with a signature`, "schema", (await sign(type, body, ["log"])).envelope, type);
  }
  const iphone = {
    ticket: hashOf("ticket"),
    device: key("phone").kid.slice(0, 21).concat("A"),
    platform: "ios",
    model: "i",
    os: "26",
  };
  add(
    "an iPhone's enrolment without a signature",
    "ok",
    (await sign("enrolment", { v: 1, org: plain.hash, ...iphone })).envelope,
    "enrolment",
  );
  return { cases };
}
