import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Applied, Rule, Target } from "@rempart/policy";
import { type DriftWord, effectiveRows, readDrifts } from "./rules.ts";

const target: Target = { platform: "android", os: "16", enrolment: "device-owner" };
const nothing: DriftWord = { state: "nothing" };
const monday10 = Date.UTC(2026, 8, 21, 10) / 1000;

function policy(name: string, ...rules: unknown[]): Applied {
  return { policy: name, order: `order-${name}`, signers: [`by-${name}`], group: "g", rules: rules as Rule[] };
}
const camera = policy("a", { kind: "camera", disabled: true });
const all = (...policies: Applied[]) => new Set(policies.map(({ order }) => order));
const only = (rows: readonly { key: string }[], key: string) => rows.find((row) => row.key === key)!;

describe("rows of the effective policy", () => {
  it("say what is wanted, by which policy, order and people", () => {
    const { rows } = effectiveRows([camera], target, nothing, all(camera), monday10);
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.deepEqual(
      [row!.key, row!.state, row!.from[0]],
      ["camera.disabled", "held", { policy: "a", order: "order-a", signers: ["by-a"], group: "g" }],
    );
  });

  it("name the wishes that gave way", () => {
    const loose = policy("b", { kind: "passcode", minimumLength: 4 });
    const strict = policy("c", { kind: "passcode", minimumLength: 8 });
    const { rows } = effectiveRows([loose, strict], target, nothing, all(loose, strict), monday10);
    const row = only(rows, "passcode.minimumLength") as (typeof rows)[number];
    assert.equal(row.from[0]!.policy, "c");
    assert.equal(row.lost[0]!.source.policy, "b");
    assert.match(row.lost[0]!.value.en, /4/);
  });

  it("wait until the phone is proved to have taken one of the orders", () => {
    const { rows } = effectiveRows([camera], target, nothing, new Set(), monday10);
    assert.equal(rows[0]!.state, "waiting");
  });

  it("show what the phone reports instead, before all else", () => {
    const lock = policy("d", { kind: "passcode", minimumLength: 8 });
    const drifts = readDrifts([{ key: "camera.disabled", kind: "camera", problem: "weaker", found: false }]);
    const told: DriftWord = { state: "told", at: monday10, drifts };
    const { rows } = effectiveRows([lock, camera], target, told, all(lock, camera), monday10);
    assert.deepEqual(
      rows.map(({ key, state }) => [key, state]),
      [
        ["camera.disabled", "drift"],
        ["passcode.minimumLength", "held"],
      ],
    );
    assert.equal(rows[0]!.found?.en, "no");
  });

  it("do not call held what a sealed report may contradict", () => {
    const locked: DriftWord = { state: "locked", at: monday10 };
    assert.equal(effectiveRows([camera], target, locked, all(camera), monday10).rows[0]!.state, "locked");
  });

  it("say why a platform cannot", () => {
    const old: Target = { platform: "ios", os: "17.4", enrolment: "user-enrolled" };
    const { rows } = effectiveRows([camera], old, nothing, all(camera), monday10);
    assert.equal(rows[0]!.state, "impossible");
    assert.ok(rows[0]!.why!.fr.length > 0);
  });

  it("know the hour, and take the place that is not known in favour of the rule", () => {
    const zone = "Europe/Paris";
    const night = { hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 22 * 60, to: 6 * 60, zone }] };
    const timed = policy("e", { kind: "camera", disabled: true, when: night });
    const placed = policy("f", { kind: "microphone", disabled: true, when: { inside: ["Lab"] } });
    const { rows } = effectiveRows([timed, placed], target, nothing, all(timed, placed), monday10);
    assert.deepEqual(
      rows.map(({ key, state, when }) => [key, state, when.length]),
      [
        ["microphone.disabled", "held", 1],
        ["camera.disabled", "later", 1],
      ],
    );
  });

  it("survive whatever a phone reports", () => {
    assert.deepEqual(readDrifts("drift"), []);
    assert.deepEqual(readDrifts([null, 1, { key: 2 }, { key: "x", kind: "y", problem: "worse" }]), []);
    const odd = readDrifts([
      { key: "camera.disabled", kind: "camera", problem: "weaker", found: { a: [1] }, items: 3 },
    ]);
    const told: DriftWord = { state: "told", at: 0, drifts: odd };
    assert.equal(effectiveRows([camera], target, told, all(camera), monday10).rows[0]!.state, "drift");
  });
});
