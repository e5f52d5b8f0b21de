import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Ask } from "@rempart/client";
import type { Document, Order } from "@rempart/trust";
import { World } from "../orders/testing/world.ts";
import type { Ground, ShownRelease } from "../orders/verify.ts";
import { findFreeze, freezesInForce } from "./find.ts";

describe("who froze the organisation", () => {
  let world: World;
  let freeze: Document<Order>;
  let release: ShownRelease;
  let ground: Ground;
  before(async () => {
    world = await World.make();
    const [anna] = world.organisation.approvers;
    freeze = await world.organisation.orderAll("freeze", [anna]);
    release = await world.release(freeze, { all: true }, { by: [anna.id], phones: 40 });
    ground = await world.ground(true);
  });
  const answerOf = (changes: object = {}) => ({
    ...{ hash: freeze.hash, action: "freeze", state: "released", envelope: freeze.envelope, acceptedAt: 0, phones: 40 },
    ...{ by: [], releases: [{ index: release.index, envelope: release.envelope }], outcomes: {}, results: [] },
    ...changes,
  });
  /** A server that knows these freezes. */
  const server =
    (...orders: unknown[]): Ask =>
    async () =>
      ({ orders }) as never;
  /** The log as its gatekeeper shows it: entries, then proofs. */
  const gatekeeper: Ask = async (path) => {
    if (!path.startsWith("/log/v1/entries")) return world.ask(path);
    const from = Number(/from=(\d+)/.exec(path)![1]);
    const entries = [{ envelope: world.organisation.genesis.envelope }, { envelope: release.envelope }];
    return { entries: entries.slice(from) } as never;
  };
  const anna = () => world.organisation.approvers[0].id;

  it("is proven by the document and its release", async () => {
    const found = await findFreeze(freeze.hash, ground, gatekeeper, server(answerOf()));
    assert.deepEqual(found?.by, [anna()]);
    assert.equal(found.reason, "exercise");
  });

  it("is found in the log when the server is dead, silent or lies", async () => {
    const dead: Ask = () => Promise.reject(new Error("gone"));
    const [, ben] = world.organisation.approvers;
    const foreign = await world.organisation.orderAll("freeze", [ben]);
    for (const bad of [
      dead,
      server(),
      server(answerOf({ envelope: foreign.envelope })),
      server(answerOf({ releases: [] })),
    ]) {
      const found = await findFreeze(freeze.hash, ground, gatekeeper, bad);
      assert.deepEqual(found?.by, [anna()]);
      assert.equal(found.reason, undefined);
    }
  });

  it("stays unknown when nothing proves it", async () => {
    const empty: Ask = async (path) => (path.startsWith("/log/v1/entries") ? { entries: [] } : world.ask(path));
    assert.equal(await findFreeze(freeze.hash, ground, empty, server()), undefined);
    const unproven: Ask = async (path) => (path.startsWith("/log/v1/inclusion") ? { path: "" } : gatekeeper(path));
    const elsewhere = await World.make();
    const forged = await elsewhere.release(freeze, { all: true });
    const liar: Ask = async (path) =>
      path.startsWith("/log/v1/entries") ? ({ entries: [{ envelope: forged.envelope }] } as never) : unproven(path);
    assert.equal(await findFreeze(freeze.hash, ground, liar, server()), undefined);
  });

  it("lists freezes by the signed head first, and none where it names none", () => {
    const [a, b] = ["aa".repeat(32), "bb".repeat(32)];
    assert.deepEqual(freezesInForce({ freeze: a }, [b!, a!, "no hash"]), [a, b]);
    assert.deepEqual(freezesInForce({}, [b!]), []);
  });
});
