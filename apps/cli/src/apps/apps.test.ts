// Releases as an approver makes them: what is pinned comes from the file or from signed orders, whatever the server says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { everyPhone, newId, openEnvelope, orderType, paramsOf } from "@rempart/trust";
import type { Answer } from "../testing/listen.ts";
import { foundedWorld } from "../testing/world.ts";
import { readDeadline } from "./os.ts";

const modules = join(import.meta.dirname, "../../../../node_modules");
const settings = join(modules, "io.appium.settings/apks/settings_apk-debug.apk");
const signer = "680dbbc39ab0944796c811b636ace510c8e551317087036cebab0751b0a6190c";
const name = "io.appium.settings";
const group = newId();

let world: Awaited<ReturnType<typeof foundedWorld>>;
const answers = new Map<string, Answer>();
before(async () => {
  world = await foundedWorld();
  world.server.instead = (path) => {
    for (const [start, answer] of answers) if (path.startsWith(start)) return answer;
    return undefined;
  };
  answers.set("/api/v1/blobs/", [201, { done: true }]);
  answers.set("/api/v1/apps/", [404, { error: "not-found", where: "package", message: "no" }]);
});
after(() => world.close());

const run = (...argv: string[]) => world.run("anna", ...argv);
const orderOf = (hash: string) => openEnvelope(orderType, world.server.drafts.get(hash)!.envelope);

test("inspect reads the file here and asks nobody", async () => {
  const before = world.server.calls.length;
  const ran = await run("app", "inspect", settings);
  assert.equal(ran.code, 0, ran.stdout);
  assert.deepEqual(
    [ran.json.manifest.package, ran.json.manifest.versionCode, ran.json.signing.signer],
    [name, 192, signer],
  );
  assert.deepEqual(
    ran.json.warnings.map((one: { code: string }) => one.code),
    ["debug-key", "debuggable"],
  );
  assert.equal(world.server.calls.length, before);
  const people = await world.raw("app", "inspect", settings);
  assert.match(people.stdout, /WARNING {6}It is signed by a debug key/);
});

test("what is no APK, or is signed by nobody, is refused by name", async () => {
  const none = await run("app", "inspect", await world.write("none.apk", "nothing of the kind, really not"));
  assert.deepEqual([none.code, none.json.error], [1, "apk.zip"]);
  assert.equal((await run("app", "inspect", "/nowhere")).json.error, "file");
  const unsigned = join(import.meta.dirname, "../../../../packages/android/src/fixtures/unsigned.apk");
  const before = world.server.drafts.size;
  const refused = await run("app", "release", unsigned, "--group", group, "--yes");
  assert.deepEqual([refused.code, refused.json.error], [1, "apk.unsigned"]);
  assert.equal(world.server.drafts.size, before);
});

let first: string;
test("release uploads the file and signs an order that pins it", async () => {
  const ran = await run("app", "release", settings, "--group", group, "--yes");
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  first = ran.json.hash;
  const document = orderOf(first);
  const { sha256, size, ...rest } = paramsOf(document, "app");
  assert.deepEqual(rest, { platform: "android", package: name, state: "required", versionCode: 192, signer });
  assert.equal(size, readFileSync(settings).length);
  assert.ok(world.server.calls.includes(`PUT /api/v1/blobs/${sha256}`));
  assert.deepEqual(document.body.targets, { group });
  assert.match(ran.stderr, /WARNING/);
});

test("the next ring is built from the signed order of the ring before, not from the server's words", async () => {
  const id = newId();
  const lie = { sha256: "00".repeat(32), size: 1, signer: "11".repeat(32), versionCode: 1, state: "required" };
  const rings = [{ group, order: first }, { group: everyPhone }];
  answers.set("/api/v1/rollouts/", [200, { id, state: "running", release: lie, rings, due: 1 }]);
  const ran = await run("app", "rollout", "next", id, "--yes");
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const document = orderOf(ran.json.hash);
  assert.deepEqual(paramsOf(document, "app"), paramsOf(orderOf(first), "app"));
  assert.deepEqual(document.body.targets, { group: everyPhone });

  answers.set("/api/v1/rollouts/", [200, { id, state: "halted", because: "3 failed", rings }]);
  const waits = await run("app", "rollout", "next", id, "--yes");
  assert.deepEqual([waits.json.error, /halted \(3 failed\)/.test(waits.json.message)], ["rollout.waits", true]);
  answers.set("/api/v1/rollouts/", [200, { id, state: "running", rings: [{ group }], due: 0 }]);
  assert.equal((await run("app", "rollout", "next", id, "--yes")).code, 2, "the first ring needs the file");
});

test("rings are planned with the server, and the first one is signed", async () => {
  const id = newId();
  const rings = [
    { group, soakSeconds: 60 },
    { group: "all", soakSeconds: 0, failures: 5 },
  ];
  answers.delete("/api/v1/rollouts/");
  answers.set("/api/v1/rollouts", [201, { id }]);
  const ran = await run(
    "app",
    "release",
    settings,
    "--rings",
    await world.write("rings.json", JSON.stringify(rings)),
    "--yes",
  );
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.deepEqual(orderOf(ran.json.hash).body.targets, { group });
  assert.match(ran.stderr, new RegExp(`Rollout ${id}: 2 rings`));
  assert.equal((await run("app", "release", settings, "--yes")).code, 2, "a group or rings");
});

test("a return signs the release before again, from its own signed order", async () => {
  const demos = join(modules, "android-apidemos/apks/ApiDemos-debug.apk");
  const other = (await run("app", "release", demos, "--group", group, "--yes")).json.hash;
  answers.set("/api/v1/apps/", [200, { releases: [{ order: first }] }]);
  assert.equal((await run("app", "return", name, "--yes")).json.error, "app.first");
  // A server that passes another app off as this one's release before is found out.
  answers.set("/api/v1/apps/", [200, { releases: [{ order: first }, { order: other }] }]);
  assert.equal((await run("app", "return", name, "--yes")).json.error, "app.first");
  answers.set("/api/v1/apps/", [200, { releases: [{ order: other }, { order: first }] }]);
  assert.equal((await run("app", "return", name, "--yes")).json.error, "answer");
  const package_ = "io.appium.android.apis";
  answers.set("/api/v1/apps/", [200, { releases: [{ order: other }, { order: other }] }]);
  assert.equal((await run("app", "return", package_, "--yes")).json.error, "app.first", "the same file is no return");
  const removed = await run("app", "remove", package_, "--group", group, "--yes");
  assert.deepEqual(paramsOf(orderOf(removed.json.hash), "app"), {
    platform: "android",
    package: package_,
    state: "removed",
  });
  answers.set("/api/v1/apps/", [200, { releases: [{ order: removed.json.hash }, { order: other }] }]);
  const back = await run("app", "return", package_, "--yes");
  assert.equal(back.code, 0, back.stdout + back.stderr);
  assert.deepEqual(paramsOf(orderOf(back.json.hash), "app"), paramsOf(orderOf(other), "app"));
});

test("an OS minimum with its deadline, and its end", async () => {
  const ran = await run("os", "publish", "--minimum", "2026-09-05", "--deadline", "2099-10-01", "--yes");
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const document = orderOf(ran.json.hash);
  assert.deepEqual(paramsOf(document, "os-update"), {
    platform: "android",
    minimum: "2026-09-05",
    deadline: Date.parse("2099-10-01T23:59:59Z") / 1000,
  });
  assert.deepEqual(document.body.targets, { group: everyPhone });
  const ended = await run("os", "publish", "--platform", "ios", "--remove", "--group", group, "--yes");
  assert.deepEqual(paramsOf(orderOf(ended.json.hash), "os-update"), { platform: "ios", removed: true });
  for (const wrong of [
    ["--minimum", "newest"],
    [],
    ["--minimum", "16", "--remove"],
    ["--minimum", "16", "--platform", "palm"],
  ])
    assert.equal((await run("os", "publish", ...wrong, "--yes")).code, 2, wrong.join(" "));
  assert.throws(() => readDeadline("2020-01-01", 1_790_000_000), /over already/);
  assert.throws(() => readDeadline("tomorrow", 0), /is a day/);
});
