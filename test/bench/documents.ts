// What the verify part verifies: orders for 100,000 phones, released in a log of 1,000,000 leaves, as bundles.
import { appendLeaves, createTree, emptyState, MemoryTileStore } from "@rempart/log";
import {
  actions,
  charterType,
  concat,
  extendChain,
  fromHex,
  headType,
  type JsonValue,
  leafHash,
  newNonce,
  newPhone,
  newUuid,
  orderType,
  randomBytes,
  releaseType,
  sha256,
  signDocument,
  targetTree,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from "@rempart/trust";
import { makePeople, pretendedKeys } from "./people.ts";

const now = Math.floor(Date.now() / 1000);
const pathText = (nodes: readonly Uint8Array[]): string => toBase64(concat(...nodes));
const bytesOf = (value: JsonValue): Uint8Array => utf8(JSON.stringify(value));

/** One bundle with one order, and the same order's item alone. */
export interface Case {
  item: Uint8Array;
  bundle: Uint8Array;
}

/** A phone that last saw the log `behind` leaves ago, and `count` bundles for it. */
export async function makeCases(count: number, leaves: number, targets: number, behind = 1000) {
  const keys = await pretendedKeys();
  const people = await makePeople(keys);
  const charter = await signDocument(charterType, people.charter, people.roots);
  const phones = Array.from({ length: targets }, (_, i) => toBase64url(sha256(utf8(`phone ${i}`)).subarray(0, 16)));
  const device = phones[Math.floor(targets / 3)]!;

  const filler = randomBytes(32 * Math.min(leaves, 1000));
  const log = Array.from({ length: leaves }, (_, i) => {
    const at = (i % 1000) * 32;
    return leafHash(concat(filler.subarray(at, at + 32), utf8(String(i))));
  });
  const orders = [];
  for (let i = 0; i < count; i++) {
    const id = newUuid(Date.now());
    const tree = targetTree(id, phones);
    const common = { v: 1, org: charter.hash };
    const about = { reason: { code: "exercise" }, createdAt: now, expiresAt: now + 86_400 };
    const aimed = { action: "lock", params: {}, targets: { count: tree.count, root: tree.root } };
    const order = await signDocument(
      orderType,
      { ...common, id, charter: charter.hash, ...aimed, ...about },
      people.approvers.slice(0, 2),
    );
    const facts = { order: order.hash, accepted: now, at: now, phones: targets, reach: { all: true } };
    const by = (people.charter.people as { id: string }[]).slice(0, 2).map((person) => person.id);
    const release = await signDocument(releaseType, { ...common, ...facts, by }, []);
    const index = leaves - 1 - Math.floor((leaves / 2) * (i / count));
    log[index] = leafHash(fromHex(release.hash));
    const place = tree.ids.indexOf(device);
    orders.push({ order, release, index, target: { index: place, proof: pathText(tree.path(place)) } });
  }

  const store = new MemoryTileStore();
  const grown = appendLeaves(emptyState(), log);
  store.writeTiles(grown.tiles);
  const tree = createTree({ store, maxTiles: 8192 });
  const known = leaves - behind;
  const nonce = newNonce();
  const seen = { epoch: 1, size: leaves, root: toHex(grown.root), time: now, charter: charter.hash, nonce };
  const head = await signDocument(headType, { v: 1, org: charter.hash, ...seen }, [keys.logKey]);
  const consistency = pathText(await tree.consistencyPath(known, leaves));
  const cases: Case[] = [];
  for (const { order, release, index, target } of orders) {
    const inclusion = pathText(await tree.inclusionPath(index, leaves));
    const item = { order: order.envelope, release: release.envelope, index, inclusion, target };
    const bundle = { v: 1, charters: [], head: head.envelope, consistency, orders: [item] };
    cases.push({ item: bytesOf(item), bundle: bytesOf(bundle) });
  }
  const chain = await extendChain([], charter.hash, [charter.envelope]);
  const fresh = newPhone(device, chain, [], new Set(actions));
  const phone = { ...fresh, log: { epoch: 1, size: known, root: toHex(await tree.rootAt(known)) } };
  return { cases, phone, nonce };
}
