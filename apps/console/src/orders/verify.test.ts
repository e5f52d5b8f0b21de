import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { codeOf } from "@rempart/client";
import { type Document, type JsonValue, newUuid, type Order, targetTree } from "@rempart/trust";
import { leafOf, phoneIds, World } from "./testing/world.ts";
import { type ShownOrder, type VerifiedOrder, verifyOrder } from "./verify.ts";

const now = (): number => Math.floor(Date.now() / 1000);
const codes = ({ contradictions }: VerifiedOrder): string[] => contradictions.map(({ code }) => code);
const code =
  (wanted: string) =>
  (error: unknown): boolean => {
    assert.equal(codeOf(error), wanted);
    return true;
  };

describe("verifying an order as it is shown", () => {
  let world: World;
  let phones: string[];
  let lock: Document<Order>;
  before(async () => {
    world = await World.make();
    phones = phoneIds(3);
    lock = await world.organisation.order("lock", phones, [world.organisation.operator]);
  });
  const shownOf = (order: Document<Order>, more: Partial<ShownOrder> = {}): ShownOrder => ({
    hash: order.hash,
    envelope: order.envelope,
    targets: phones,
    ...more,
  });
  const verify = async (shown: ShownOrder, at = now()) => verifyOrder(shown, await world.ground(), world.ask, at);

  it("proves a released order: quorum, list, time of acceptance, reach", async () => {
    const release = await world.release(lock, { all: true }, { phones: 3 });
    const found = await verify(shownOf(lock, { releases: [release], state: "released" }));
    assert.deepEqual(found.contradictions, []);
    assert.equal(found.review.complete, true);
    assert.deepEqual(
      found.releases.map(({ index }) => index),
      [release.index],
    );
    assert.equal(found.accepted, release.document.body.accepted);
    assert.deepEqual(found.reached, { phones: 3, of: 3, all: true });
    assert.equal(found.ended, false);
  });

  it("asks for each proof once", async () => {
    const order = await world.organisation.order("lock", phones, [world.organisation.operator]);
    const release = await world.release(order, { all: true });
    await verify(shownOf(order, { releases: [release] }));
    const before = world.asked.length;
    await verify(shownOf(order, { releases: [release] }));
    assert.equal(world.asked.length, before);
  });

  it("refuses another document under the hash that was asked for", async () => {
    const other = await world.organisation.order("lock", phones, [world.organisation.operator]);
    await assert.rejects(verify({ ...shownOf(other), hash: lock.hash }), code("answer.hash"));
  });

  it("refuses an altered field: it is another document then", async () => {
    const { payload, ...rest } = lock.envelope as { payload: string };
    const text = Buffer.from(payload, "base64").toString().replace('"exercise"', '"stolen"');
    const altered = { ...rest, payload: Buffer.from(text).toString("base64") } as JsonValue;
    await assert.rejects(verify({ ...shownOf(lock), envelope: altered }), code("answer.hash"));
  });

  it("refuses a list of phones that was not signed", async () => {
    await assert.rejects(
      verify(shownOf(lock, { targets: [...phones.slice(1), ...phoneIds(1)] })),
      code("targets.list"),
    );
  });

  it("refuses an order of another organisation", async () => {
    const elsewhere = await World.make();
    const order = await elsewhere.organisation.order("lock", phones, [elsewhere.organisation.operator]);
    await assert.rejects(verify(shownOf(order)), code("org"));
  });

  it("finds the missing release: released in words alone", async () => {
    const found = await verify(shownOf(lock, { state: "released" }));
    assert.deepEqual(codes(found), ["log.inclusion"]);
    assert.equal(found.accepted, undefined);
  });

  it("finds the release of another order", async () => {
    const other = await world.organisation.order("lock", phones, [world.organisation.operator]);
    const release = await world.release(other, { all: true });
    const found = await verify(shownOf(lock, { releases: [release], state: "released" }));
    assert.ok(codes(found).includes("log.inclusion"));
    assert.equal(found.releases.length, 0);
  });

  it("finds a release that is not in the log, and one at another index", async () => {
    const real = await world.release(lock, { all: true });
    const elsewhere = await World.make();
    const made = await elsewhere.release(lock, { all: true }, { org: world.genesis, phones: 99 });
    const forged = await verify(shownOf(lock, { releases: [{ ...made, index: real.index }] }));
    assert.deepEqual(codes(forged), ["log.inclusion"]);
    const moved = await verify(shownOf(lock, { releases: [{ ...real, index: real.index - 1 }] }));
    assert.deepEqual(codes(moved), ["log.inclusion"]);
  });

  it("keeps a release above the verified head as said, not proven", async () => {
    const ground = await world.ground();
    const release = await world.release(lock, { all: true });
    const found = await verifyOrder(
      shownOf(lock, { releases: [release], state: "released" }),
      ground,
      world.ask,
      now(),
    );
    assert.equal(found.pending, 1);
    assert.deepEqual(found.releases, []);
    assert.deepEqual(found.contradictions, []);
  });

  it("finds a release above the head that no head to come can hold, and one at a place that no log has", async () => {
    const ground = await world.ground();
    const elsewhere = await World.make();
    const made = async (at: number, index: number) => {
      const release = await elsewhere.release(lock, { all: true }, { org: world.genesis, at, accepted: at });
      const shown = shownOf(lock, { releases: [{ ...release, index }], state: "released" });
      return await verifyOrder(shown, ground, world.ask, now());
    };
    for (const [at, index, wanted] of [
      [ground.head.time - 121, 1_000_000, "log.inclusion"],
      [now() + 601, 1_000_000, "window.early"],
      [now(), -1, "log.inclusion"],
      [now(), 0.5, "log.inclusion"],
    ] as const) {
      const found = await made(at, index);
      assert.equal(found.pending, 0);
      assert.ok(codes(found).includes(wanted), `${at} ${index}: ${codes(found)}`);
    }
    assert.equal((await made(ground.head.time - 60, 1_000_000)).pending, 1);
  });

  it("finds a released order whose signatures were taken away", async () => {
    const { signatures: _, ...bare } = lock.envelope as { [field: string]: JsonValue };
    const release = await world.release(lock, { all: true });
    const found = await verify({ ...shownOf(lock, { releases: [release] }), envelope: { ...bare, signatures: [] } });
    assert.deepEqual(codes(found), ["signature.quorum"]);
  });

  it("finds a wipe with one approver's signature released", async () => {
    const wipe = await world.organisation.order("wipe", phones, [world.organisation.approvers[0]], {
      storage: true,
      esim: false,
      keepProtection: true,
    });
    const release = await world.release(wipe, { none: true }, { phones: 3 });
    const found = await verify(shownOf(wipe, { releases: [release] }));
    assert.deepEqual(codes(found), ["signature.quorum"]);
  });

  it("does not believe a connection that is gone to be a lie", async () => {
    const order = await world.organisation.order("lock", phones, [world.organisation.operator]);
    const release = await world.release(order, { all: true });
    const gone = Object.assign(new Error("gone"), { code: "network" });
    await assert.rejects(
      verifyOrder(shownOf(order, { releases: [release] }), await world.ground(), () => Promise.reject(gone), now()),
      (error) => error === gone,
    );
  });

  it("finds an order that was accepted too late", async () => {
    const release = await world.release(lock, { all: true }, { accepted: lock.body.createdAt + 86_401 });
    assert.deepEqual(codes(await verify(shownOf(lock, { releases: [release] }))), ["release.late"]);
  });
});

describe("verifying what destroys", () => {
  let world: World;
  let phones: string[];
  let wipe: Document<Order>;
  before(async () => {
    world = await World.make();
    phones = phoneIds(12);
    const params = { storage: false, esim: false, keepProtection: true };
    wipe = await world.organisation.order("wipe", phones, world.organisation.approvers, params);
  });
  const shownOf = (more: Partial<ShownOrder>): ShownOrder => ({
    hash: wipe.hash,
    envelope: wipe.envelope,
    targets: phones,
    ...more,
  });
  const verify = async (shown: ShownOrder, at: number) => verifyOrder(shown, await world.ground(), world.ask, at);

  it("finds held called released, and lets it be called released afterwards", async () => {
    const release = await world.release(wipe, { none: true }, { phones: 12 });
    const { accepted } = release.document.body;
    const lie = await verify(shownOf({ releases: [release], state: "released" }), accepted + 60);
    assert.deepEqual(codes(lie), ["state.held"]);
    assert.equal(lie.heldUntil, accepted + 3600);
    assert.deepEqual((await verify(shownOf({ releases: [release], state: "held" }), accepted + 60)).contradictions, []);
    const later = await verify(shownOf({ releases: [release], state: "released" }), accepted + 3601);
    assert.deepEqual(later.contradictions, []);
  });

  it("finds phones reached during the hold", async () => {
    const first = await world.release(wipe, { none: true }, { phones: 12 });
    const early = await world.release(
      wipe,
      { phones: [leafOf(wipe, phones[0]!)] },
      { phones: 12, accepted: first.document.body.accepted, at: first.document.body.accepted + 5 },
    );
    assert.deepEqual(codes(await verify(shownOf({ releases: [first, early] }), now())), ["brake.held"]);
  });

  it("finds a release to all, and a phone that is not on the list", async () => {
    const all = await world.release(wipe, { all: true }, { phones: 12, accepted: now() });
    assert.ok(codes(await verify(shownOf({ releases: [all] }), now() + 4000)).includes("release.reach"));
    const stranger = await world.release(
      wipe,
      { phones: [leafOf(wipe, phoneIds(1)[0]!)] },
      { phones: 12, accepted: now(), at: now() + 3700 },
    );
    assert.deepEqual(codes(await verify(shownOf({ releases: [stranger] }), now() + 4000)), ["release.reach"]);
  });

  it("counts the phones that its releases name, each once", async () => {
    const accepted = now();
    const named = (from: number, to: number) =>
      world.release(
        wipe,
        { phones: phones.slice(from, to).map((device) => leafOf(wipe, device)) },
        { phones: 12, accepted, at: accepted + 3700 },
      );
    const releases = [await named(0, 3), await named(2, 5)];
    const { reached, contradictions } = await verify(shownOf({ releases }), accepted + 4000);
    assert.deepEqual(contradictions, []);
    assert.deepEqual(reached, { phones: 5, of: 12, all: false });
  });
});

describe("verifying under later charters", () => {
  it("ends one-shot orders, keeps standing documents, and cuts off what `from` and `voids` name", async () => {
    const world = await World.make();
    const { approvers, operator } = world.organisation;
    const phones = phoneIds(2);
    const lock = await world.organisation.order("lock", phones, [operator]);
    const release = await world.release(lock, { all: true });
    const policy = async (name: string) =>
      world.organisation.policy(name, [{ kind: "camera", disabled: true }], undefined, approvers.slice(0, 2));
    const kept = await policy(phoneIds(1)[0]!);
    const keptRelease = await world.release(kept, { all: true });
    const voided = await policy(phoneIds(1)[0]!);
    const voidedRelease = await world.release(voided, { all: true });
    const cut = await policy(phoneIds(1)[0]!);
    const cutRelease = await world.release(cut, { all: true });
    await world.nextCharter({ from: cutRelease.index, voids: [voided.hash] });
    const ground = await world.ground();
    const ended = async (order: Document<Order>, one: typeof release, targets?: string[]) => {
      const shown = { hash: order.hash, envelope: order.envelope, targets, releases: [one] };
      const found = await verifyOrder(shown, ground, world.ask, now());
      assert.deepEqual(found.contradictions, [], order.body.action);
      assert.equal(found.review.current, false);
      return found.ended;
    };
    assert.equal(await ended(lock, release, phones), true);
    assert.equal(await ended(kept, keptRelease), false);
    assert.equal(await ended(voided, voidedRelease), true);
    assert.equal(await ended(cut, cutRelease), true);
  });

  it("refuses an order that names a charter nobody signed", async () => {
    const world = await World.make();
    const phones = phoneIds(1);
    const order = await world.organisation.order(
      "lock",
      phones,
      [world.organisation.operator],
      {},
      {
        charter: "ab".repeat(32),
      },
    );
    const shown = { hash: order.hash, envelope: order.envelope, targets: phones };
    await assert.rejects(verifyOrder(shown, await world.ground(), world.ask, now()), code("charter.current"));
  });

  it("accepts an order that a frozen organisation allowed, by the rule for that", async () => {
    const world = await World.make();
    const [anna, ben] = world.organisation.approvers;
    const id = newUuid(Date.now());
    const phones = phoneIds(1);
    const order = await world.organisation.order(
      "lock",
      phones,
      [anna, ben],
      {},
      {
        id,
        targets: { count: 1, root: targetTree(id, phones).root },
      },
    );
    const release = await world.release(order, { all: true });
    const shown = { hash: order.hash, envelope: order.envelope, targets: phones, releases: [release] };
    for (const frozen of [true, false]) {
      const found = await verifyOrder(shown, await world.ground(frozen), world.ask, now());
      assert.deepEqual(found.contradictions, []);
    }
  });
});
