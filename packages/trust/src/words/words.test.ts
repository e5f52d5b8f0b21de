import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprintLength, fingerprintWords } from "./words.ts";

/** The whole list, read through the one door it has. */
function allWords(): string[] {
  return Array.from({ length: 256 }, (_, byte) => fingerprintWords(new Uint8Array(32).fill(byte))[0]!);
}

test("a fingerprint is a word a byte, of the first twelve bytes", () => {
  const digest = Uint8Array.from({ length: 32 }, (_, at) => at);
  const words = fingerprintWords(digest);
  assert.equal(words.length, fingerprintLength);
  assert.deepEqual(words.slice(0, 3), ["acorn", "actor", "adobe"]);
  digest[12] = 99;
  assert.deepEqual(fingerprintWords(digest), words);
  digest[11] = 99;
  assert.notDeepEqual(fingerprintWords(digest), words);
  assert.throws(() => fingerprintWords(new Uint8Array(11)), RangeError);
});

test("no two words begin alike, so that one half heard is still told from the others", () => {
  const words = allWords();
  assert.equal(new Set(words.map((word) => word.slice(0, 4))).size, 256);
  for (const word of words) assert.match(word, /^[a-z]{3,9}$/);
  assert.deepEqual([...words].sort(), words);
});
