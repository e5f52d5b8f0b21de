import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { codeOf } from "@rempart/client";
import { type Document, newId, type Order } from "@rempart/trust";
import { World } from "../../orders/testing/world.ts";
import type { HistoryRow } from "../read.ts";
import { verifyHistory } from "./verify.ts";

describe("the history of a policy, against a server that makes versions up", () => {
  const id = newId();
  let world: World;
  let first: Document<Order>;
  before(async () => {
    world = await World.make();
    first = await version(undefined, 2);
  });
  const version = (after: Document<Order> | undefined, signers: number): Promise<Document<Order>> => {
    const { policy, approvers } = world.organisation;
    return policy(id, [{ kind: "camera", disabled: true }], after, approvers.slice(0, signers));
  };
  const rowOf = (document: Document<Order>, more: Partial<HistoryRow> = {}): HistoryRow => ({
    ...{ hash: document.hash, n: document.body.n, state: "ended", envelope: document.envelope, releases: [] },
    acceptedAt: 1,
    ...more,
  });
  const verify = async (row: HistoryRow) => verifyHistory([row], first.body.stream!, await world.ground(), world.ask);

  it("shows what people signed and the log released", async () => {
    const { index, envelope } = await world.release(first, { all: true });
    const { versions, bad } = await verify(rowOf(first, { releases: [{ index, envelope }] }));
    assert.deepEqual(bad, []);
    assert.deepEqual(
      versions.map(({ n, hash }) => [n, hash]),
      [[1, first.hash]],
    );
  });

  it("seals none that the server made up, nor any that the log never released: people return to what stands here", async () => {
    for (const made of [await version(first, 0), await version(first, 2)]) {
      const { versions, bad } = await verify(rowOf(made));
      assert.deepEqual(versions, []);
      assert.deepEqual(
        bad.map(({ error }) => codeOf(error)),
        ["log.inclusion"],
      );
    }
  });

  it("leaves out one whose release is on its way into the log, without calling it a lie", async () => {
    const second = await version(first, 2);
    const ground = await world.ground();
    const { index, envelope } = await world.release(second, { all: true });
    const row = rowOf(second, { state: "released", releases: [{ index, envelope }] });
    assert.deepEqual(await verifyHistory([row], first.body.stream!, ground, world.ask), { versions: [], bad: [] });
  });
});
