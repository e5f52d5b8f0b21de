// The worked order of the protocol, byte by byte: every hash, tree and signature, then the whole bundle as a phone sees it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  claimedType,
  deviceId,
  extendChain,
  fromHex,
  importVerifyKey,
  leafHash,
  merkleRoot,
  newPhone,
  openEnvelope,
  readBundle,
  remember,
  resultsType,
  resultType,
  sortTargets,
  targetTree,
  toBase64url,
  toHex,
  utf8,
  verifyHead,
  verifyItem,
  verifyKeySignature,
} from "./index.ts";
import { derivedKey } from "./testing/keys.ts";

const vector = JSON.parse(readFileSync(new URL("../../../vectors/worked-order.json", import.meta.url), "utf8"));
const device = vector.devices[0];
const supported = new Set(["lock"] as const);

async function verified() {
  const charters = await extendChain([], vector.hashes.charter, [vector.charter]);
  const phone = newPhone(device, charters, [], supported);
  const bundle = readBundle(utf8(JSON.stringify(vector.bundle)));
  const passed = await verifyHead(phone, bundle, { nonce: vector.poll.nonce, drawnAt: 100 }, 102);
  return { charters, bundle, ...passed };
}

test("charter, head, order, release and results have the hashes of the protocol", async () => {
  const { charters, bundle, session, state } = await verified();
  assert.equal(charters[0]?.hash, vector.hashes.charter);
  assert.equal(session.head.hash, vector.hashes.head);
  const item = await verifyItem(state, session, bundle.orders[0]!, 102);
  assert.equal(item.order.hash, vector.hashes.order);
  assert.equal(item.release.hash, vector.hashes.release);
  assert.equal(openEnvelope(resultsType, vector.results).hash, vector.hashes.results);
  assert.equal(claimedType(vector.results), "results");
});

test("the phone's id, the target tree and the log come out as in the protocol", async () => {
  const key = await derivedKey("phone");
  assert.equal(toBase64url(deviceId(vector.hashes.charter, key.spki)), device);
  const order = "01a0c45f-ae40-7240-86a8-b0cf92520f60";
  const tree = targetTree(order, [...vector.devices].reverse());
  assert.deepEqual(tree.ids, vector.devices);
  assert.deepEqual(sortTargets(vector.devices), vector.devices);
  assert.equal(tree.root, "54b35b53387ae9c1602420fefc09ba27aff210b323435f2059185c3ab52bf3dd");
  const leaves = [vector.hashes.charter, vector.hashes.release, vector.hashes.results].map((h) => leafHash(fromHex(h)));
  assert.deepEqual(leaves.slice(0, 2).map(toHex), vector.logLeaves);
  assert.equal(toHex(merkleRoot(leaves.slice(0, 2))), vector.logRoots["2"]);
  assert.equal(toHex(merkleRoot(leaves)), vector.logRoots["3"]);
});

test("the phone's result verifies under its key and makes the batch's root", async () => {
  const key = await derivedKey("phone");
  const result = openEnvelope(resultType, vector.result);
  assert.equal(result.hash, vector.hashes.result);
  assert.equal(await verifyKeySignature(await importVerifyKey(key.spki), result.pae, result.signatures[0]!), true);
  assert.equal(
    toHex(merkleRoot([leafHash(fromHex(result.hash))])),
    openEnvelope(resultsType, vector.results).body.root,
  );
});

test("the order is obeyed once; the second time it is a replay", async () => {
  const { bundle, session, state } = await verified();
  const item = await verifyItem(state, session, bundle.orders[0]!, 102);
  assert.equal(item.order.body.action, "lock");
  const after = remember(state, item.order);
  await assert.rejects(verifyItem(after, session, bundle.orders[0]!, 102), { code: "replay" });
});
