// Good and bad values for every field of a rule: what stands at a bound, beside what stands just beyond it.
import type { Field, Form } from "../../packages/policy/src/index.ts";
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { urlChanges } from "./schemas.ts";

/** A value, whether it is good, and its name where the value is too long to be one. */
export type Value = [value: JsonValue, good: boolean, name?: string | undefined];

const urls = urlChanges("").map(([, value, code]): Value => [value!, code === "ok"]);
const label = "abc".repeat(86);
const invisible = ["a\nb", "a\u0000", "a\u001f", "a\u007f", "a\u0080", "a\u009f", "a\u200b", "a\u200f", "a\u2028"];
invisible.push("a\u202e", "a\u2060", "a\u2069", "\ufeffa");
const visible: Value[] = [
  "a\u0020b",
  "a\u00a0b",
  "a\u200ab",
  "a\u2010",
  "a\u2027",
  "a\u202f",
  "a\u205f",
  "a\u206a",
].map((text) => [text, true]);

const byForm: Record<Form, Value[]> = {
  label: [...visible, ...invisible.map((text): Value => [text, false])],
  ssid: [["Café 5G", true], ...invisible.map((text): Value => [text, false])],
  package: [
    ["org.example.App_1-x", true],
    ["a b", false],
    ["a/b", false],
    ["é", false],
    ["a\n", false],
  ],
  permission: [
    ["android.permission.CAMERA", true],
    ["x_1", true],
    ["a-b", false],
    ["a b", false],
  ],
  slug: [
    ["a-1", true],
    ["1", true],
    ["-a", false],
    ["A", false],
    ["a_b", false],
    ["aB", false],
  ],
  url: urls,
  host: [
    ["dns.example", true],
    ["a-b.c1.example", true],
    [`${"a".repeat(63)}.example`, true],
    [`${"a".repeat(64)}.example`, false],
    ["dns", false],
    ["-a.example", false],
    ["a-.example", false],
    ["A.example", false],
    ["a..example", false],
    ["a.example.", false],
    ["a_b.example", false],
  ],
  day: [
    ...["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31", "04-30", "06-30", "09-30", "11-30", "02-28"],
    ...["01-01", "02-01", "02-10", "02-19", "04-01", "04-10", "12-09", "12-10", "12-29", "12-30"],
  ].map((day): Value => [day, true]),
};
const badDays = [
  "02-29",
  "02-30",
  "04-31",
  "06-31",
  "09-31",
  "11-31",
  "01-32",
  "01-00",
  "00-10",
  "13-01",
  "1-01",
  "01-1",
  "01-01x",
  "x01-01",
];
byForm.day.push(...badDays.map((day): Value => [day, false]));

const withBound = new Set<Form>(["label", "ssid", "package", "permission"]);

/** Texts of a form at and beyond its number of bytes. */
function bounds(form: Form, most: number): Value[] {
  const always: Value[] = [
    ["", false],
    [1, false],
    [["a"], false],
  ];
  if (form === "slug") return [...always, ["a".repeat(most), true], ["a".repeat(most + 1), false]];
  if (form === "host") {
    const long = (length: number): string => `${"a.".repeat((length - 1) / 2)}a`;
    return [...always, [long(most), true, `host of ${most}`], [long(most + 2), false, `host of ${most + 2}`]];
  }
  if (!withBound.has(form)) return always;
  const texts: Value[] = [
    [label.slice(0, most), true, `${most} bytes`],
    [`${label.slice(0, most)}x`, false, `${most + 1} bytes`],
  ];
  if (form === "label" || form === "ssid") {
    texts.push(
      ["é".repeat(most / 2), true, `${most} bytes of é`],
      [`${"é".repeat(most / 2)}x`, false, `${most + 1} bytes of é`],
    );
  }
  return [...always, ...texts];
}

function setValues(least: number, most: number, form: Form, bytes: number): Value[] {
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `a${i}`);
  return [
    [many(most), true, `${most} of them`],
    [many(most + 1), false, `${most + 1} of them`],
    [many(least), true, `${least} of them`],
    [[], false],
    ["a", false],
    [{}, false],
    [["a", "a"], false],
    [["a", null], false],
    ...[...bounds(form, bytes), ...byForm[form]].map(
      ([value, good, name]): Value => [[value], good, name && `one of ${name}`],
    ),
  ];
}

export const goodHours = { days: [1, 2, 3, 4, 5], from: 480, to: 1080, zone: "Europe/Paris" };
const hours = (over: { [field: string]: JsonValue }): JsonValue => [{ ...goodHours, ...over }];
const manyHours = (count: number): JsonValue => Array.from({ length: count }, (_, i) => ({ ...goodHours, from: i }));

export function hoursValues(most: number): Value[] {
  const one = (over: { [field: string]: JsonValue }, good: boolean): Value => [hours(over), good];
  const { zone, ...zoneless } = goodHours;
  const { days, ...dayless } = goodHours;
  return [
    [manyHours(most), true, `${most} of them`],
    [manyHours(most + 1), false, `${most + 1} of them`],
    [[], false],
    [{}, false],
    [[null], false],
    [[goodHours, goodHours], false, "the same twice"],
    [[goodHours, { ...goodHours, days: [5, 4, 3, 2, 1] }], false, "the same twice, days in another order"],
    [[goodHours, { ...goodHours, days: [1, 2, 3, 4] }], true, "two"],
    [[zoneless], false, `without ${zone}`],
    [[dayless], false, `without ${days.length} days`],
    one({ more: 1 }, false),
    one({ days: [1, 2, 3, 4, 5, 6, 7] }, true),
    one({ days: [7] }, true),
    one({ days: [] }, false),
    one({ days: [0] }, false),
    one({ days: [8] }, false),
    one({ days: [1, 1] }, false),
    one({ days: [1, 2, 3, 4, 5, 6, 7, 1] }, false),
    one({ days: ["1"] }, false),
    one({ days: 1 }, false),
    one({ from: 0 }, true),
    one({ from: -1 }, false),
    one({ from: 1439 }, true),
    one({ from: 1440 }, false),
    one({ from: "8" }, false),
    one({ to: 1440 }, true),
    one({ to: 1441 }, false),
    one({ from: 480, to: 1 }, true),
    one({ from: 480, to: 0 }, false),
    one({ from: 480, to: 480 }, false),
    one({ to: true }, false),
    one({ zone: "UTC" }, true),
    one({ zone: "America/Argentina/Buenos_Aires" }, true),
    one({ zone: "Etc/GMT+5" }, true),
    one({ zone: "A/B/C/D" }, false),
    one({ zone: "" }, false),
    one({ zone: "europe/Paris" }, false),
    one({ zone: "+02:00" }, false),
    one({ zone: "Europe/" }, false),
    one({ zone: "Europe/Paris\n" }, false),
    one({ zone: 1 }, false),
    [hours({ zone: "A".repeat(64) }), true, "a zone of 64"],
    [hours({ zone: "A".repeat(65) }), false, "a zone of 65"],
  ];
}

const degree = 10_000_000;
const circle = { lat: 488_566_000, lon: 23_522_000, radius: 300 };
const ring = (...points: [lat: number, lon: number][]): JsonValue => points;
const triangle: [number, number][] = [
  [0, 0],
  [0, 10],
  [10, 0],
];
const many = (count: number): JsonValue => Array.from({ length: count }, (_, i) => [i % 7, i]);

export function areaValues(): Value[] {
  const round = (over: { [field: string]: JsonValue }, good: boolean): Value => [
    { circle: { ...circle, ...over } },
    good,
  ];
  const outer = (points: JsonValue, good: boolean, name?: string): Value => [
    { polygon: { outer: points } },
    good,
    name,
  ];
  const holes = (list: JsonValue, good: boolean, name?: string): Value => [
    { polygon: { outer: triangle, holes: list } },
    good,
    name,
  ];
  const at = (lat: number, lon: number): JsonValue =>
    ring([lat, lon], [lat, lon > 0 ? lon - 10 : lon + 10], [lat > 0 ? lat - 10 : lat + 10, lon]);
  return [
    [{ circle }, true],
    [{}, false],
    [null, false],
    [[], false],
    [{ circle, polygon: { outer: triangle } }, false],
    [{ circle, more: 1 }, false],
    [{ circle: null }, false],
    [{ circle: [] }, false],
    [{ circle: { lat: 0, lon: 0 } }, false],
    [{ circle: { lat: 0, radius: 300 } }, false],
    [{ circle: { lon: 0, radius: 300 } }, false],
    round({ more: 1 }, false),
    round({ lat: 90 * degree }, true),
    round({ lat: -90 * degree }, true),
    round({ lat: 90 * degree + 1 }, false),
    round({ lat: -90 * degree - 1 }, false),
    round({ lon: 180 * degree }, true),
    round({ lon: -180 * degree }, true),
    round({ lon: 180 * degree + 1 }, false),
    round({ lon: -180 * degree - 1 }, false),
    round({ lat: "48" }, false),
    round({ radius: 25 }, true),
    round({ radius: 24 }, false),
    round({ radius: 500_000 }, true),
    round({ radius: 500_001 }, false),
    outer(triangle, true),
    outer(triangle.slice(1), false),
    outer([], false),
    outer({}, false),
    outer(many(500), true, "a ring of 500"),
    outer(many(501), false, "a ring of 501"),
    outer([...triangle, [0]], false),
    outer([...triangle, [0, 0, 0]], false),
    outer([...triangle, null], false),
    outer([...triangle, { lat: 0, lon: 0 }], false),
    outer([...triangle, ["0", 0]], false),
    outer([...triangle, [0, "0"]], false),
    outer(at(85 * degree, 0), true),
    outer(at(-85 * degree, 0), true),
    outer(at(85 * degree + 1, 0), false),
    outer(at(-85 * degree - 1, 0), false),
    outer(at(0, 180 * degree), true),
    outer(at(0, -180 * degree), true),
    outer(at(0, 180 * degree + 1), false),
    outer(at(0, -180 * degree - 1), false),
    outer(ring([0, 179 * degree], [0, -179 * degree], [10, -179 * degree]), true, "a ring across the antimeridian"),
    outer(
      ring([80 * degree, 0], [80 * degree, 120 * degree], [80 * degree, -120 * degree]),
      false,
      "a ring round the pole",
    ),
    outer(
      ring([0, 0], [10, 90 * degree], [0, 180 * degree - 1], [-10, 90 * degree]),
      true,
      "a ring of almost 180 degrees",
    ),
    outer(ring([0, 0], [10, 90 * degree], [0, 180 * degree], [-10, 90 * degree]), false, "a ring of 180 degrees"),
    outer(
      ring([0, -100 * degree], [10, 0], [0, 100 * degree], [-10, 0]),
      false,
      "a ring of 200 degrees, forth and back",
    ),
    [{ polygon: { holes: [triangle] } }, false],
    [{ polygon: { outer: triangle, more: 1 } }, false],
    [{ polygon: [] }, false],
    holes([triangle], true),
    holes([], false),
    holes(triangle, false, "a hole that is no list of rings"),
    holes(
      Array.from({ length: 16 }, () => triangle),
      true,
      "16 holes",
    ),
    holes(
      Array.from({ length: 17 }, () => triangle),
      false,
      "17 holes",
    ),
    holes([triangle, [[0, 0]]], false, "a hole of one point"),
    holes([many(500), many(497)], true, "1,000 points"),
    holes([many(500), many(498)], false, "1,001 points"),
    holes([at(85 * degree + 1, 0)], false, "a hole at the pole"),
  ];
}

/** A good value, and all values to try. */
export function valuesOf(field: Field): { good: JsonValue; values: Value[] } {
  switch (field.type) {
    case "boolean":
      return {
        good: true,
        values: [
          [false, true],
          [0, false],
          ["true", false],
        ],
      };
    case "integer": {
      const { least, most } = field;
      const values: Value[] = [
        [least, true],
        [most, true],
        [least - 1, false],
        [most + 1, false],
        [String(least), false],
      ];
      return { good: least, values: [...values, [true, false], [[least], false], [least + 0.5, false]] };
    }
    case "choice": {
      const all = field.options.map((option): Value => [option.value, true]);
      return {
        good: all[0]![0],
        values: [...all, ["other", false], ["toString", false], [[all[0]![0]], false], [0, false]],
      };
    }
    case "choices": {
      const all = field.options.map((option) => option.value);
      const values: Value[] = [
        [all, true],
        [[], false],
        [["other"], false],
        [[all[0]!, all[0]!], false],
        [all[0]!, false],
        [[0], false],
      ];
      return { good: [all[0]!], values };
    }
    case "text": {
      const known = byForm[field.form];
      return { good: known[0]![0], values: [...bounds(field.form, field.most), ...known] };
    }
    case "set":
      return { good: ["a"], values: setValues(field.least ?? 1, field.most, field.of, field.bytes) };
    case "hours":
      return { good: hours({}), values: hoursValues(field.most) };
    case "area":
      return { good: { circle }, values: areaValues() };
  }
}
