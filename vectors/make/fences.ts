// Where a point is, and what a walk past a fence comes to. Distances are Vincenty's, in whole centimetres; an implementation
// may be off by 25 cm and a thousandth.
import type { Area, Point } from "../../packages/policy/src/index.ts";
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { vincenty, wrap } from "./vincenty.ts";

const degree = 10_000_000;
const paris: Point = [488_566_000, 23_522_000];
const cm = (metres: number): number => Math.round(metres * 100);

function distances(): JsonValue[] {
  const pairs: [name: string, a: Point, b: Point][] = [
    ["Flinders Peak to Buninyong", [-379_510_334, 1_444_248_679], [-376_528_211, 1_439_264_955]],
    ["Paris to Brussels", paris, [508_466_000, 43_528_000]],
    ["a metre north", paris, [paris[0] + 90, paris[1]]],
    ["a metre east", paris, [paris[0], paris[1] + 136]],
    ["the same point", paris, paris],
    ["across the antimeridian", [-170_000_000, 1_799_990_000], [-170_000_000, -1_799_990_000]],
    ["a meridian at the equator", [-5000, 0], [5000, 0]],
    ["the equator", [0, -5000], [0, 5000]],
    ["across the north pole", [899_990_000, 0], [899_990_000, 1_800_000_000]],
    ["the south pole, whatever its longitude", [-900_000_000, 123_456_789], [-899_990_000, -500_000_000]],
  ];
  return pairs.map(([name, a, b]) => ({ name, a, b, cm: cm(vincenty(a, b)) }));
}

/** A rectangle, its middle and half of its sides in units of latitude and longitude. */
const box = ([lat, lon]: Point, north: number, east: number): Point[] => [
  [lat - north, wrap(lon - east)],
  [lat - north, wrap(lon + east)],
  [lat + north, wrap(lon + east)],
  [lat + north, wrap(lon - east)],
];

function depths(): JsonValue[] {
  const cases: JsonValue[] = [];
  const add = (name: string, area: Area, point: Point, metres: number): void => {
    cases.push({ name, area: area as unknown as JsonValue, point, cm: cm(metres) });
  };
  const circle = (at: Point, radius: number): Area => ({ circle: { lat: at[0], lon: at[1], radius } });
  const off = (at: Point, north: number, east: number): Point => [at[0] + north, wrap(at[1] + east)];
  const places: [name: string, at: Point][] = [
    ["Paris", paris],
    ["the equator", [0, 0]],
    ["the antimeridian", [-170_000_000, 1_800_000_000]],
    ["the antimeridian, from the west", [-170_000_000, -1_799_999_000]],
    ["the far south", [-840_000_000, -600_000_000]],
  ];
  for (const [name, at] of places) {
    for (const [north, east] of [
      [0, 0],
      [20_000, 0],
      [-20_000, 0],
      [0, 60_000],
      [0, -60_000],
      [9000, 9000],
    ] as const) {
      const point = off(at, north, east);
      add(`circle at ${name}, ${north} ${east}`, circle(at, 500), point, 500 - vincenty(at, point));
    }
    // From the middle of a side, the nearest point of it lies straight across, north or east.
    const square: Area = { polygon: { outer: box(at, 30_000, 400_000) } };
    for (const north of [0, 10_000, 29_990, -25_000]) {
      const edge = off(at, north < 0 ? -30_000 : 30_000, 0);
      add(`box at ${name}, ${north} north`, square, off(at, north, 0), vincenty(off(at, north, 0), edge));
    }
    for (const north of [30_010, 45_000, -60_000]) {
      const edge = off(at, north < 0 ? -30_000 : 30_000, 0);
      add(`outside the box at ${name}, ${north} north`, square, off(at, north, 0), -vincenty(off(at, north, 0), edge));
    }
    const tall: Area = { polygon: { outer: box(at, 400_000, 30_000) } };
    for (const east of [0, 10_000, -29_990, 30_010, -45_000]) {
      const edge = off(at, 0, east < 0 ? -30_000 : 30_000);
      const sign = Math.abs(east) < 30_000 ? 1 : -1;
      add(`tall box at ${name}, ${east} east`, tall, off(at, 0, east), sign * vincenty(off(at, 0, east), edge));
    }
    const corner = off(at, 30_000, 400_000);
    const beyond = off(at, 33_000, 404_000);
    add(`beyond the corner of the box at ${name}`, square, beyond, -vincenty(beyond, corner));
    const holed: Area = { polygon: { outer: box(at, 30_000, 400_000), holes: [box(at, 10_000, 100_000)] } };
    add(`in the hole at ${name}`, holed, off(at, 4000, 0), -vincenty(off(at, 4000, 0), off(at, 10_000, 0)));
    add(
      `between hole and edge at ${name}, near the hole`,
      holed,
      off(at, 14_000, 0),
      vincenty(off(at, 14_000, 0), off(at, 10_000, 0)),
    );
    add(
      `between hole and edge at ${name}, near the edge`,
      holed,
      off(at, 27_000, 0),
      vincenty(off(at, 27_000, 0), off(at, 30_000, 0)),
    );
    const twice: Area = { polygon: { outer: [...box(at, 30_000, 400_000), box(at, 30_000, 400_000)[0]!] } };
    add(
      `a ring that repeats its first point, at ${name}`,
      twice,
      off(at, 10_000, 0),
      vincenty(off(at, 10_000, 0), off(at, 30_000, 0)),
    );
    // So far south these shapes are narrow, and other edges are nearer.
    if (name === "the far south") continue;
    const two: Area = {
      polygon: {
        outer: box(at, 30_000, 400_000),
        holes: [box(off(at, 0, -200_000), 10_000, 50_000), box(off(at, 0, 200_000), 10_000, 50_000)],
      },
    };
    const second = off(at, 4000, 200_000);
    add(`in the second hole at ${name}`, two, second, -vincenty(second, off(at, 10_000, 200_000)));
    // A ring that does not turn back on itself: an L, whose notch is outside.
    const l: Point[] = [
      [0, 0],
      [0, 60_000],
      [30_000, 60_000],
      [30_000, 30_000],
      [60_000, 30_000],
      [60_000, 0],
    ].map(([n, e]) => off(at, n!, e!));
    add(
      `in the foot of the L at ${name}`,
      { polygon: { outer: l } },
      off(at, 4000, 45_000),
      vincenty(off(at, 4000, 45_000), off(at, 0, 45_000)),
    );
    add(
      `in the notch of the L at ${name}`,
      { polygon: { outer: l.toReversed() } },
      off(at, 34_000, 50_000),
      -vincenty(off(at, 34_000, 50_000), off(at, 30_000, 50_000)),
    );
  }
  const pole: Point = [900_000_000, 0];
  for (const point of [[899_900_000, 0], [899_900_000, 900_000_000], [899_000_000, -450_000_000], pole] as Point[]) {
    add(`circle at the pole, ${point}`, circle(pole, 10_000), point, 10_000 - vincenty(pole, point));
  }
  return cases;
}

interface Fix {
  lat: number;
  lon: number;
  accuracy: number;
  at: number;
}
interface Expected {
  ignored?: string;
  pending?: true;
  /** Name, inside, and whether it is the first that is known. */
  crossed?: [name: string, inside: boolean, first: boolean][];
}

const perMetre = 90;
const at = (metres: number, time: number, accuracy = 10): Fix => ({
  lat: paris[0] + Math.round(metres * perMetre),
  lon: paris[1],
  accuracy,
  at: time,
});

/** A circle of 300 m. Fixes are so many metres north of its middle: 1.0008 m for 90 units. */
function walks(): JsonValue[] {
  const cases: JsonValue[] = [];
  const round = {
    key: "p/round",
    policy: "p",
    name: "round",
    area: { circle: { lat: paris[0], lon: paris[1], radius: 300 } },
  };
  const far = { key: "q/far", policy: "q", name: "far", area: { circle: { lat: 0, lon: 0, radius: 300 } } };
  const walk = (name: string, steps: [fix: Fix, expected: Expected][], fences: JsonValue[] = [round]): void => {
    cases.push({ name, fences, steps: steps.map(([fix, expected]) => ({ fix, ...expected })) as unknown as JsonValue });
  };
  const arrive: [Fix, Expected] = [at(0, 1000), { crossed: [["round", true, true]] }];
  const away: [Fix, Expected] = [at(600, 1000), { crossed: [["round", false, true]] }];

  walk("the first sure fix decides at once", [arrive]);
  walk("the first sure fix decides at once, outside", [away]);
  walk(
    "two fences, each by itself",
    [
      [
        at(0, 1000),
        {
          crossed: [
            ["round", true, true],
            ["far", false, true],
          ],
        },
      ],
    ],
    [round, far],
  );
  walk("no fence", [[at(0, 1000), {}]], []);
  walk("fixes that are not sure decide nothing", [
    [at(290, 1000, 20), {}],
    [at(310, 1010, 20), {}],
    [at(0, 1020, 296), {}],
    [at(0, 1030, 294), { crossed: [["round", true, true]] }],
  ]);
  walk("sure from accuracy and 5 m on, inside", [
    [at(284, 1000, 11), {}],
    [at(284, 1010, 10), { crossed: [["round", true, true]] }],
  ]);
  walk("sure from accuracy and 5 m on, outside", [
    [at(316, 1000, 12), {}],
    [at(316, 1010, 11), { crossed: [["round", false, true]] }],
  ]);

  walk("out: after fixes over 30 s", [
    arrive,
    [at(500, 1100), { pending: true }],
    [at(500, 1130), { crossed: [["round", false, false]] }],
    [at(500, 1200), {}],
  ]);
  walk("out: 29 s are not enough", [
    arrive,
    [at(500, 1100), { pending: true }],
    [at(500, 1129), { pending: true }],
    [at(500, 1130), { crossed: [["round", false, false]] }],
  ]);
  walk("in: after fixes over 30 s", [
    away,
    [at(0, 1100), { pending: true }],
    [at(0, 1130), { crossed: [["round", true, false]] }],
  ]);
  walk("a fix that is not sure in between counts for neither side", [
    arrive,
    [at(500, 1100), { pending: true }],
    [at(300, 1115), { pending: true }],
    [at(500, 1130), { crossed: [["round", false, false]] }],
  ]);
  walk("a sure fix on the old side begins it anew", [
    arrive,
    [at(500, 1100), { pending: true }],
    [at(0, 1120), {}],
    [at(500, 1140), { pending: true }],
    [at(500, 1169), { pending: true }],
    [at(500, 1170), { crossed: [["round", false, false]] }],
  ]);
  walk("one fix alone crosses nothing", [arrive, [at(500, 1100), { pending: true }], [at(0, 1200), {}]]);

  walk("coarse fixes are ignored", [
    arrive,
    [at(20_000, 2000, 5001), { ignored: "coarse" }],
    [at(20_000, 2001, 5000), { pending: true }],
  ]);
  walk("old fixes are ignored", [
    arrive,
    [at(500, 1000), { ignored: "old" }],
    [at(500, 999), { ignored: "old" }],
    [at(340, 1001), { pending: true }],
  ]);
  walk("a jump of more than 350 m a second is ignored", [
    arrive,
    [at(3600, 1010), { ignored: "jump", pending: true }],
    [at(0, 1020), {}],
  ]);
  walk("350 m a second, and both accuracies, can be", [arrive, [at(3510, 1010), { pending: true }]]);
  walk("a second fix that agrees with the jump is believed", [
    arrive,
    [at(100_000, 1010), { ignored: "jump", pending: true }],
    [at(100_050, 1020), { pending: true }],
    [at(100_050, 1050), { crossed: [["round", false, false]] }],
  ]);
  walk("a second jump elsewhere is not", [
    arrive,
    [at(100_000, 1010), { ignored: "jump", pending: true }],
    [at(-100_000, 1020), { ignored: "jump", pending: true }],
    [at(-100_050, 1030), { pending: true }],
  ]);
  walk("a fix older than the jump is old", [
    arrive,
    [at(100_000, 1010), { ignored: "jump", pending: true }],
    [at(0, 1005), { ignored: "old" }],
    [at(0, 1010), { ignored: "old" }],
    [at(0, 1011), {}],
  ]);
  walk("an ignored fix leaves a crossing as likely as it was", [
    arrive,
    [at(500, 1100), { pending: true }],
    [at(500, 1100), { ignored: "old", pending: true }],
  ]);

  const bad: [string, Partial<Record<keyof Fix, unknown>>][] = [
    ["lat", { lat: 900_000_001 }],
    ["lat", { lat: -900_000_001 }],
    ["lat", { lat: "488566000" }],
    ["lon", { lon: 1_800_000_001 }],
    ["lon", { lon: -1_800_000_001 }],
    ["accuracy", { accuracy: 0 }],
    ["accuracy", { accuracy: -1 }],
    ["accuracy", { accuracy: null }],
    ["at", { at: -1 }],
    ["at", { at: 1000.5 }],
  ];
  for (const [field, over] of bad) {
    walk(`a fix without a good ${field}: ${JSON.stringify(over)}`, [
      [{ ...at(0, 1000), ...over } as Fix, { ignored: "form" }],
    ]);
  }
  walk("a fix at the edge of numbers", [
    [{ lat: 90 * degree, lon: 180 * degree, accuracy: 1, at: 0 }, { crossed: [["round", false, true]] }],
  ]);
  walk("a fix at the other edge", [
    [{ lat: -90 * degree, lon: -180 * degree, accuracy: 1, at: 2 ** 53 - 1 }, { crossed: [["round", false, true]] }],
  ]);
  return cases;
}

export function makeFences(): JsonValue {
  return { distances: distances(), depths: depths(), walks: walks() };
}
