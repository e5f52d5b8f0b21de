// What is planned is what is applied: over random configurations and whatever stood before.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  everyPhone,
  type JsonObject,
  makeEnvelope,
  newId,
  newUuid,
  openEnvelope,
  orderType,
  payloadBytes,
} from "@rempart/trust";
import fc from "fast-check";
import { configurationOf } from "./export.ts";
import type { Configuration } from "./model.ts";
import { type Change, configured, isRemoved, type Plan, planChanges, type Standing } from "./plan.ts";
import { canonical, readConfiguration } from "./read.ts";
import { configurations, standings } from "./testing/random.ts";
import { wantedDocuments } from "./wanted.ts";
import { writeConfiguration } from "./write.ts";

const genesis = "cd".repeat(32);
const empty: Configuration = { prune: false, groups: [], policies: [], apps: [], osUpdates: [], certificates: [] };

function reread(configuration: Configuration): Configuration {
  const files = writeConfiguration(configuration);
  return readConfiguration((path) => (files.has(path) ? new TextEncoder().encode(files.get(path)!) : undefined));
}

/** What stands after these orders, each read as a gatekeeper reads it: numbered without a hole, naming the one before. */
function apply(standing: readonly Standing[], changes: readonly Change[]): Standing[] {
  const streams = new Map(standing.map((one) => [one.stream, one]));
  for (const { action, params, group, stream, n, prev } of changes) {
    const body = {
      ...{ v: 1, org: genesis, id: newUuid(0), charter: genesis, action, params, targets: { group }, stream, n },
      ...{ ...(prev === undefined ? {} : { prev }), reason: { code: "policy" }, createdAt: 1_800_000_000 },
    };
    const document = openEnvelope(orderType, makeEnvelope("order", payloadBytes(body), []));
    const before = streams.get(stream);
    assert.equal(n, (before?.n ?? 0) + 1);
    assert.equal(prev, before?.hash);
    streams.set(stream, { action, stream, n, hash: document.hash, group, params });
  }
  return [...streams.values()];
}

const plan = (configuration: Configuration, standing: readonly Standing[]): Plan =>
  planChanges(wantedDocuments(configuration, genesis), standing, configuration.prune);
const present = (standing: readonly Standing[]): Standing[] =>
  standing.filter((one) => configured.has(one.action) && !isRemoved(one));
const key = ({ stream, group, params }: { stream: string; group: string; params: JsonObject }): string =>
  canonical({ stream, group, params });

/** Explicit ids may meet by chance in random data; a real folder is refused for it. */
function distinct(configuration: Configuration): boolean {
  const streams = wantedDocuments(configuration, genesis).map(({ stream }) => stream);
  return new Set(streams).size === streams.length;
}

describe("plan", () => {
  it("1,000 random changes of configuration: what stands afterwards is what was planned, deletions included", () => {
    fc.assert(
      fc.property(configurations, configurations, standings, (first, second, others) => {
        fc.pre(distinct(first) && distinct(second));
        let standing: Standing[] = others;
        for (const configuration of [first, second]) {
          const planned = plan(configuration, standing);
          const after = apply(standing, planned.changes);
          const wanted = wantedDocuments(configuration, genesis);
          const listed = new Set(wanted.map(({ stream }) => stream));
          // All that is wanted stands.
          for (const one of wanted) assert.equal(key(after.find(({ stream }) => stream === one.stream)!), key(one));
          // Whatever stood and is gone was in the plan as a deletion; nothing else is touched.
          const gone = present(standing).filter((one) => !present(after).some(({ stream }) => stream === one.stream));
          for (const one of gone)
            assert.ok(
              planned.changes.some(
                ({ stream, change }) => stream === one.stream && ["remove", "move"].includes(change),
              ),
            );
          for (const one of standing)
            if (!planned.changes.some(({ stream }) => stream === one.stream)) assert.ok(after.includes(one));
          assert.ok(planned.changes.every(({ action }) => configured.has(action)));
          const extra = present(after).filter(({ stream }) => !listed.has(stream));
          assert.deepEqual(extra.map(({ stream }) => stream).sort(), planned.kept.map(({ stream }) => stream).sort());
          if (configuration.prune) assert.deepEqual(planned.kept, []);
          // Running it again does nothing; the order of the plan's parts does not matter, so neither does a cut half way.
          assert.deepEqual(plan(configuration, after).changes, []);
          const half = apply(standing, planned.changes.slice(0, Math.floor(planned.changes.length / 2)));
          const rest = plan(configuration, half).changes;
          assert.deepEqual(apply(half, rest).map(key).sort(), after.map(key).sort());
          standing = after;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("an exported configuration plans nothing; written and read again it is the same", () => {
    fc.assert(
      fc.property(configurations, standings, (configuration, others) => {
        fc.pre(distinct(configuration));
        assert.deepEqual(reread(configuration), configuration);
        const standing = apply([], plan(configuration, []).changes).concat(others.filter((one) => !one.cutOff));
        const streams = new Set(standing.map(({ stream }) => stream));
        fc.pre(streams.size === standing.length);
        const exported = reread(configurationOf(standing, genesis, new Map()));
        assert.deepEqual(plan({ ...exported, prune: true }, standing).changes, []);
      }),
      { numRuns: 200 },
    );
  });

  it("a policy for another group leaves the old one, without prune; with an id of its own the plan says who keeps it", () => {
    const rules = [{ kind: "camera", disabled: true }];
    const groups = [{ name: "a" }, { name: "b" }];
    const of = (group: string, more: object = {}) => ({
      ...empty,
      groups,
      policies: [{ name: "p", group, rules, ...more }],
    });
    const standing = apply([], plan(of("a"), []).changes);
    const moved = plan(of("b"), standing).changes;
    assert.deepEqual(
      moved.map(({ change }) => change),
      ["move", "create"],
    );
    assert.equal(moved[0]!.group, standing[0]!.group);
    const fixed = { id: newId() };
    const before = apply([], plan(of("a", fixed), []).changes);
    const [change] = plan(of("b", fixed), before).changes;
    assert.equal(change!.stranded, before[0]!.group);
    assert.equal(plan(of("all", fixed), before).changes[0]!.stranded, undefined);
    assert.equal(change!.group === everyPhone, false);
  });

  it("signs again what a charter cut off, and says so", () => {
    const configuration = {
      ...empty,
      policies: [{ name: "p", group: "all", rules: [{ kind: "camera", disabled: true }] }],
    };
    const [standing] = apply([], plan(configuration, []).changes);
    const [change] = plan(configuration, [{ ...standing!, cutOff: true }]).changes;
    assert.deepEqual([change!.change, change!.n, change!.prev], ["restate", 2, standing!.hash]);
  });
});
