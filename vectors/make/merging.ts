// What policies mean together. Values are written by hand.
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { goodHours } from "./policy-values.ts";

type Rule = { [field: string]: JsonValue };
/** Value, ids of the policies whose wish it is, and [id, value] of those that gave way. */
type Expected = { [key: string]: [value: JsonValue, from: string[], lost?: [string, JsonValue][]] };
interface Case {
  name: string;
  policies: { policy: string; order: string; rules: Rule[] }[];
  settings: { [key: string]: { value: JsonValue; from: string[]; lost: JsonValue } };
  conflicts: { code: string; keys: string[]; items: string[] }[];
}

const cases: Case[] = [];

/** Policies are `a`, `b`, `c`, in any order. */
function add(
  name: string,
  all: { [policy: string]: Rule[] },
  expected: Expected,
  conflicts: [string, string[], string[]][] = [],
): void {
  cases.push({
    name,
    policies: Object.entries(all).map(([policy, rules]) => ({ policy: policy[0]!, order: `${policy}-order`, rules })),
    settings: Object.fromEntries(
      Object.entries(expected).map(([key, [value, from, lost = []]]) => [key, { value, from, lost }]),
    ),
    conflicts: conflicts.map(([code, keys, items]) => ({ code, keys, items })),
  });
}

const rule = (kind: string, fields: Rule): Rule => ({ kind, ...fields });

function fields(): void {
  const length = (minimumLength: number): Rule => rule("passcode", { minimumLength });
  add("no policy", {}, {});
  add("one policy", { a: [length(6)] }, { "passcode.minimumLength": [6, ["a"]] });
  add(
    "the greatest",
    { b: [length(6)], a: [length(8)], c: [length(7)] },
    {
      "passcode.minimumLength": [
        8,
        ["a"],
        [
          ["b", 6],
          ["c", 7],
        ],
      ],
    },
  );
  add("two of the same wish", { a: [length(6)], b: [length(6)] }, { "passcode.minimumLength": [6, ["a", "b"]] });
  const wipe = (attempts: number): Rule => rule("failedUnlocksBeforeWipe", { attempts });
  add("the least", { a: [wipe(10)], b: [wipe(6)] }, { "failedUnlocksBeforeWipe.attempts": [6, ["b"], [["a", 10]]] });
  const camera = (disabled: boolean): Rule => rule("camera", { disabled });
  add("any", { a: [camera(false)], b: [camera(true)] }, { "camera.disabled": [true, ["b"], [["a", false]]] });
  add("any, of none", { a: [camera(false)], b: [camera(false)] }, { "camera.disabled": [false, ["a", "b"]] });
  const shown = (value: string): Rule => rule("lock-screen-notifications", { shown: value });
  add(
    "the strictest",
    { a: [shown("redacted")], b: [shown("none")], c: [shown("all")] },
    {
      "lock-screen-notifications.shown": [
        "none",
        ["b"],
        [
          ["a", "redacted"],
          ["c", "all"],
        ],
      ],
    },
  );
  const denied = (...packages: string[]): Rule => rule("apps-denied", { packages });
  add(
    "the union, in order",
    { a: [denied("org.c", "org.a")], b: [denied("org.b", "org.a")] },
    {
      "apps-denied.packages": [
        ["org.a", "org.b", "org.c"],
        ["a", "b"],
      ],
    },
  );
  const allowed = (...packages: string[]): Rule => rule("apps-allowed", { packages });
  add(
    "the intersection, in order",
    { a: [allowed("org.c", "org.b", "org.a")], b: [allowed("org.a", "org.c", "org.d")] },
    {
      "apps-allowed.packages": [
        ["org.a", "org.c"],
        ["a", "b"],
      ],
    },
  );
  add(
    "the order of texts is that of their units",
    { a: [denied("org.Z", "org.a", "org.B")] },
    { "apps-denied.packages": [["org.B", "org.Z", "org.a"], ["a"]] },
  );
  const other = { ...goodHours, to: 600 };
  const report = (enabled: boolean, every: number, retention: number, hours: JsonValue): Rule =>
    rule("location-reporting", { enabled, every, retention, hours: [hours] });
  add(
    "all, the greatest, each",
    { a: [report(true, 60, 30, other)], b: [report(false, 30, 7, goodHours)] },
    {
      "location-reporting.enabled": [false, ["b"], [["a", true]]],
      "location-reporting.every": [60, ["a"], [["b", 30]]],
      "location-reporting.retention": [7, ["b"], [["a", 30]]],
      "location-reporting.hours": [
        [[goodHours], [other]],
        ["a", "b"],
      ],
    },
  );
  add(
    "all, of all; each, the same",
    { a: [report(true, 60, 30, other)], b: [report(true, 60, 30, other)] },
    {
      "location-reporting.enabled": [true, ["a", "b"]],
      "location-reporting.every": [60, ["a", "b"]],
      "location-reporting.retention": [30, ["a", "b"]],
      "location-reporting.hours": [[[other]], ["a", "b"]],
    },
  );
  add(
    "fields that one policy says",
    { a: [rule("passcode", { minimumLength: 4, history: 3 })], b: [length(5)] },
    { "passcode.minimumLength": [5, ["b"], [["a", 4]]], "passcode.history": [3, ["a"]] },
  );
  add(
    "rules of one policy under different conditions",
    { a: [camera(false), { ...camera(true), when: { hours: [goodHours] } }] },
    { "camera.disabled": [true, ["a"], [["a", false]]] },
  );
  add(
    "fences are no settings",
    { a: [rule("fence", { name: "x", area: { circle: { lat: 0, lon: 0, radius: 100 } } })] },
    {},
  );
}

function keys(): void {
  const link = (id: string, title: string): Rule => rule("web-link", { id, title, url: "https://a.example" });
  const value = (id: string, title: string): JsonValue => ({ id, title, url: "https://a.example" });
  add(
    "links of different ids",
    { a: [link("x", "X")], b: [link("y", "Y")] },
    { "web-link/x": [value("x", "X"), ["a"]], "web-link/y": [value("y", "Y"), ["b"]] },
  );
  add("the same link", { a: [link("x", "X")], b: [link("x", "X")] }, { "web-link/x": [value("x", "X"), ["a", "b"]] });
  add(
    "links that differ",
    { b: [link("x", "B")], a: [link("x", "A")] },
    { "web-link/x": [value("x", "A"), ["a"], [["b", value("x", "B")]]] },
    [["differs", ["web-link/x"], []]],
  );
  add(
    "one policy, two orders: the lower hash",
    { a2: [link("x", "2")], a1: [link("x", "1")] },
    { "web-link/x": [value("x", "1"), ["a"], [["a", value("x", "2")]]] },
    [["differs", ["web-link/x"], []]],
  );
  const permission = (answer: string, name = "android.permission.CAMERA"): Rule =>
    rule("app-permission", { package: "org.a", permission: name, answer });
  const key = "app-permission/org.a/android.permission.CAMERA.answer";
  add(
    "permissions, the strictest",
    { a: [permission("granted")], b: [permission("denied")] },
    { [key]: ["denied", ["b"], [["a", "granted"]]] },
  );
  add(
    "permissions of different names",
    { a: [permission("granted"), permission("asked", "x")] },
    { [key]: ["granted", ["a"]], "app-permission/org.a/x.answer": ["asked", ["a"]] },
  );
  const text = (banner: string): Rule => rule("lock-screen-text", { banner });
  add(
    "texts that differ",
    { a: [text("A")], b: [text("B")] },
    { "lock-screen-text": [{ banner: "A" }, ["a"], [["b", { banner: "B" }]]] },
    [["differs", ["lock-screen-text"], []]],
  );
}

function conflicts(): void {
  const apps = (kind: string, ...packages: string[]): Rule => rule(`apps-${kind}`, { packages });
  add(
    "required and denied",
    { a: [apps("required", "org.a", "org.b")], b: [apps("denied", "org.a", "org.x")] },
    { "apps-required.packages": [["org.b"], ["a"]], "apps-denied.packages": [["org.a", "org.x"], ["b"]] },
    [["not-allowed", ["apps-required.packages", "apps-denied.packages"], ["org.a"]]],
  );
  add(
    "required and removed",
    { a: [apps("required", "org.a", "org.b")], b: [apps("removed", "org.b")] },
    { "apps-required.packages": [["org.a"], ["a"]], "apps-removed.packages": [["org.b"], ["b"]] },
    [["not-allowed", ["apps-required.packages", "apps-removed.packages"], ["org.b"]]],
  );
  add(
    "required and not on the list of the allowed",
    { a: [apps("required", "org.a", "org.b")], b: [apps("allowed", "org.b", "org.c")] },
    { "apps-required.packages": [["org.b"], ["a"]], "apps-allowed.packages": [["org.b", "org.c"], ["b"]] },
    [["not-allowed", ["apps-required.packages", "apps-allowed.packages"], ["org.a"]]],
  );
  add(
    "required and not allowed in every way: named once",
    {
      a: [apps("required", "org.a")],
      b: [apps("denied", "org.a"), apps("removed", "org.a"), apps("allowed", "org.c")],
    },
    {
      "apps-required.packages": [[], ["a"]],
      "apps-denied.packages": [["org.a"], ["b"]],
      "apps-removed.packages": [["org.a"], ["b"]],
      "apps-allowed.packages": [["org.c"], ["b"]],
    },
    [["not-allowed", ["apps-required.packages", "apps-removed.packages"], ["org.a"]]],
  );
  add(
    "nothing allowed",
    { a: [apps("allowed", "org.a")], b: [apps("allowed", "org.b")], c: [apps("required", "org.a")] },
    { "apps-allowed.packages": [[], ["a", "b"]], "apps-required.packages": [[], ["c"]] },
    [
      ["nothing-allowed", ["apps-allowed.packages"], []],
      ["not-allowed", ["apps-required.packages", "apps-allowed.packages"], ["org.a"]],
    ],
  );
  add(
    "no network allowed",
    { a: [rule("wifi-allowed", { ssids: ["x"] })], b: [rule("wifi-allowed", { ssids: ["y"] })] },
    { "wifi-allowed.ssids": [[], ["a", "b"]] },
    [["nothing-allowed", ["wifi-allowed.ssids"], []]],
  );
  const network = (ssid: string): Rule => rule("wifi-network", { ssid, security: "open" });
  const known = (ssid: string): JsonValue => ({ ssid, security: "open" });
  add(
    "networks that are known and may not be joined",
    {
      a: [network("x"), network("y"), network("z")],
      b: [rule("wifi-denied", { ssids: ["x"] })],
      c: [rule("wifi-allowed", { ssids: ["x", "y"] })],
    },
    {
      "wifi-network/x": [known("x"), ["a"]],
      "wifi-network/y": [known("y"), ["a"]],
      "wifi-network/z": [known("z"), ["a"]],
      "wifi-denied.ssids": [["x"], ["b"]],
      "wifi-allowed.ssids": [["x", "y"], ["c"]],
    },
    [
      ["not-allowed", ["wifi-network/x", "wifi-denied.ssids"], ["x"]],
      ["not-allowed", ["wifi-network/z", "wifi-allowed.ssids"], ["z"]],
    ],
  );
  const off = (kind: string, disabled = true): Rule => rule(kind, { disabled });
  add(
    "cut off",
    { a: [off("wifi-radio")], b: [off("mobile-data")] },
    { "wifi-radio.disabled": [true, ["a"]], "mobile-data.disabled": [false, ["b"]] },
    [["cut-off", ["wifi-radio.disabled", "mobile-data.disabled"], []]],
  );
  add(
    "not cut off: Wi-Fi is on",
    { a: [off("wifi-radio", false)], b: [off("mobile-data")] },
    { "wifi-radio.disabled": [false, ["a"]], "mobile-data.disabled": [true, ["b"]] },
  );
  add(
    "not cut off: mobile data is on",
    { a: [off("wifi-radio")], b: [off("mobile-data", false)] },
    { "wifi-radio.disabled": [true, ["a"]], "mobile-data.disabled": [false, ["b"]] },
  );
  add(
    "not cut off: nobody speaks of mobile data",
    { a: [off("wifi-radio")] },
    { "wifi-radio.disabled": [true, ["a"]] },
  );
  add("not cut off: nobody speaks of Wi-Fi", { a: [off("mobile-data")] }, { "mobile-data.disabled": [true, ["a"]] });
}

export function makeMerging(): JsonValue {
  cases.length = 0;
  fields();
  keys();
  conflicts();
  return { cases: cases as unknown as JsonValue };
}
