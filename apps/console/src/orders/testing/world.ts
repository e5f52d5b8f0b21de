// An organisation with a log of its own, for tests: real documents, real signatures, real proofs, and a gatekeeper's
// answers made from them. Tests tell lies by changing what this world says.

import { type Ask, type Trust, trustFrom } from "@rempart/client";
import {
  buildTree,
  type Document,
  deviceId,
  enrolmentType,
  extendChain,
  fromHex,
  type Head,
  type JsonValue,
  leafHash,
  makeEnvelope,
  newId,
  newNonce,
  type Order,
  openEnvelope,
  payloadBytes,
  type Reach,
  type Release,
  releaseType,
  resultType,
  signDocument,
  targetLeaf,
  toBase64,
  toBase64url,
  toHex,
} from "@rempart/trust";
import { newOrganisation, newSigner, type Organisation } from "../../../../gatekeeper/src/testing/organisation.ts";
import type { Ground, ShownRelease } from "../verify.ts";

const now = (): number => Math.floor(Date.now() / 1000);

/** A phone with a key. */
export interface TestPhone {
  id: string;
  enrolment: JsonValue;
  /** What it says about an order, signed. */
  result(order: string, outcome: string, extra?: Record<string, JsonValue>): Promise<JsonValue>;
}

export class World {
  readonly organisation: Organisation;
  #leaves: Uint8Array[] = [];
  #charters: JsonValue[];
  /** What the gatekeeper was asked. */
  readonly asked: string[] = [];

  private constructor(organisation: Organisation) {
    this.organisation = organisation;
    this.#charters = [organisation.genesis.envelope];
    this.#leaves.push(leafHash(fromHex(organisation.genesis.hash)));
  }

  static async make(changes: Record<string, JsonValue> = {}): Promise<World> {
    const key = async () => {
      const { kid, spki } = await newSigner();
      return { kid, spki };
    };
    const keys = { log: await key(), sealKey: await key(), tlsPin: "11".repeat(32), tlsPort: 8443 };
    return new World(await newOrganisation(keys, changes));
  }

  get genesis(): string {
    return this.organisation.genesis.hash;
  }

  /** The roots' next charter, in the log. */
  async nextCharter(changes: Record<string, JsonValue>): Promise<void> {
    const next = await this.organisation.nextCharter({ from: this.#leaves.length, ...changes });
    this.#charters.push(next.envelope);
    this.#leaves.push(leafHash(fromHex(next.hash)));
  }

  /** A release of `order`, put into the log; `changes` replace its fields. */
  async release(
    order: Document<Order>,
    reach: Reach,
    changes: Record<string, JsonValue> = {},
  ): Promise<ShownRelease & { document: Document<Release> }> {
    const body = {
      ...{ v: 1, org: this.genesis, order: order.hash, accepted: now(), at: now(), phones: 1 },
      reach: reach as unknown as JsonValue,
      by: [this.organisation.approvers[0].id],
      ...changes,
    };
    const envelope = makeEnvelope("release", payloadBytes(body), []);
    const document = openEnvelope(releaseType, envelope);
    this.#leaves.push(leafHash(fromHex(document.hash)));
    return { index: this.#leaves.length - 1, envelope, document };
  }

  /** Charters and head as a browser knows them now. */
  async ground(frozen = false): Promise<Ground> {
    const charters = await extendChain([], this.genesis, this.#charters);
    const trust: Trust = trustFrom(charters);
    const tree = buildTree(this.#leaves);
    const head = {
      ...{ v: 1, org: this.genesis, epoch: 1, size: tree.size, root: toHex(tree.root), time: now() },
      charter: trust.newest.hash,
    } as unknown as Head;
    return { trust, head, frozen };
  }

  /** The gatekeeper: proofs from the log as it is now. */
  readonly ask: Ask = async (path) => {
    this.asked.push(path);
    const found = /^\/log\/v1\/inclusion\/(\d+)\?size=(\d+)$/.exec(path);
    if (!found) throw new Error(`the gatekeeper was asked ${path}`);
    const tree = buildTree(this.#leaves.slice(0, Number(found[2])));
    const nodes = tree.path(Number(found[1]));
    return { path: toBase64(new Uint8Array(nodes.flatMap((node) => [...node]))) };
  };

  /** A phone that enrolled with a key of its own. */
  async phone(): Promise<TestPhone> {
    const key = await newSigner();
    const spki = Uint8Array.from(Buffer.from(key.spki, "base64"));
    const id = toBase64url(deviceId(this.genesis, spki));
    const common = { v: 1, org: this.genesis };
    const enrolment = await signDocument(
      enrolmentType,
      {
        ...common,
        ...{ ticket: "22".repeat(32), challenge: newNonce(), spki: key.spki, platform: "android" },
        ...{ model: "Test", os: "16", agent: 1 },
      },
      [key.signer],
    );
    let seq = 0;
    const result = async (order: string, outcome: string, extra: Record<string, JsonValue> = {}) => {
      const body = { ...common, device: id, seq: ++seq, kind: "order", order, outcome, at: now(), ...extra };
      return (await signDocument(resultType, body, [key.signer])).envelope;
    };
    return { id, enrolment: enrolment.envelope, result };
  }
}

/** Ids of phones that need no key. */
export function phoneIds(count: number): string[] {
  return Array.from({ length: count }, newId);
}

/** The hex leaf of a phone in an order's tree, as releases name it. */
export function leafOf(order: Document<Order>, device: string): string {
  return toHex(targetLeaf(order.body.id, device));
}
