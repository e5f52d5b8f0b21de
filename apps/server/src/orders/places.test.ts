import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64, fromHex, newId, newUuid, targetLeaf, targetTree, verifyInclusion } from "@rempart/trust";
import { placesOf } from "./one-phone.ts";

test("others are answered between the lists of one answer, whose places are right", async () => {
  const device = newId();
  const lists = Array.from({ length: 5 }, (_, n) => ({ orderId: newUuid(n), list: [newId(), device, newId()] }));
  let turns = 0;
  let timer: NodeJS.Immediate;
  const turn = (): void => {
    turns++;
    timer = setImmediate(turn);
  };
  timer = setImmediate(turn);
  const places = await placesOf([...lists, { orderId: newUuid(9), list: null }], device);
  clearImmediate(timer);
  assert.ok(turns >= lists.length - 1, `${turns} turns`);
  for (const [n, { orderId, list }] of lists.entries()) {
    const { index, proof } = places[n]!;
    const { root, count } = targetTree(orderId, list);
    const bytes = fromBase64(proof)!;
    const path = Array.from({ length: bytes.length / 32 }, (_, at) => bytes.slice(at * 32, at * 32 + 32));
    const claim = { index, size: count, leaf: targetLeaf(orderId, device), root: fromHex(root), path };
    assert.ok(verifyInclusion(claim));
  }
  assert.equal(places[5], undefined);
});
