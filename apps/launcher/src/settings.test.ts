import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readSettings, serverSettings } from "./settings.ts";

const data = mkdtempSync(join(tmpdir(), "rempart-settings-"));
after(() => rmSync(data, { recursive: true, force: true }));
const put = (value: unknown): void =>
  writeFileSync(join(data, "settings.json"), typeof value === "string" ? value : JSON.stringify(value));

test("settings may be left out; the key of webhooks is made once", () => {
  assert.deepEqual(readSettings(data), { gatekeeper: {}, server: {} });
  const first = serverSettings(data, readSettings(data)).webhooks as { key: string };
  assert.match(first.key, /^[0-9a-f]{64}$/);
  put({
    server: { trustedProxies: ["10.0.0.1"], webhooks: { allow: ["hook.internal"] } },
    gatekeeper: { retention: { data: 30 }, push: { hosts: ["push.intern"] } },
  });
  const settings = readSettings(data);
  assert.deepEqual(settings.gatekeeper, { retention: { data: 30 }, push: { hosts: ["push.intern"] } });
  assert.deepEqual(serverSettings(data, settings), {
    trustedProxies: ["10.0.0.1"],
    webhooks: { key: first.key, allow: ["hook.internal"] },
  });
});

test("what is not understood is named", () => {
  const refused: [unknown, RegExp][] = [
    ["{", /is not JSON/],
    [[], /must be an object/],
    [{ console: {} }, /names console/],
    [{ server: 1 }, /server must be an object/],
    [{ server: { database: {} } }, /server\.database cannot be set; trustedProxies/],
    [{ gatekeeper: { console: [] } }, /gatekeeper\.console must be an object/],
    [{ gatekeeper: { console: { folder: "/" } } }, /gatekeeper\.console\.folder cannot be set; connect, images can/],
    [" ".repeat(70_000), /longer than 64 KiB/],
  ];
  for (const [value, message] of refused) {
    put(value);
    assert.throws(() => readSettings(data), { message, exitCode: 78 });
  }
});
