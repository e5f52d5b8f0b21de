// Random configurations and random things that stand, for property tests.
import { ruleKinds } from "@rempart/policy";
import { everyPhone, type JsonObject, toBase64, toBase64url } from "@rempart/trust";
import fc from "fast-check";
import type { Configuration, Group } from "../model.ts";
import type { Standing } from "../plan.ts";

/** Names that YAML could take for something else are among them. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-zéèçÉß0-9][A-Za-zéèçÉß0-9 ._-]{0,30}$/).map((text) => text.normalize("NFC")),
  fc.constantFrom("true", "null", "1", "1.0", "0x1F", "1e3", "yes", "no", "2027-03-01", "y", "on", "007"),
);
const id = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map(toBase64url)
  .filter((text) => text !== everyPhone);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const few = <T>(one: fc.Arbitrary<T>, by: (value: T) => unknown) => fc.uniqueArray(one, { maxLength: 4, selector: by });
const maybeId = fc.option(id, { nil: undefined }).map((value) => (value === undefined ? {} : { id: value }));

const packages = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}(\.[a-z0-9_]{1,8}){1,3}$/), {
  minLength: 1,
  maxLength: 4,
});
/** Rules that the policy package accepts, whatever else it knows. */
export const rules: fc.Arbitrary<JsonObject[]> = fc
  .uniqueArray(
    fc.oneof(
      fc.boolean().map((disabled): JsonObject => ({ kind: "camera", disabled })),
      packages.map((list): JsonObject => ({ kind: "apps-denied", packages: list })),
      packages.map((list): JsonObject => ({ kind: "apps-required", packages: list })),
      fc.integer({ min: 4, max: 16 }).map((minimumLength): JsonObject => ({ kind: "passcode", minimumLength })),
    ),
    { minLength: 1, maxLength: 4, selector: ({ kind }) => kind },
  )
  .filter((list) => list.every(({ kind }) => Object.hasOwn(ruleKinds, kind as string)));

const pins = fc.record({
  versionCode: fc.integer({ min: 1, max: 2 ** 40 }),
  sha256: hash,
  size: fc.integer({ min: 1, max: 2 ** 32 }),
  signer: hash,
});
const der = fc
  .uint8Array({ minLength: 4, maxLength: 100 })
  .map((bytes) => toBase64(new Uint8Array([0x30, bytes.length, ...bytes])));
const platform = fc.constantFrom("android", "ios");

function body(groupNames: readonly string[]) {
  const group = fc.constantFrom("all", ...groupNames);
  const release = fc.record({ platform, package: fc.constantFrom("org.a", "org.b", "org.c"), group });
  const app = fc.oneof(
    fc
      .tuple(release, fc.constantFrom("required", "available"), pins)
      .map(([one, state, pinned]) => ({ ...one, state, ...pinned })),
    release.map((one) => ({ ...one, state: "removed" })),
  );
  const deadline = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }), { nil: undefined });
  const osUpdate = fc
    .tuple(platform, group, fc.constantFrom("15", "16.1", "1e1"), deadline)
    .map(([on, to, minimum, until]) => ({
      platform: on,
      group: to,
      minimum,
      ...(until === undefined ? {} : { deadline: until }),
    }));
  return fc.record({
    prune: fc.boolean(),
    policies: few(
      fc.tuple(name, maybeId, group, rules).map(([n, i, g, r]) => ({ name: n, ...i, group: g, rules: r })),
      (one) => one.name,
    ),
    apps: few(app, (one) => `${one.platform}/${one.package}`),
    osUpdates: few(osUpdate, (one) => one.platform),
    certificates: few(
      fc.tuple(name, maybeId, group, der).map(([n, i, g, d]) => ({ name: n, ...i, group: g, der: d })),
      (one) => one.name,
    ),
  });
}

/** Any configuration that can be written. */
export const configurations: fc.Arbitrary<Configuration> = few(
  fc.tuple(name, maybeId).map(([n, i]): Group => ({ name: n, ...i })),
  (one) => one.name,
).chain((groups) => body(groups.map((one) => one.name)).map((rest) => ({ groups, ...rest }) as Configuration));

const groupId = fc.oneof(id, fc.constant(everyPhone));
const counted = fc.record({ n: fc.integer({ min: 1, max: 1000 }), hash, group: groupId, cutOff: fc.boolean() });

/** Documents of anybody's making: policies, an app that is gone, assignments and the agent, which no plan may touch. */
export const standings: fc.Arbitrary<Standing[]> = few(
  fc.oneof(
    fc.tuple(id, rules, counted).map(
      ([one, list, common]): Standing => ({
        action: "policy",
        stream: `policy/${one}`,
        params: { id: one, rules: list },
        ...common,
      }),
    ),
    fc.tuple(id, counted).map(
      ([one, common]): Standing => ({
        action: "policy",
        stream: `policy/${one}`,
        params: { id: one, removed: true },
        ...common,
      }),
    ),
    fc.tuple(platform, fc.constantFrom("org.a", "org.z"), counted).map(
      ([on, app, common]): Standing => ({
        action: "app",
        stream: `app/${on}/${app}`,
        params: { platform: on, package: app, state: "removed" },
        ...common,
      }),
    ),
    counted.map((common): Standing => ({ action: "agent-update", stream: "agent", params: {}, ...common })),
  ),
  (one) => one.stream,
);
