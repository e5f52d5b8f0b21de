// From orders to the bundle a phone gets: release, log, proofs, head. Every step can be changed for a bad neighbour.
import {
  buildTree,
  concat,
  type JsonValue,
  leafHash,
  sha256,
  targetLeaf,
  targetTree,
  toBase64,
  toHex,
  utf8,
} from "../../packages/trust/src/index.ts";
import { naiveProof } from "../../packages/trust/src/merkle/naive.ts";
import { accepted, type Body, entry, type Made, phone, phones, plain, shown, sign } from "./world.ts";

export const nonce = "JQxRrOgy3L0ICeooW_h5sShkZWF2_GsrZBci56wpqPo";

/** A sealed text as an order holds it, and the opened value that goes with it in a bundle. */
export function secretOf(text: string): { secret: Body; opened: string } {
  const value = concat(sha256(utf8(`nonce ${text}`)), utf8(text));
  const sealed = toBase64(new Uint8Array(120).fill(text.length));
  return { secret: { gatekeeper: sealed, approvers: sealed, sha256: toHex(sha256(value)) }, opened: toBase64(value) };
}

const joined = (path: readonly Uint8Array[]): string => toBase64(concat(...path));

/** A log: what entries give, as proofs in their JSON form. */
export class Log {
  readonly leaves: Uint8Array[];
  constructor(hashes: readonly Uint8Array[]) {
    this.leaves = hashes.map(leafHash);
  }
  get size(): number {
    return this.leaves.length;
  }
  root(size = this.size): string {
    return toHex(buildTree(this.leaves.slice(0, size)).root);
  }
  inclusion(index: number): string {
    return joined(buildTree(this.leaves).path(index));
  }
  consistency(from: number, to = this.size): string {
    return from === 0 || from === to ? "" : joined(naiveProof(from, this.leaves.slice(0, to)));
  }
}

export const filler = (count: number, name = "filler"): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => sha256(utf8(`${name} ${i}`)));

export function releaseOf(order: Made, over: Body = {}): Promise<Made> {
  const org = order.body.org as string;
  return sign("release", {
    ...{ v: 1, org, order: order.hash, accepted, at: accepted, phones: 3 },
    ...{ reach: { all: true }, by: [] },
    ...over,
  });
}

/** Proof that `device` is a target of the tree over `ids`. */
export function targetProof(order: Made, ids: readonly string[] = phones, device = phone): Body {
  const tree = targetTree(order.body.id as string, ids);
  const index = tree.ids.indexOf(device);
  return { index, proof: joined(tree.path(index)) };
}

export const leafOf = (order: Made, device = phone): string => toHex(targetLeaf(order.body.id as string, device));

export interface Delivery {
  /** The chain that is in the log; the last is in force. */
  chain?: Made[];
  /** Charters of the chain the phone does not have yet. */
  fresh?: Made[];
  release?: Body;
  /** Another release in place of the order's own. */
  releaseMade?: Made;
  /** A first release, standing before the release in the log, when that came later than acceptance. */
  first?: Body;
  firstMade?: Made;
  /** The first release stands after the release in the log. */
  firstLast?: boolean;
  /** Entries before and after the releases. */
  before?: number;
  after?: number;
  head?: Body;
  headSigners?: string[];
  /** What the phone has seen of this log. */
  seen?: number;
  opened?: JsonValue;
  target?: JsonValue;
  lifts?: Made[];
  /** Size that the witnesses vouch for and who states it; see `statements`. */
  witness?: { size?: number; by?: string[]; over?: Body; time?: number; statements?: JsonValue[]; root?: string };
}

/** The bundle that delivers these orders, and the log behind it. */
export async function deliver(orders: readonly Made[], options: Delivery = {}): Promise<{ bundle: Body; log: Log }> {
  const chain = options.chain ?? [plain];
  const newest = chain.at(-1)!;
  const org = chain[0]!.hash;
  const all = [...(options.lifts ?? []), ...orders];
  const releases: { order: Made; release: Made; first: Made | undefined }[] = [];
  const hashes = [...chain.map(entry), ...filler(options.before ?? 0)];
  const indexes: { first: number; index: number }[] = [];
  for (const order of all) {
    const release = options.releaseMade ?? (await releaseOf(order, options.release));
    const first = options.firstMade ?? (options.first ? await releaseOf(order, options.first) : undefined);
    releases.push({ order, release, first });
    const block = first ? [entry(first), ...filler(2, "between"), entry(release)] : [entry(release)];
    if (options.firstLast) block.reverse();
    const start = hashes.length;
    const last = start + block.length - 1;
    indexes.push(options.firstLast ? { first: last, index: start } : { first: start, index: last });
    hashes.push(...block);
  }
  hashes.push(...filler(options.after ?? 0, "after"));
  const log = new Log(hashes);
  const items = releases.map(({ order, release, first }, i): Body => {
    const at = indexes[i]!;
    const isTree = "count" in (order.body.targets as Body);
    const target =
      options.target ?? (isTree ? targetProof(order, order.body.action === "admit" ? [phone] : phones) : undefined);
    return {
      order: order.envelope,
      release: release.envelope,
      index: at.index,
      inclusion: log.inclusion(at.index),
      ...(first ? { first: { release: first.envelope, index: at.first, inclusion: log.inclusion(at.first) } } : {}),
      ...(target === undefined ? {} : { target }),
      ...(options.opened === undefined ? {} : { opened: options.opened }),
    };
  });
  const logs = newest.body.logs as Body[];
  const inUse = logs.at(-1)!;
  const head = await sign(
    "head",
    {
      ...{ v: 1, org, epoch: inUse.epoch!, size: log.size, root: log.root(), time: shown, charter: newest.hash, nonce },
      ...options.head,
    },
    options.headSigners ?? ["log"],
  );
  const lifted = options.lifts?.length ?? 0;
  return {
    log,
    bundle: {
      v: 1,
      charters: (options.fresh ?? []).map((one) => one.envelope),
      head: head.envelope,
      consistency: log.consistency(options.seen ?? 0),
      ...(options.witness ? { witness: await witnessOf(options.witness, log, org, inUse.origin as string) } : {}),
      ...(options.lifts ? { lifts: items.slice(0, lifted) } : {}),
      orders: items.slice(lifted),
    },
  };
}

async function witnessOf(
  options: NonNullable<Delivery["witness"]>,
  log: Log,
  org: string,
  origin: string,
): Promise<Body> {
  const size = options.size ?? log.size;
  const root = options.root ?? log.root(Math.min(size, log.size));
  const body = { v: 1, org, origin, size, root, time: options.time ?? shown, ...options.over };
  const statements: JsonValue[] = [...(options.statements ?? [])];
  for (const name of options.by ?? ["w1", "w2"]) statements.push((await sign("witness", body, [name])).envelope);
  return { size, consistency: log.consistency(Math.min(size, log.size)), statements };
}

/** A phone that verified `chain` and its ticket, in the JSON form of the vectors; `charters` are names in the file. */
export function stateOf(charters: string[], over: Body = {}, chain: readonly Made[] = [plain]): Body {
  const newest = chain.at(-1)!;
  const log = (newest.body.logs as Body[]).at(-1)!;
  return {
    device: phone,
    charters,
    log: { epoch: log.epoch!, size: log.startSize!, root: log.startRoot! },
    clock: { time: newest.body.issuedAt! },
    witnessed: { time: newest.body.issuedAt! },
    freezes: [],
    groups: [],
    streams: {},
    done: {},
    cancelled: [],
    supported: ["lock", "lost-mode", "wipe", "policy", "assign", "unfreeze", "cancel", "message", "agent-update"],
    ...over,
  };
}
