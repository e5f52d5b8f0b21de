import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { makeAuthority, makeServer } from "./certificates.ts";
import { keepConsoleTls } from "./console-tls.ts";
import { parseOptions } from "./options.ts";
import type { Report } from "./report.ts";

const folder = temporaryFolder();
after(() => removeFolder(folder));
const cert = join(folder, "console.pem");
const key = join(folder, "console.key");
const data = join(folder, "data");
const options = parseOptions(["--data", data, "--tls-cert", cert, "--tls-key", key], {});
mkdirSync(join(data, "gatekeeper"), { recursive: true });
const copy = (name: string) => readFileSync(join(data, "gatekeeper/tls", name), "utf8");

async function issue(): Promise<void> {
  const made = await makeServer(await makeAuthority("a public one"), { dns: ["console.example"], ip: [] });
  writeFileSync(cert, made.certificate);
  writeFileSync(key, made.key);
}

test("the console's pair is copied for the gatekeeper, and again when it changes; a wrong one is not", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  await issue();
  const reports: Report[] = [];
  const kept = keepConsoleTls(options, {}, (report) => reports.push(report));
  assert.ok(kept);
  assert.equal(copy("console.crt"), readFileSync(cert, "utf8"));
  assert.equal(statSync(join(data, "gatekeeper/tls/console.key")).mode & 0o777, 0o600);
  await issue();
  t.mock.timers.tick(10_000);
  assert.equal(copy("console.crt"), readFileSync(cert, "utf8"));
  assert.equal(copy("console.key"), readFileSync(key, "utf8"));
  assert.match(JSON.stringify(reports.pop()), /new certificate/);

  const before = copy("console.crt");
  writeFileSync(key, (await makeAuthority("another")).key);
  t.mock.timers.tick(30_000);
  assert.equal(copy("console.crt"), before);
  assert.equal(reports.length, 1); // once, not every ten seconds
  assert.match(JSON.stringify(reports[0]), /the key is not the certificate's.*stays in use/);
  kept.stop();
});

test("at the start a pair that does not fit, or is not there, is a wrong configuration", () => {
  assert.throws(() => keepConsoleTls(options, {}, () => {}), { message: /the key is not/, exitCode: 78 });
  const missing = parseOptions(["--data", data, "--tls-cert", "/does/not/exist", "--tls-key", key], {});
  assert.throws(() => keepConsoleTls(missing, {}, () => {}), { message: /cannot be read/, exitCode: 78 });
  assert.equal(
    keepConsoleTls(parseOptions([], {}), {}, () => {}),
    undefined,
  );
  assert.equal(existsSync(join(data, "gatekeeper/tls/console.crt.tmp")), false);
});
