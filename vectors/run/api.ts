// What only a caller can do wrong: promises of this implementation that no document reaches.
import {
  buildTree,
  claimedPayload,
  claimedType,
  type JsonValue,
  leafHash,
  merkleRoot,
  nodeHash,
  nodeHashAt,
  openEnvelope,
  orderType,
  paramsOf,
  sameHash,
  signatureToDer,
  targetCount,
  toHex,
  uint64,
  utf8,
} from "../../packages/trust/src/index.ts";
import { type Problem, same } from "./outcome.ts";

function thrown(act: () => unknown): string {
  try {
    act();
    return "nothing";
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

export function* runApi(order: JsonValue): Generator<Problem> {
  const hash = leafHash(utf8("a"));
  const ranges: Record<string, () => unknown> = {
    "a left child of 31 bytes": () => nodeHash(hash.subarray(1), hash),
    "a right child of 31 bytes": () => nodeHash(hash, hash.subarray(1)),
    "a left child of no bytes": () => nodeHash(new Uint8Array(), hash),
    "a pair before the nodes": () => nodeHashAt(new Uint8Array(96), -1),
    "a pair past the nodes": () => nodeHashAt(new Uint8Array(96), 33),
    "a leaf of 31 bytes": () => merkleRoot([hash.subarray(1)]),
    "a leaf of 31 bytes in a tree": () => buildTree([hash.subarray(1)]),
    "the path of a leaf beyond the tree": () => buildTree([hash, hash]).path(2),
    "the path of leaf -1": () => buildTree([hash, hash]).path(-1),
    "the path of half a leaf": () => buildTree([hash, hash]).path(0.5),
  };
  for (const [name, act] of Object.entries(ranges)) yield [name, same(thrown(act), "RangeError")];
  yield [
    "the last pair of the nodes",
    same(
      thrown(() => nodeHashAt(new Uint8Array(96), 32)),
      "nothing",
    ),
  ];
  yield [
    "the path of the last leaf",
    same(
      buildTree([hash, leafHash(hash)])
        .path(1)
        .map(toHex),
      [toHex(hash)],
    ),
  ];
  const longer = new Uint8Array(33);
  longer.set(hash);
  yield ["a hash of 33 bytes is none", same([sameHash(longer, hash), sameHash(hash, longer)], [false, false])];
  const numbers = [0, 1, 2 ** 32, 2 ** 53 - 1].map((value) => toHex(uint64(value)));
  const wanted = ["0000000000000000", "0000000000000001", "0000000100000000", "001fffffffffffff"];
  yield ["integers as 8 bytes", same(numbers, wanted)];
  yield ["zeros as DER", same(toHex(signatureToDer(new Uint8Array(64))), "3006020100020100")];

  const types: [JsonValue, string | undefined][] = [
    [order, "order"],
    [{ payloadType: "application/vnd.rempart.head.v1+json" }, "head"],
    [{ payloadType: "application/vnd.rempart.head.v2+json" }, undefined],
    [{ payloadType: "application/vnd.other.head.v1+json" }, undefined],
    [{ payloadType: 1 }, undefined],
    [{}, undefined],
    ["application/vnd.rempart.head.v1+json", undefined],
    [[], undefined],
    [null, undefined],
    [1, undefined],
  ];
  for (const [envelope, type] of types) {
    yield [`type of ${JSON.stringify(envelope).slice(0, 60)}`, same(claimedType(envelope), type)];
  }
  const payloads: [JsonValue, string | undefined][] = [
    [{ order: { payload: "AAAA" } }, "000000"],
    [{ order: { payload: "A" } }, undefined],
    [{ order: { payload: 1 } }, undefined],
    [{ order: 1 }, undefined],
    [{}, undefined],
    [null, undefined],
    [1, undefined],
  ];
  for (const [item, hex] of payloads) {
    const payload = claimedPayload(item);
    yield [`payload of ${JSON.stringify(item)}`, same(payload && toHex(payload), hex)];
  }
  const document = openEnvelope(orderType, order);
  yield [
    "parameters of the action",
    same(
      thrown(() => paramsOf(document, "lock")),
      "nothing",
    ),
  ];
  yield [
    "parameters of another action",
    same(
      thrown(() => paramsOf(document, "wipe")),
      "Error",
    ),
  ];
  yield ["the count of a group", same(targetCount({ group: "AAAAAAAAAAAAAAAAAAAAAA" }), undefined)];
}
