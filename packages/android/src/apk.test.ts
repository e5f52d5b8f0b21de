// What `apksigner verify --print-certs` and `aapt2 dump badging` say about the same files, compared once by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource, readApk } from "./index.ts";
import { fixture, realApks } from "./testing.ts";

const old = "006eaef1f39645a22af2ca207e5c032fd8ea4796924fd5fe67d313f615628cc4";
const next = "42fe1d2e93b76d622e81c624870c493d86d831563f4e9ef5c75f58c05e64bce7";
const read = (bytes: Uint8Array) => readApk(bytesSource(bytes));
const schemes = (apk: Awaited<ReturnType<typeof read>>) =>
  apk.signing.schemes.map(({ scheme, signers, problem }) => [
    scheme,
    signers.map((one) => one.certificate.sha256),
    problem,
  ]);

test("an app with scheme v2", async () => {
  const apk = await read(realApks.settings());
  const { manifest, signing } = apk;
  assert.equal(apk.size, 3_076_294);
  assert.deepEqual(
    [manifest.package, manifest.versionCode, manifest.versionName, manifest.minSdk, manifest.targetSdk],
    ["io.appium.settings", 192, "8.0.10", 26, 35],
  );
  assert.deepEqual(
    [manifest.launcher, manifest.debuggable, manifest.testOnly],
    ["io.appium.settings.Settings", true, false],
  );
  assert.equal(manifest.permissions.length, 27);
  assert.deepEqual(
    manifest.permissions.find(({ name }) => name === "android.permission.BLUETOOTH"),
    { name: "android.permission.BLUETOOTH", maxSdk: 30 },
  );
  assert.match((manifest.label as { resource: string }).resource, /^0x7f[0-9a-f]{6}$/);
  assert.equal(signing.signer, "680dbbc39ab0944796c811b636ace510c8e551317087036cebab0751b0a6190c");
  assert.deepEqual(schemes(apk), [["v2", [signing.signer], undefined]]);
});

test("an app with schemes v1 and v2", async () => {
  const apk = await read(realApks.demos());
  const { manifest, signing } = apk;
  assert.deepEqual(
    [manifest.package, manifest.versionCode, manifest.versionName, manifest.minSdk, manifest.targetSdk],
    ["io.appium.android.apis", 25, "5.0.0", 17, 33],
  );
  assert.deepEqual([manifest.launcher, manifest.permissions.length], ["io.appium.android.apis.ApiDemos", 14]);
  const signer = "18e8534fed30cbf9959e4073e723e3395a3f92fd6b41756d5fbc788f280c1107";
  assert.equal(signing.signer, signer);
  assert.deepEqual(schemes(apk), [
    ["v1", [signer], undefined],
    ["v2", [signer], undefined],
  ]);
  assert.equal(signing.schemes[1]!.signers[0]!.certificate.subject, "CN=Android Debug, O=Android, C=US");
});

test("scheme v3 with a rotated key: the new signer counts, the old one is in its lineage", async () => {
  const apk = await read(fixture("rotated"));
  assert.equal(apk.signing.signer, next);
  assert.deepEqual(schemes(apk), [
    ["v1", [old], undefined],
    ["v2", [old], undefined],
    ["v3", [next], undefined],
  ]);
  const [signer] = apk.signing.schemes[2]!.signers;
  assert.deepEqual(
    [signer!.minSdk, signer!.certificate.key, signer!.certificate.subject],
    [24, "P-256", "O=Rempart fixture, CN=new"],
  );
  assert.deepEqual(
    signer!.lineage.map(({ certificate, capabilities }) => [certificate.sha256, capabilities]),
    [
      [old, 23],
      [next, 23],
    ],
  );
});

test("the manifest's finer points: major version, resources, permissions by version, flags, shared user, launcher", async () => {
  const { manifest } = await read(fixture("rotated"));
  assert.deepEqual(manifest, {
    package: "org.example.rempart.fixture",
    versionCode: 2 ** 32 + 7,
    versionName: { resource: "0x7f010000" },
    minSdk: 24,
    targetSdk: 34,
    permissions: [
      { name: "android.permission.CAMERA", maxSdk: 30 },
      { name: "android.permission.INTERNET" },
      { name: "android.permission.READ_CONTACTS", minSdk: 23 },
    ],
    label: "Fixture é📱",
    launcher: "org.example.rempart.fixture.Main",
    debuggable: true,
    testOnly: true,
    sharedUserId: "org.example.shared",
  });
});

test("two signers, RSA of 4096 bits and P-384", async () => {
  const apk = await read(fixture("two-signers"));
  const [big, wide] = apk.signing.schemes[0]!.signers;
  assert.deepEqual(schemes(apk), [
    [
      "v2",
      [
        "51cd52652b0da187966e4aee4558aa55ad65d24f6c6c40cbeb2f85f7e7f98f4d",
        "a26c263a55e29fddaba9184cd96ffce8048332fa948acf29a3893561f15070c7",
      ],
      undefined,
    ],
  ]);
  assert.deepEqual([big!.certificate.key, wide!.certificate.key], ["RSA", "P-384"]);
});

test("scheme v1 alone", async () => {
  const apk = await read(fixture("v1"));
  assert.deepEqual(schemes(apk), [["v1", [old], undefined]]);
  assert.equal(apk.signing.signer, old);
  assert.equal(apk.signing.schemes[0]!.covers, "list");
});

test("without a signature there is no signer", async () => {
  const { signing } = await read(fixture("unsigned"));
  assert.deepEqual(signing, { schemes: [], problem: "the file is not signed" });
});

test("a file is read in pieces, never as a whole", async () => {
  const bytes = realApks.demos();
  let largest = 0;
  const apk = await readApk({
    size: bytes.length,
    read: async (offset, length) => {
      largest = Math.max(largest, length);
      return bytes.slice(offset, offset + length);
    },
  });
  assert.equal(apk.manifest.versionCode, 25);
  assert.ok(largest <= 1024 * 1024, `${largest} bytes at once`);
});
