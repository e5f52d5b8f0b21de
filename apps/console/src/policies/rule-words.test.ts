import assert from "node:assert/strict";
import { test } from "node:test";
import { ruleWords } from "./rule-words.ts";

test("a flag says itself, other values stand behind their names", () => {
  const off = { kind: "camera", disabled: true, when: { inside: ["Siège"] } };
  assert.deepEqual(ruleWords(off, "en"), { name: "Camera", value: "switched off", when: "inside Siège" });
  const on = { kind: "camera", disabled: false };
  assert.equal(ruleWords(on, "fr").value, "désactivé\u00a0: non");
  const passcode = { kind: "passcode", minimumLength: 8, quality: "complex" };
  assert.equal(ruleWords(passcode, "en").value, "shortest length: 8 characters; made of: letters, digits and signs");
});

test("what tells a rule apart is in its name, and what is missing nowhere", () => {
  assert.deepEqual(ruleWords({ kind: "wifi-network", ssid: "Guests" }, "en"), {
    ...{ name: "Wi-Fi network without password Guests", value: "", when: "" },
  });
  assert.equal(ruleWords({ kind: "passcode", when: {} }, "en").value, "");
});
