import assert from "node:assert/strict";
import { test } from "node:test";
import { ruleKinds } from "@rempart/policy";
import { type Chapter, chapters, searchKinds } from "./catalogue.ts";

const names = Object.fromEntries(chapters.map((one) => [one, one])) as Record<Chapter, string>;
const kinds = (text: string, language: "en" | "fr") =>
  searchKinds(text, language, names).flatMap((found) => found.kinds.map(([kind]) => kind));

test("every kind is found without a word, once", () => {
  assert.deepEqual(kinds("", "en").sort(), Object.keys(ruleKinds).sort());
});

test("words are found in both languages, without accents and in any order", () => {
  assert.ok(kinds("camera", "en").includes("camera"));
  assert.ok(kinds("ecran CAPTURE", "fr").includes("screen-capture"));
  assert.deepEqual(kinds("no such thing", "en"), []);
});

test("what is named so comes before what only mentions it", () => {
  const [first] = searchKinds("bluetooth", "en", names)[0]!.kinds;
  assert.equal(first![0], "bluetooth");
});
