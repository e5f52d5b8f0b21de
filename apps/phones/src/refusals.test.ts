// Hostile gatekeepers: every refusal is seen, reported once, and changes nothing.
import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import type { JsonObject, JsonValue } from "@rempart/trust";
import { derivedKey } from "../../../packages/trust/src/testing/keys.ts";
import type { ReleaseOptions } from "./testing/gatekeeper.ts";
import { now, type OrderOptions } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";

async function enrolled(t: TestContext, count = 1): Promise<{ world: World; device: string }> {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start(count);
  return { world, device: await world.device() };
}

/** What a refusal must leave alone: all but the talk about it. */
function lasting(state: Record<string, unknown>): Record<string, unknown> {
  return { ...state, size: 0, seq: 0, queued: 0, connected: true };
}

type Forge = (item: JsonObject, world: World, device: string) => JsonValue | Promise<JsonValue>;

interface Case {
  code: string;
  order?: (device: string, world: World) => OrderOptions | Promise<OrderOptions>;
  action?: "lock" | "wipe";
  release?: Partial<ReleaseOptions> | ((device: string) => Partial<ReleaseOptions>);
  forge?: Forge;
}

const other = Buffer.alloc(16, 7).toString("base64url");
const envelopeOf = (item: JsonObject): { payload: string; signatures: JsonObject[] } =>
  structuredClone(item.order) as unknown as { payload: string; signatures: JsonObject[] };

/** The order with other bytes under the same signatures. */
const rewrite =
  (change: (body: JsonObject) => JsonObject): Forge =>
  (item) => {
    const order = envelopeOf(item);
    const body = JSON.parse(Buffer.from(order.payload, "base64").toString()) as JsonObject;
    order.payload = Buffer.from(JSON.stringify(change(body))).toString("base64");
    return { ...item, order: order as unknown as JsonObject };
  };

const cases: Record<string, Case> = {
  "forged bytes under true signatures": {
    code: "signature.quorum",
    forge: rewrite((body) => ({ ...body, createdAt: (body.createdAt as number) - 1 })),
  },
  "an unknown field": { code: "schema", forge: rewrite((body) => ({ ...body, extra: 1 })) },
  "another organisation": { code: "org", forge: rewrite((body) => ({ ...body, org: "0".repeat(64) })) },
  "an unknown charter": { code: "charter.current", order: () => ({ charter: "1".repeat(64) }) },
  "nobody's signature": { code: "signature.quorum", order: () => ({ signers: [] }) },
  "a stranger's signature": {
    code: "signature.quorum",
    order: async () => ({ signers: [await derivedKey("mallory")] }),
  },
  "one approver where two are asked for": {
    code: "signature.quorum",
    action: "wipe",
    order: (_device, { organisation }) => ({ signers: [organisation.alice, organisation.alice] }),
  },
  "an operator's wipe": {
    code: "signature.quorum",
    action: "wipe",
    order: (_device, { organisation }) => ({ signers: [organisation.alice, organisation.oscar] }),
  },
  "another phone's order": { code: "target.proof", order: () => ({ targets: [other] }), release: { tree: [other] } },
  "a release outside the log": { code: "log.inclusion", release: { unlogged: true } },
  "a release of another order": {
    code: "log.inclusion",
    forge: async (item, world, device) => {
      const another = await world.organisation.order("ring", { seconds: 5 }, { targets: [device] });
      return {
        ...item,
        release: (await world.gatekeeper.release(another, [device], { silent: true })).item(device).release!,
      };
    },
  },
  "accepted too late": {
    code: "release.late",
    order: () => ({ createdAt: now() - 90_000, expiresAt: now() + 90_000 }),
  },
  "a reach below this phone": { code: "release.reach", release: { reach: { below: "0".repeat(64) } } },
  "a wipe released to all": { code: "release.reach", action: "wipe" },
  expired: {
    code: "window.expired",
    order: () => ({ createdAt: now() - 100, expiresAt: now() - 10 }),
    release: { at: now() - 90 },
  },
  "from the future": { code: "window.early", order: () => ({ createdAt: now() + 900 }), release: { at: now() + 900 } },
  "not even an order": { code: "schema", forge: (item) => ({ ...item, order: "lock" }) },
};

// Waiting is most of what these do: all at once.
suite("items refused", { concurrency: true }, () => {
  for (const [name, one] of Object.entries(cases)) {
    test(`refused: ${name}`, async (t) => {
      const { world, device } = await enrolled(t);
      const { organisation, gatekeeper } = world;
      const action = one.action ?? "lock";
      const params = action === "lock" ? {} : { storage: true, esim: false, keepProtection: false };
      const order = await organisation.order(action, params, {
        targets: [device],
        ...(await one.order?.(device, world)),
      });
      if (one.forge) {
        gatekeeper.tamper = async (bundle, question) => {
          const orders = await Promise.all(
            (bundle.orders as JsonObject[]).map((item) => one.forge!(item, world, device)),
          );
          // What was added to the log meanwhile must be in the head.
          const phone = gatekeeper.phones.get(device)!;
          return orders.length === 0 ? bundle : { ...(await gatekeeper.bundle(phone, question)), orders };
        };
      }
      const before = world.show();
      const release = typeof one.release === "function" ? one.release(device) : one.release;
      await gatekeeper.release(order, [device], release);
      const refused = await world.event("refused");
      assert.equal(refused.code, one.code, String(refused.message));
      const reported = await until(() => gatekeeper.phones.get(device)?.results[0]?.body, "the report");
      assert.deepEqual([reported.outcome, reported.code], ["refused", one.code]);
      assert.equal(reported.order, refused.order);
      // Handed over again and again, it is refused again and again, and said once.
      const { polls } = gatekeeper.phones.get(device)!;
      gatekeeper.deliveries.push({
        order: { ...order, hash: "again" },
        to: new Set([device]),
        item: gatekeeper.deliveries[0]!.item,
      });
      gatekeeper.announce();
      await until(() => gatekeeper.phones.get(device)!.polls > polls + 3, "four more polls");
      assert.equal(world.events.filter(({ event }) => event === "refused").length, 1);
      assert.equal(
        world.events.some(({ event }) => event === "executed"),
        false,
      );
      const { locked, streams, executed, wiped } = world.show();
      assert.deepEqual(
        { locked, streams, executed, wiped },
        { locked: false, streams: {}, executed: [], wiped: false },
      );
      assert.deepEqual(lasting(world.show()), lasting(before));
    });
  }
});

test("an order that was carried out is a replay", async (t) => {
  const { world, device } = await enrolled(t);
  const { gatekeeper } = world;
  const ring = await world.organisation.order("ring", { seconds: 5 }, { targets: [device] });
  const { item } = await gatekeeper.release(ring, [device]);
  await world.event("executed", ring.hash);
  gatekeeper.deliveries = [{ order: { ...ring, hash: "again" }, to: new Set([device]), item }];
  gatekeeper.announce();
  assert.equal((await world.event("refused", ring.hash)).code, "replay");
  assert.equal(world.show().rings, 1);
});

test("an old policy does not come back, and none may skip what stands before it", async (t) => {
  const { world, device } = await enrolled(t);
  const { gatekeeper, organisation } = world;
  const id = Buffer.alloc(16, 1).toString("base64url");
  const policy = (disabled: boolean, n: number, prev?: string) =>
    organisation.order("policy", { id, rules: [{ kind: "camera", disabled }] }, { stream: `policy/${id}`, n, prev });
  const first = await policy(false, 1);
  const second = await policy(true, 2, first.hash);
  const forked = await policy(false, 3, "2".repeat(64));
  const old = await gatekeeper.release(first, [device], { silent: true });
  await gatekeeper.release(second, [device]);
  await world.event("executed", second.hash);
  gatekeeper.deliveries.push(old);
  gatekeeper.announce();
  assert.equal((await world.event("refused", first.hash)).code, "stream.old");
  await gatekeeper.release(forked, [device]);
  assert.equal((await world.event("refused", forked.hash)).code, "stream.prev");
  assert.equal(world.show().camera, false);
});

test("without its witnesses a log moves no phone, and still freezes it", async (t) => {
  const { world, device } = await enrolled(t);
  const { gatekeeper, organisation } = world;
  const witness = await derivedKey("witness");
  await organisation.amend({ k: 1, witnesses: [{ kid: witness.kid, spki: witness.spkiBase64 }] });
  const lock = await organisation.order("lock", {}, { targets: [device] });
  const delivery = await gatekeeper.release(lock, [device]);
  assert.equal((await world.event("refused", lock.hash)).code, "witness.quorum");
  gatekeeper.witness = await derivedKey("mallory");
  gatekeeper.freeze = "a".repeat(64);
  gatekeeper.announce();
  await world.event("frozen");
  gatekeeper.freeze = undefined;
  const { size } = world.show();
  assert.deepEqual([world.show().charter, world.show().locked, world.show().freezes], [2, false, ["a".repeat(64)]]);
  gatekeeper.witness = witness;
  const unfreeze = await organisation.order("unfreeze", { freezes: ["a".repeat(64)], mute: [] });
  gatekeeper.lifts.push(await gatekeeper.release(unfreeze, [device], { silent: true }));
  gatekeeper.deliveries = [{ ...delivery, order: { ...lock, hash: "again" } }];
  gatekeeper.announce();
  await world.event("executed", lock.hash);
  assert.ok((world.show().size as number) > (size as number));
});

type Tamper = (bundle: JsonObject, world: World, nonce: string) => JsonValue | Promise<JsonValue>;
const bundles: Record<string, { code: string; tamper: Tamper }> = {
  "a head that answers another question": {
    code: "log.head",
    tamper: async (bundle, { gatekeeper }) => ({ ...bundle, head: await gatekeeper.head("A".repeat(43)) }),
  },
  "a head without a question": {
    code: "log.head",
    tamper: async (bundle, { gatekeeper }) => ({ ...bundle, head: await gatekeeper.head(undefined) }),
  },
  "a head of another epoch": {
    code: "log.head",
    tamper: async (bundle, { gatekeeper }, nonce) => ({ ...bundle, head: await gatekeeper.head(nonce, { epoch: 2 }) }),
  },
  "a head under another charter": {
    code: "log.head",
    tamper: async (bundle, { gatekeeper }, nonce) => ({
      ...bundle,
      head: await gatekeeper.head(nonce, { charter: "3".repeat(64) }),
    }),
  },
  "a forked log": {
    code: "log.consistency",
    tamper: async (bundle, { gatekeeper }, nonce) => {
      gatekeeper.entries[0] = new Uint8Array(32).fill(9);
      return { ...bundle, head: await gatekeeper.head(nonce) };
    },
  },
  "a log that became shorter": {
    code: "log.consistency",
    tamper: async (bundle, { gatekeeper }, nonce) => {
      gatekeeper.entries.splice(1);
      return { ...bundle, head: await gatekeeper.head(nonce), consistency: "" };
    },
  },
  "a charter that no root signed": {
    code: "charter.chain",
    tamper: async (bundle, { organisation }) => {
      const { charters } = organisation;
      const forged = await organisation.amend({ voids: ["4".repeat(64)] });
      organisation.charters = charters;
      return { ...bundle, charters: [{ ...(forged.document.envelope as JsonObject), signatures: [] }] };
    },
  },
  "an unknown field": { code: "schema", tamper: (bundle) => ({ ...bundle, extra: true }) },
  "a text that is no bundle": { code: "schema", tamper: () => "bundle" },
};

suite("bundles refused", { concurrency: true }, () => {
  for (const [name, { code, tamper }] of Object.entries(bundles)) {
    test(`a bundle refused: ${name}`, async (t) => {
      const { world, device } = await enrolled(t);
      const { gatekeeper, organisation } = world;
      const ring = await organisation.order("ring", { seconds: 5 }, { targets: [device] });
      await gatekeeper.release(ring, [device]);
      await until(() => gatekeeper.resultsOf(device, ring.hash)[0], "the first result");
      const before = world.show();
      const entries = [...gatekeeper.entries];
      gatekeeper.tamper = (bundle, { nonce }) => tamper(bundle, world, nonce);
      const lock = await organisation.order("lock", {}, { targets: [device] });
      await gatekeeper.release(lock, [device]);
      const released = gatekeeper.entries.at(-1)!;
      assert.equal((await world.event("bundle-refused")).code, code);
      assert.deepEqual(lasting(world.show()), lasting(before));
      assert.equal(world.show().size, before.size);
      // The same phone obeys as soon as the gatekeeper is honest again.
      gatekeeper.entries.splice(0, gatekeeper.entries.length, ...entries, released);
      gatekeeper.tamper = (bundle) => bundle;
      await world.event("executed", lock.hash);
      assert.equal(world.show().locked, true);
    });
  }
});
