import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { codeOf } from "@rempart/client";
import { type Document, newId, type Order } from "@rempart/trust";
import { World } from "../../orders/testing/world.ts";
import type { HistoryRow } from "../read.ts";
import { hasGaps, verifyHistory } from "./verify.ts";

describe("the history of a policy", () => {
  const id = newId();
  const stream = `policy/${id}`;
  const camera = [{ kind: "camera", disabled: true }];
  let world: World;
  let first: Document<Order>;
  let second: Document<Order>;
  before(async () => {
    world = await World.make();
    const two = world.organisation.approvers.slice(0, 2);
    first = await world.organisation.policy(id, camera, undefined, two);
    second = await world.organisation.policy(id, [{ kind: "nfc", disabled: true }], first, two);
  });
  const rowOf = async (document: Document<Order>, more: Partial<HistoryRow> = {}): Promise<HistoryRow> => {
    const release = await world.release(document, { all: true }, { phones: 3 });
    return {
      ...{ hash: document.hash, n: document.body.n, state: "released", acceptedAt: release.document.body.accepted },
      ...{ envelope: document.envelope, releases: [release] },
      ...more,
    };
  };
  const verify = async (rows: HistoryRow[]) => verifyHistory(rows, stream, await world.ground(), world.ask);

  it("shows what was signed, newest first", async () => {
    const { versions, bad } = await verify([await rowOf(first), await rowOf(second)]);
    assert.deepEqual(
      versions.map(({ n, hash, rules, signers }) => [n, hash, rules?.length, signers.length]),
      [
        [2, second.hash, 1, 2],
        [1, first.hash, 1, 2],
      ],
    );
    assert.deepEqual(bad, []);
    assert.equal(hasGaps(versions), false);
  });

  it("sets aside another document, another policy, and what the log does not prove, and hides nothing by it", async () => {
    const two = world.organisation.approvers.slice(0, 2);
    const other = await world.organisation.policy(newId(), camera, undefined, two);
    const rows = [
      await rowOf(first),
      await rowOf(second, { envelope: first.envelope }),
      await rowOf(other),
      { ...(await rowOf(second)), releases: [] },
    ];
    const { versions, bad } = await verify(rows);
    assert.deepEqual(
      versions.map(({ n }) => n),
      [1],
    );
    assert.deepEqual(
      bad.map(({ error }) => codeOf(error)),
      ["answer.hash", "answer", "log.inclusion"],
    );
  });

  it("sets aside what too few people signed", async () => {
    const alone = await world.organisation.policy(id, camera, undefined, world.organisation.approvers.slice(0, 1));
    const { bad } = await verify([await rowOf(alone)]);
    assert.deepEqual(
      bad.map(({ error }) => codeOf(error)),
      ["signature.quorum"],
    );
  });

  it("notices a number that is kept back", async () => {
    const two = world.organisation.approvers.slice(0, 2);
    const third = await world.organisation.policy(id, camera, second, two);
    const { versions } = await verify([await rowOf(third), await rowOf(first)]);
    assert.equal(hasGaps(versions), true);
  });
});
