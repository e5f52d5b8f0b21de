import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { vincenty, wrap } from "../../../../vectors/make/vincenty.ts";
import type { Area, Point } from "../rule.ts";
import { depth, distance } from "./distance.ts";
import { type Fence, type FenceStates, type Fix, noFences, stepFences, type Transition } from "./stepper.ts";

const degree = 10_000_000;
const radian = Math.PI / 180;

const lat = (most: number): fc.Arbitrary<number> => fc.integer({ min: -most * degree, max: most * degree });
const lon = fc.integer({ min: -180 * degree, max: 180 * degree });

test("distances agree with Vincenty's formula to 25 cm within 50 km, and to a hundredth beyond", () => {
  const offset = fc.integer({ min: -0.3 * degree, max: 0.3 * degree });
  fc.assert(
    fc.property(lat(89), lon, offset, offset, (lat1, lon1, north, east) => {
      const [a, b]: [Point, Point] = [
        [lat1, lon1],
        [lat1 + north, wrap(lon1 + east)],
      ];
      const right = vincenty(a, b);
      assert.ok(Math.abs(distance(a, b) - right) < 0.25, `${distance(a, b)} for ${right}`);
    }),
  );
  fc.assert(
    fc.property(lat(80), lon, lat(80), lon, (lat1, lon1, lat2, lon2) => {
      const right = vincenty([lat1, lon1], [lat2, lon2]);
      fc.pre(right < 15_000_000);
      assert.ok(Math.abs(distance([lat1, lon1], [lat2, lon2]) - right) <= 0.01 * right + 0.001);
    }),
  );
  // Flinders Peak to Buninyong, the worked example of Australia's GDA technical manual: 54,972.271 m.
  const flinders: Point = [-379_510_334, 1_444_248_679];
  const buninyong: Point = [-376_528_211, 1_439_264_955];
  assert.ok(Math.abs(distance(flinders, buninyong) - 54_972.271) < 0.1);
});

/** A star-shaped ring of 3 to 12 points around a centre, radii in units of latitude. */
const star = fc
  .tuple(fc.array(fc.integer({ min: 20_000, max: 200_000 }), { minLength: 3, maxLength: 12 }), lat(60))
  .map(([radii, centre]): Point[] =>
    radii.map((radius, i) => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [Math.round(centre + radius * Math.sin(angle)), Math.round(radius * Math.cos(angle))];
    }),
  );
const shifted = (ring: readonly Point[], by: number): Point[] => ring.map(([a, b]) => [a, wrap(b + by)]);
const near = fc.tuple(fc.integer({ min: -300_000, max: 300_000 }), fc.integer({ min: -300_000, max: 300_000 }));

test("a polygon is the same wherever it lies on its parallel, across the antimeridian too", () => {
  const by = fc.oneof(lon, fc.integer({ min: 179.9 * degree, max: 180.1 * degree }));
  fc.assert(
    fc.property(star, near, by, (ring, [north, east], turn) => {
      const centre = ring.reduce((sum, [a]) => sum + a, 0) / ring.length;
      const at: Point = [Math.round(centre) + north, east];
      const here = depth({ polygon: { outer: ring } }, at);
      const there = depth({ polygon: { outer: shifted(ring, turn) } }, [at[0], wrap(at[1] + turn)]);
      assert.ok(Math.abs(here - there) < 1e-3, `${here} and ${there}`);
    }),
    { numRuns: 300 },
  );
});

test("it does not matter where a ring begins or which way it runs", () => {
  fc.assert(
    fc.property(star, near, fc.nat(), (ring, [north, east], start) => {
      const at: Point = [ring[0]![0] + north, east];
      const first = start % ring.length;
      const other = [...ring.slice(first), ...ring.slice(0, first)].toReversed();
      const [one, two] = [ring, other].map((outer) => depth({ polygon: { outer } }, at));
      assert.ok(Math.abs(one! - two!) < 1e-6);
    }),
  );
});

test("a point in a hole is outside, and its distance is to the edge of the hole", () => {
  fc.assert(
    fc.property(star, near, (ring, [north, east]) => {
      const centre = Math.round(ring.reduce((sum, [a]) => sum + a, 0) / ring.length);
      const big: Point[] = [
        [centre - 3_000_000, -3_000_000],
        [centre - 3_000_000, 3_000_000],
        [centre + 3_000_000, 3_000_000],
        [centre + 3_000_000, -3_000_000],
      ];
      const at: Point = [centre + north, east];
      const hole = depth({ polygon: { outer: ring } }, at);
      const whole = depth({ polygon: { outer: big, holes: [ring] } }, at);
      assert.equal(Math.sign(whole), -Math.sign(hole));
      assert.ok(Math.abs(whole) <= Math.abs(hole) + 1e-6);
    }),
  );
});

test("circles hold at the poles and across the antimeridian", () => {
  const pole: Area = { circle: { lat: 90 * degree, lon: 0, radius: 10_000 } };
  for (const east of [-180, -90, 0, 45, 180]) assert.ok(Math.abs(depth(pole, [899_900_000, east * degree]) - 8883) < 1);
  const line: Area = { circle: { lat: 0, lon: 180 * degree, radius: 1000 } };
  const [west, east] = [depth(line, [0, -1_799_950_000]), depth(line, [0, 1_799_950_000])];
  assert.ok(Math.abs(west - east) < 1e-6 && Math.abs(west - 443.4) < 0.1);
});

const paris: Point = [488_566_000, 23_522_000];
const fences: Fence[] = [
  { key: "p/circle", policy: "p", name: "circle", area: { circle: { lat: paris[0], lon: paris[1], radius: 300 } } },
  {
    key: "p/square",
    policy: "p",
    name: "square",
    area: {
      polygon: {
        outer: [
          [paris[0] - 20_000, paris[1] - 30_000],
          [paris[0] - 20_000, paris[1] + 30_000],
          [paris[0] + 20_000, paris[1] + 30_000],
          [paris[0] + 20_000, paris[1] - 30_000],
        ],
      },
    },
  },
];

function walk(fixes: readonly Fix[], from: FenceStates = noFences): { states: FenceStates; crossed: Transition[] } {
  let states = from;
  const crossed: Transition[] = [];
  for (const fix of fixes) {
    const step = stepFences(states, fences, fix);
    states = step.states;
    crossed.push(...step.transitions);
  }
  return { states, crossed };
}

test("a phone that stays in one place crosses nothing, however its fixes jitter within their accuracy", () => {
  const jitter = fc.array(
    fc.record({
      accuracy: fc.integer({ min: 3, max: 400 }),
      angle: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      wait: fc.integer({ min: 1, max: 600 }),
    }),
    { minLength: 2, maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: -60_000, max: 60_000 }),
      fc.integer({ min: -60_000, max: 60_000 }),
      jitter,
      (n, e, list) => {
        let at = 1000;
        const fixes = list.map(({ accuracy, angle, share, wait }): Fix => {
          at += wait;
          const [dy, dx] = [share * accuracy * Math.sin(angle), share * accuracy * Math.cos(angle)];
          const north = (dy / 111_200) * degree;
          const east = (dx / (111_320 * Math.cos(48.8566 * radian))) * degree;
          return { lat: Math.round(paris[0] + n + north), lon: Math.round(paris[1] + e + east), accuracy, at };
        });
        const { crossed } = walk(fixes);
        for (const { key } of fences) {
          const own = crossed.filter((one) => one.key === key);
          assert.ok(own.length <= 1 && own.every((one) => one.first), JSON.stringify(own));
        }
      },
    ),
    { numRuns: 500 },
  );
});

const metresNorth = (metres: number): number => Math.round((metres / 111_200) * degree);
const fix = (metres: number, at: number, accuracy = 10): Fix => ({
  lat: paris[0] + metresNorth(metres),
  lon: paris[1],
  accuracy,
  at,
});

test("a phone that walks in and out crosses twice, after fixes over the dwell time", () => {
  const { crossed } = walk([fix(500, 10), fix(100, 400), fix(90, 420), fix(80, 430), fix(500, 900), fix(510, 960)]);
  assert.deepEqual(
    crossed.filter(({ name }) => name === "circle").map(({ inside, first, at }) => [inside, first, at]),
    [
      [false, true, 10],
      [true, false, 430],
      [false, false, 960],
    ],
  );
});

test("a single fix on the other side that is taken back crosses nothing", () => {
  const { crossed } = walk([fix(0, 10), fix(600, 100), fix(0, 200), fix(600, 300), fix(0, 310)]);
  assert.deepEqual(
    crossed.map(({ first }) => first),
    [true, true],
  );
});

test("bad fixes are ignored and change nothing", () => {
  const { states } = walk([fix(0, 1000)]);
  const bad: [string, Fix][] = [
    ["form", { ...fix(0, 1010), lat: 0.5 }],
    ["form", { ...fix(0, 1010), lon: 1_800_000_001 }],
    ["form", { ...fix(0, 1010), accuracy: 0 }],
    ["form", { ...fix(0, 1010), at: -1 }],
    ["coarse", fix(0, 1010, 5001)],
    ["old", fix(0, 1000)],
    ["old", fix(0, 999)],
  ];
  for (const [why, one] of bad) {
    const step = stepFences(states, fences, one);
    assert.deepEqual([step.ignored, step.states, step.transitions], [why, states, []]);
  }
});

test("an impossible jump is ignored until a second fix agrees with it", () => {
  const { states } = walk([fix(0, 1000)]);
  const first = stepFences(states, fences, fix(500_000, 1010));
  assert.deepEqual([first.ignored, first.pending, first.states.fences], ["jump", true, states.fences]);
  const back = stepFences(first.states, fences, fix(0, 1020));
  assert.deepEqual([back.ignored, back.states.jumped], [undefined, undefined]);
  const again = stepFences(first.states, fences, fix(500_100, 1020));
  assert.deepEqual([again.ignored, again.pending], [undefined, true]);
  assert.equal(stepFences(again.states, fences, fix(500_200, 1060)).transitions.length, 2);
});

test("a fence that is redrawn is another fence", () => {
  const { states } = walk([fix(0, 1000)]);
  const moved: Fence[] = [{ ...fences[0]!, area: { circle: { lat: 0, lon: 0, radius: 300 } } }];
  const step = stepFences(states, moved, fix(0, 1010));
  assert.deepEqual(
    step.transitions.map(({ inside, first }) => [inside, first]),
    [[false, true]],
  );
  assert.deepEqual(Object.keys(step.states.fences), ["p/circle"]);
});
