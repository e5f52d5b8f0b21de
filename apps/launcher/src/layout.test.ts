import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutOf } from "./layout.ts";
import { parseOptions } from "./options.ts";

const embedded = { gatekeeper: "embedded", server: "embedded" } as const;
const apart = { gatekeeper: { uid: 1, gid: 1 }, server: { uid: 2, gid: 2 } };
const alone = (url: string) => parseOptions(["--only", "gatekeeper", "--server-url", url], {});

test("what holds follows from hosts and accounts", () => {
  const one = parseOptions([], {});
  const accounts = layoutOf(one, apart, embedded);
  assert.deepEqual([accounts.kind, accounts.lost], ["one-host-two-accounts", []]);
  assert.deepEqual(
    [...accounts.hold, ...accounts.notBuilt].sort(),
    [1, 10, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `P${n}`),
  );
  assert.match(accounts.words.join(), /Not built yet.*P3.*P7.*P10/);
  assert.match(accounts.words.join(), /not against root on this machine/);
  for (const identities of [{}, { gatekeeper: {}, server: {} }, { ...apart, server: apart.gatekeeper }]) {
    const user = layoutOf(one, identities, embedded);
    assert.deepEqual([user.kind, user.hold], ["one-host-one-account", ["P1"]]);
    assert.ok(user.lost.includes("P8"));
  }
  assert.equal(layoutOf(alone("https://api.example"), {}, { gatekeeper: "embedded" }).kind, "two-hosts");
});

test("two parts started apart on one machine are not two hosts", () => {
  assert.equal(layoutOf(alone("http://127.0.0.1:8081"), {}, embedded).kind, "one-host-one-account");
  assert.equal(layoutOf(alone("http://localhost:8081"), apart, embedded).kind, "one-host-two-accounts");
});

test("a database administered elsewhere is said", () => {
  const { words, databases } = layoutOf(alone("https://api.example"), {}, { gatekeeper: "external" });
  assert.match(words.join(), /administered elsewhere/);
  assert.deepEqual(databases, { gatekeeper: "external" });
});
