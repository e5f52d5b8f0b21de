import { sha256 } from "#crypto";
import { fromBase64url } from "../encoding/base64.ts";
import { compareBytes, concat, fromHex, toHex, utf8 } from "../encoding/bytes.ts";
import { buildTree, leafHash } from "../merkle/index.ts";
import { maxTargets, type Order } from "../order/order.ts";
import { Refusal } from "../refusal.ts";

const targetPrefix = utf8("rempart/target/v1\n");
const devicePrefix = utf8("rempart/device/v1\n");

/** A device, group or person id as its 16 bytes. The text was read as `id` before. */
export function idBytes(id: string): Uint8Array {
  const bytes = fromBase64url(id);
  if (bytes?.length !== 16) throw new Refusal("schema", "id", "must be base64url of 16 bytes");
  return bytes;
}

/** A UUID as its 16 bytes. The text was read as `uuid` before. */
export function uuidBytes(uuid: string): Uint8Array {
  return fromHex(uuid.replaceAll("-", ""));
}

/** Leaf of one phone in the target tree of one order: bound to the order, so that no proof serves another (section 3). */
export function targetLeaf(orderId: string, deviceId: string): Uint8Array {
  return leafHash(concat(targetPrefix, uuidBytes(orderId), idBytes(deviceId)));
}

/** The ids in the order in which the tree holds them: bytewise. Refuses doubles with `targets.list`. */
export function sortTargets(ids: readonly string[]): string[] {
  const sorted = ids.map((id) => [idBytes(id), id] as const).sort((a, b) => compareBytes(a[0], b[0]));
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]![1] === sorted[i - 1]![1]) throw new Refusal("targets.list", `targets[${i}]`, "names a phone twice");
  }
  return sorted.map(([, id]) => id);
}

/** The tree over `ids` for the order `orderId`: what the order signs, and a proof for each phone by its index. */
export function targetTree(orderId: string, ids: readonly string[]) {
  if (ids.length < 1 || ids.length > maxTargets) {
    throw new Refusal("targets.list", "targets", `must name 1 to ${maxTargets} phones`);
  }
  const sorted = sortTargets(ids);
  const tree = buildTree(sorted.map((id) => targetLeaf(orderId, id)));
  return { ids: sorted, count: sorted.length, root: toHex(tree.root), path: (index: number) => tree.path(index) };
}

/** Refuses with `targets.list` unless `ids` is exactly the list that the order signed. Returns the sorted ids. */
export function checkTargetList(order: Order, ids: readonly string[]): string[] {
  if (!("count" in order.targets)) {
    if (ids.length > 0) throw new Refusal("targets.list", "targets", "this action names no single phones");
    return [];
  }
  const tree = targetTree(order.id, ids);
  if (tree.count !== order.targets.count || tree.root !== order.targets.root) {
    throw new Refusal("targets.list", "targets");
  }
  return tree.ids;
}

/** Id of an Android phone: derived from its key, so that nobody can move an order to another key (section 3). */
export function deviceId(genesis: string, spki: Uint8Array): Uint8Array {
  return sha256(concat(devicePrefix, fromHex(genesis), spki)).subarray(0, 16);
}
