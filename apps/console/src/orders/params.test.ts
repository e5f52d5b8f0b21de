import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Action,
  actions,
  type JsonValue,
  makeEnvelope,
  newUuid,
  openEnvelope,
  orderType,
  payloadBytes,
} from "@rempart/trust";
import { formatOf } from "../words/format.ts";
import type { Language } from "../words/language.ts";
import { orderLines } from "./params.ts";
import { titleKey } from "./title.ts";
import { type OrderWords, orderWords } from "./words.ts";

const hash = "ab".repeat(32);
const id = "AAAAAAAAAAAAAAAAAAAAAQ";
const sealed = Buffer.alloc(200, 1).toString("base64");
const secret = { gatekeeper: sealed, approvers: sealed, sha256: hash };
const file = { versionCode: 7, sha256: hash, size: 1234567, signer: hash, urls: ["https://apps.example/a.apk"] };

/** Every action with all that it may say. */
const samples: Record<Action, JsonValue> = {
  lock: { message: secret, phone: secret },
  "lost-mode": { on: true, message: secret, contact: secret, sound: true },
  ring: { seconds: 60 },
  message: { text: secret },
  query: { what: ["inventory", "apps", "audit"] },
  locate: {},
  wipe: { storage: true, esim: true, keepProtection: false },
  unenrol: {},
  "clear-passcode": {},
  admit: { enrolment: hash },
  freeze: {},
  unfreeze: { freezes: [hash], mute: [id] },
  cancel: { order: hash },
  pace: { order: hash, phones: 500, seconds: 86_400, until: 1_800_000_000 },
  policy: { id, rules: [{ kind: "camera", disabled: true }] },
  app: { platform: "android", package: "org.example.app", state: "required", ...file },
  certificate: { id, use: "ca", der: "MAA=" },
  "os-update": { platform: "ios", minimum: "27.1", deadline: 1_800_000_000 },
  "agent-update": file,
  assign: { groups: [id] },
};
const targets = (action: Action): JsonValue => {
  if (["freeze", "unfreeze", "cancel", "pace"].includes(action)) return { all: true };
  if (["policy", "app", "certificate", "os-update", "agent-update"].includes(action)) return { group: id };
  return { count: 1, root: hash };
};
const streams: Partial<Record<Action, string>> = {
  policy: `policy/${id}`,
  app: "app/android/org.example.app",
  certificate: `certificate/${id}`,
  "os-update": "os/ios",
  "agent-update": "agent",
};

function orderOf(action: Action, params: JsonValue) {
  const stream = action === "assign" ? { stream: "assign" } : streams[action] ? { stream: streams[action]!, n: 1 } : {};
  const body = {
    ...{ v: 1, org: hash, id: newUuid(Date.now()), charter: hash, action, params, targets: targets(action), ...stream },
    ...{ reason: { code: "exercise" }, createdAt: 1 },
  };
  return openEnvelope(orderType, makeEnvelope("order", payloadBytes(body), [])).body;
}

describe("what an order says, in words", () => {
  const words = orderWords as unknown as Record<Language, OrderWords>;
  const linesIn = (language: Language, action: Action, params: JsonValue = samples[action]) =>
    orderLines(orderOf(action, params), {
      ...{ words: words[language], format: formatOf(language), language },
      name: (person) => person.slice(0, 6),
    });

  it("says something for every action in both languages, without JSON", () => {
    for (const language of ["en", "fr"] as const)
      for (const action of actions) {
        const lines = linesIn(language, action);
        assert.ok(lines.length > 0, `${action} says nothing in ${language}`);
        for (const { term, value, sealed: field } of lines) {
          assert.ok(value !== "" || field !== undefined, `${action}: ${term} is empty`);
          assert.ok(!/[{}[\]]|undefined|\[object/.test(value), `${action}: ${value}`);
        }
      }
  });

  it("shows every sealed text in its place", () => {
    assert.deepEqual(
      linesIn("en", "lost-mode").flatMap(({ sealed: field }) => field ?? []),
      ["message", "contact"],
    );
    assert.deepEqual(
      linesIn("en", "message").flatMap(({ sealed: field }) => field ?? []),
      ["text"],
    );
  });

  it("tells what a wipe takes with it", () => {
    const [erases, protection] = linesIn("en", "wipe");
    assert.match(erases!.value, /memory card.*eSIM/);
    assert.equal(protection!.value, "is taken off");
    const [least] = linesIn("en", "wipe", { storage: false, esim: false, keepProtection: true });
    assert.equal(least!.value, "everything on the phone");
  });

  it("titles what ends something by its opposite", () => {
    assert.equal(titleKey(orderOf("lost-mode", { on: false })), "lost-mode-off");
    assert.equal(titleKey(orderOf("policy", { id, removed: true })), "policy-removed");
    const gone = { platform: "android", package: "org.example.app", state: "removed" };
    assert.equal(titleKey(orderOf("app", gone)), "app-removed");
    assert.equal(titleKey(orderOf("os-update", { platform: "ios", removed: true })), "os-update-removed");
    assert.equal(titleKey(orderOf("wipe", samples.wipe)), "wipe");
  });

  it("writes French with its articles and spaces", () => {
    const { titles } = words.fr;
    assert.equal(titles["policy-removed"]("le groupe Ventes"), "Retirer une politique du groupe Ventes");
    assert.equal(titles.message("le groupe Ventes"), "Message au groupe Ventes");
    assert.equal(titles.wipe("1 téléphone"), "Effacer 1 téléphone");
    const texts: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === "string") texts.push(value);
      else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) collect(one);
    };
    collect(words.fr);
    for (const text of texts) {
      assert.doesNotMatch(text, / [:;!?]/, `an ordinary space before its sign: ${text}`);
      assert.doesNotMatch(text, /'/, `a typewriter's apostrophe: ${text}`);
    }
  });
});
