// Hours of the week, and rules in force by time and place.
import type { JsonValue } from "../../packages/trust/src/index.ts";

type Case = { name: string; hours: JsonValue; time: number | null; unsure: boolean; in: boolean };

const utc = (year: number, month: number, day: number, hour: number, minute = 0, second = 0): number =>
  Date.UTC(year, month - 1, day, hour, minute, second) / 1000;

function scheduleCases(): Case[] {
  const cases: Case[] = [];
  const add = (name: string, hours: JsonValue[], time: number | null, inside: boolean, unsure = false): void => {
    cases.push({ name, hours, time, unsure, in: inside });
  };
  // Monday, 26 October 2026 is winter time in Paris (UTC+1); Monday, 5 October 2026 is summer time (UTC+2).
  const office = { days: [1, 2, 3, 4, 5], from: 480, to: 1080, zone: "Europe/Paris" };
  add("a second before the beginning", [office], utc(2026, 10, 26, 6, 59, 59), false);
  add("the beginning", [office], utc(2026, 10, 26, 7), true);
  add("the last second", [office], utc(2026, 10, 26, 16, 59, 59), true);
  add("the end", [office], utc(2026, 10, 26, 17), false);
  add("the beginning in summer", [office], utc(2026, 10, 5, 6), true);
  add("an hour before the beginning in summer", [office], utc(2026, 10, 5, 5, 59), false);
  add("Friday", [office], utc(2026, 10, 30, 8), true);
  add("Saturday", [office], utc(2026, 10, 31, 8), false);
  add("Sunday", [office], utc(2026, 11, 1, 8), false);
  const night = { days: [5, 7], from: 1320, to: 360, zone: "Europe/Paris" };
  add("a night begins", [night], utc(2026, 10, 30, 21), true);
  add("a night, before it begins", [night], utc(2026, 10, 30, 20, 59), false);
  add("a night goes on, the day after", [night], utc(2026, 10, 31, 4, 59), true);
  add("a night ends, the day after", [night], utc(2026, 10, 31, 5), false);
  add("the morning of the day that is named", [night], utc(2026, 10, 30, 3), false);
  add("the night from Sunday to Monday", [night], utc(2026, 11, 2, 3), true);
  add("the evening of a day that is not named", [night], utc(2026, 10, 31, 22), false);
  const day = { days: [6], from: 0, to: 1440, zone: "Pacific/Auckland" };
  add("a whole day begins", [day], utc(2026, 7, 3, 12), true);
  add("a whole day, a second before", [day], utc(2026, 7, 3, 11, 59, 59), false);
  add("a whole day, its last second", [day], utc(2026, 7, 4, 11, 59, 59), true);
  add("a whole day ends", [day], utc(2026, 7, 4, 12), false);
  const half = { days: [1], from: 0, to: 30, zone: "Asia/Kolkata" };
  add("a zone of half hours", [half], utc(2026, 10, 4, 18, 30), true);
  add("a zone of half hours, after", [half], utc(2026, 10, 4, 19), false);
  // The clock jumps from 2:00 to 3:00 on 29 March 2026, and back from 3:00 to 2:00 on 25 October 2026.
  const small = { days: [7], from: 120, to: 180, zone: "Europe/Paris" };
  add("an hour that there is not", [small], utc(2026, 3, 29, 1), false);
  add("before an hour that there is not", [small], utc(2026, 3, 29, 0, 59), false);
  add("an hour that comes twice, first", [small], utc(2026, 10, 25, 0, 30), true);
  add("an hour that comes twice, again", [small], utc(2026, 10, 25, 1, 30), true);
  add("after an hour that came twice", [small], utc(2026, 10, 25, 2), false);
  add("several, the second holds", [office, { ...office, days: [6], from: 0, to: 720 }], utc(2026, 10, 31, 8), true);
  add("time 0 is a Thursday", [{ days: [4], from: 0, to: 1, zone: "UTC" }], 0, true);
  add("the last time that dates can say", [{ days: [6], from: 0, to: 1, zone: "UTC" }], 8_640_000_000_000, true);
  for (const unsure of [true, false]) {
    add("no time", [office], null, unsure, unsure);
    add("a zone that nobody knows", [{ ...office, zone: "Mars/Olympus" }], utc(2026, 10, 26, 8), unsure, unsure);
    add("a time beyond dates", [{ days: [6], from: 0, to: 1440, zone: "UTC" }], 8_640_000_000_001, unsure, unsure);
    add(
      "a zone that nobody knows beside one that holds",
      [{ ...office, zone: "Mars/Olympus" }, office],
      utc(2026, 10, 26, 8),
      true,
      unsure,
    );
  }
  return cases;
}

const saturday = { days: [6], from: 0, to: 1440, zone: "UTC" };
const onSaturday = utc(2026, 10, 31, 8);
const onMonday = utc(2026, 10, 26, 8);

/** Which of the rules `always`, `inside`, `outside`, `both`, `hours`, `all` of policy `p` are in force. */
function placeCases(): JsonValue[] {
  const rules: [name: string, when: JsonValue | null][] = [
    ["always", null],
    ["inside", { inside: ["a", "b"] }],
    ["outside", { outside: ["a", "b"] }],
    ["both", { inside: ["a"], outside: ["b"] }],
    ["hours", { hours: [saturday] }],
    ["all", { inside: ["a"], outside: ["b"], hours: [saturday] }],
  ];
  const one = (
    name: string,
    time: number | null,
    inside: string[],
    outside: string[],
    inForce: string[],
  ): JsonValue => ({
    name,
    rules: rules.map(([rule, when]) => ({ name: rule, when })),
    time,
    inside,
    outside,
    inForce,
  });
  return [
    one("nothing is known", null, [], [], ["always", "inside", "outside", "both", "hours", "all"]),
    one("the time is known, the place is not", onMonday, [], [], ["always", "inside", "outside", "both"]),
    one("inside one, outside the other", onSaturday, ["p/a"], ["p/b"], ["always", "inside", "both", "hours", "all"]),
    one("inside both", onSaturday, ["p/a", "p/b"], [], ["always", "inside", "hours"]),
    one("outside both", onMonday, [], ["p/a", "p/b"], ["always", "outside"]),
    one("outside one, the other unknown", onMonday, [], ["p/a"], ["always", "inside", "outside"]),
    one("inside one, the other unknown", onMonday, ["p/a"], [], ["always", "inside", "both"]),
    one(
      "inside fences of the same name, of another policy",
      onMonday,
      ["q/a", "q/b"],
      ["p/a", "p/b"],
      ["always", "outside"],
    ),
    one("inside b only", onSaturday, ["p/b"], ["p/a"], ["always", "inside", "hours"]),
  ];
}

/** What a phone knows of its place, given its states and the time of the clock of its fixes. */
function knownCases(): JsonValue[] {
  const fix = { lat: 0, lon: 0, accuracy: 5, at: 1000 };
  const fences = {
    "p/a": { area: 1, inside: true },
    "p/b": { area: 1, inside: false, doubtedSince: 990 },
    "p/c": { area: 1 },
  };
  return [
    { name: "just now", states: { last: fix, fences }, now: 1000, inside: ["p/a"], outside: ["p/b"] },
    { name: "an hour later", states: { last: fix, fences }, now: 4600, inside: ["p/a"], outside: ["p/b"] },
    { name: "an hour and a second later", states: { last: fix, fences }, now: 4601, inside: [], outside: [] },
    { name: "without any fix", states: { fences }, now: 1000, inside: [], outside: [] },
  ];
}

export function makeSchedules(): JsonValue {
  return { hours: scheduleCases() as unknown as JsonValue, places: placeCases(), known: knownCases() };
}
