// Any change of one bit or byte in anything signed or proven is refused: the worked order, and the real assertion.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  extendChain,
  fromBase64,
  fromBase64url,
  type JsonValue,
  newPhone,
  openCharter,
  openEnvelope,
  orderType,
  type PhoneState,
  Refusal,
  readBundle,
  type Session,
  signersOf,
  toBase64,
  toBase64url,
  utf8,
  verifyHead,
  verifyItem,
} from "../packages/trust/src/index.ts";
import { get, set } from "./make/edit.ts";

type Any = { [key: string]: JsonValue };
const read = (name: string): Any => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as Any;

/** `value` (base64 of either alphabet) with bits of one byte changed. */
function changed(value: string, at: number, mask: number, url: boolean): string {
  const bytes = (url ? fromBase64url : fromBase64)(value)!.slice();
  bytes[at]! ^= mask;
  return url ? toBase64url(bytes) : toBase64(bytes);
}

const worked = read("worked-order");
const genesis = (worked.hashes as Any).charter as string;
const question = { nonce: (worked.poll as Any).nonce as string, drawnAt: 100 };
const charters = await extendChain([], genesis, [worked.charter!]);
const phone = newPhone((worked.devices as string[])[0]!, charters, [], new Set(["lock"] as const));

async function passed(bundle: JsonValue): Promise<{ state: PhoneState; session: Session; item: JsonValue }> {
  const opened = readBundle(utf8(JSON.stringify(bundle)));
  return { ...(await verifyHead(phone, opened, question, 102)), item: opened.orders[0]! };
}

async function refuses(act: () => Promise<unknown>, what: string): Promise<void> {
  await assert.rejects(act, Refusal, what);
}

const headParts = ["head.payload", "head.signatures.0.sig"];
const itemParts: [path: string, url: boolean][] = [
  ["order.payload", false],
  ["order.signatures.0.sig", false],
  ["order.signatures.0.keyid", true],
  ["order.signatures.0.webauthn.authenticatorData", true],
  ["order.signatures.0.webauthn.clientDataJSON", true],
  ["release.payload", false],
  ["inclusion", false],
  ["target.proof", false],
];

test("the worked order stands, and with any byte of head, order, release or proofs changed it does not", async () => {
  const bundle = worked.bundle!;
  const good = await passed(bundle);
  await verifyItem(good.state, good.session, good.item, 102);
  for (const path of headParts) {
    const value = get(bundle, path) as string;
    for (let at = 0; at < fromBase64(value)!.length; at++) {
      await refuses(() => passed(set(bundle, path, changed(value, at, 1 << (at & 7), false))), `${path} byte ${at}`);
    }
  }
  await refuses(() => passed(set(bundle, "consistency", toBase64(new Uint8Array(32)))), "a node of consistency");
  for (const [path, url] of itemParts) {
    const value = get(good.item, path) as string;
    const length = (url ? fromBase64url : fromBase64)(value)!.length;
    for (let at = 0; at < length; at++) {
      const item = set(good.item, path, changed(value, at, 1 << (at & 7), url));
      await refuses(() => verifyItem(good.state, good.session, item, 102), `${path} byte ${at}`);
    }
  }
  for (const path of ["index", "target.index"]) {
    const item = set(good.item, path, (get(good.item, path) as number) + 1);
    await refuses(() => verifyItem(good.state, good.session, item, 102), path);
  }
});

test("with any byte of the charter or its signature changed there is no chain", async () => {
  for (const path of ["payload", "signatures.0.sig"]) {
    const value = get(worked.charter!, path) as string;
    for (let at = 0; at < fromBase64(value)!.length; at++) {
      const envelope = set(worked.charter!, path, changed(value, at, 1 << (at & 7), false));
      await refuses(() => extendChain([], genesis, [envelope]), `${path} byte ${at}`);
    }
  }
});

test("with any bit of Chromium's assertion changed nobody signed", async () => {
  const file = read("webauthn-chromium");
  const charter = await openCharter((file.charters as Any).charter!);
  const first = (file.cases as Any[])[0]!;
  const order = set((file.documents as Any).order!, "signatures", first.signatures!);
  const signers = async (envelope: JsonValue): Promise<number> =>
    (await signersOf(openEnvelope(orderType, envelope), charter)).length;
  assert.equal(await signers(order), 1);
  const parts: [path: string, url: boolean][] = [
    ["signatures.0.sig", false],
    ["signatures.0.webauthn.authenticatorData", true],
    ["signatures.0.webauthn.clientDataJSON", true],
  ];
  for (const [path, url] of parts) {
    const value = get(order, path) as string;
    const length = (url ? fromBase64url : fromBase64)(value)!.length;
    for (let bit = 0; bit < 8 * length; bit++) {
      const envelope = set(order, path, changed(value, bit >> 3, 1 << (bit & 7), url));
      assert.equal(await signers(envelope), 0, `${path} bit ${bit}`);
    }
  }
});
