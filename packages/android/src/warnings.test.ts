import assert from "node:assert/strict";
import { before, test } from "node:test";
import { type Apk, bytesSource, type Known, readApk, warningsOf } from "./index.ts";
import { fixture, realApks } from "./testing.ts";

let apk: Apk;
before(async () => {
  apk = await readApk(bytesSource(fixture("rotated")));
});
const codes = (of: Apk, known?: Known): string[] => warningsOf(of, known).map(({ code }) => code);
const same = (): Known => ({
  versionCode: apk.manifest.versionCode - 1,
  signer: apk.signing.signer!,
  permissions: apk.manifest.permissions.map(({ name }) => name),
});

test("what the file alone shows", async () => {
  assert.deepEqual(codes(apk), ["debuggable", "test-only", "shared-user"]);
  const real = await readApk(bytesSource(realApks.settings()));
  assert.deepEqual(codes(real), ["debug-key", "debuggable"]);
  const old = await readApk(bytesSource(fixture("v1")));
  assert.deepEqual(codes(old), ["v1-only", "debuggable", "test-only", "target-sdk", "shared-user"]);
  assert.match(warningsOf(old).find(({ code }) => code === "target-sdk")!.message, /Android 14 .* the least is 23/);
  const unsigned = await readApk(bytesSource(fixture("unsigned")));
  assert.equal(codes(unsigned)[0], "unsigned");
});

test("Android 15 asks for one more than Android 14", () => {
  const [warning] = warningsOf({ ...apk, manifest: { ...apk.manifest, targetSdk: 23 } }).filter(
    ({ code }) => code === "target-sdk",
  );
  assert.match(warning!.message, /Android 15 .* the least is 24/);
  assert.ok(!codes({ ...apk, manifest: { ...apk.manifest, targetSdk: 24 } }).includes("target-sdk"));
});

test("a switch that the app's resources decide is warned of as if it were on", () => {
  assert.ok(codes({ ...apk, manifest: { ...apk.manifest, debuggable: "resource" } }).includes("debuggable"));
});

test("against the release before", () => {
  const own = ["debuggable", "test-only", "shared-user"];
  assert.deepEqual(codes(apk, same()), own);
  assert.deepEqual(codes(apk, { ...same(), permissions: ["android.permission.INTERNET"] }), [...own, "new-permission"]);
  assert.deepEqual(codes(apk, { ...same(), versionCode: apk.manifest.versionCode }), [...own, "not-newer"]);
  assert.deepEqual(codes(apk, { ...same(), signer: "00".repeat(32) }), [...own, "new-signer"]);
});

test("a new signer that the old one signed for is told apart from a stranger", () => {
  const [old] = apk.signing.schemes[2]!.signers[0]!.lineage;
  const message = (signer: string) =>
    warningsOf(apk, { ...same(), signer }).find(({ code }) => code === "new-signer")!.message;
  assert.match(message(old!.certificate.sha256), /signed by the old one/);
  assert.match(message("00".repeat(32)), /until the old one is removed/);
});
