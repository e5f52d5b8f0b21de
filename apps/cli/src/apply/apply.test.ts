import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { foundedWorld } from "../testing/world.ts";

const digits = "ab".repeat(32);
const base = `version: 1
groups:
  - name: field
policies:
  - name: baseline
    group: all
    rules:
      - {kind: camera, disabled: true}
  - path: policies/field.yaml
apps:
  - {package: org.example.app, group: field, versionCode: 3, sha256: ${digits}, size: 10, signer: ${digits}}
osUpdates:
  - {platform: android, group: all, minimum: "15"}
`;
const field = "name: field\ngroup: field\nrules:\n  - {kind: camera, disabled: true}\n";

describe("rempart apply", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  let folder: string;
  const put = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  before(async () => {
    world = await foundedWorld();
    folder = join(world.folder, "configuration");
    await put("rempart.yaml", base);
    await put("policies/field.yaml", field);
  });
  after(() => world.close());
  const apply = (who: string, ...more: string[]) => world.run(who, "apply", "-f", folder, ...more);
  const states = (ran: Awaited<ReturnType<typeof apply>>): string[] =>
    ran.json.changes.map(
      (one: { change: string; submitted?: { state: string }; missing?: number }) =>
        `${one.change} ${one.submitted?.state ?? one.missing ?? "planned"}`,
    );

  it("plans first and signs nothing", async () => {
    const ran = await apply("anna", "--plan");
    assert.equal(ran.code, 0, ran.stdout);
    assert.deepEqual(states(ran), Array(4).fill("create planned"));
    assert.equal(world.server.drafts.size, 0);
    const words = await world.raw(
      "apply",
      "-f",
      folder,
      "--plan",
      "--profile",
      world.profileOf("anna"),
      "--identity",
      world.identity,
    );
    assert.match(words.stdout, /\+ policy +baseline +every phone/);
    assert.match(words.stdout, /Plan: 4 new, 0 changed, 0 removed/);
  });

  it("says on how many phones what changes, deletions included", async () => {
    const group = (await apply("anna", "--plan")).json.changes.find(
      (one: { groupName: string }) => one.groupName === "field",
    ).group;
    const phone = (id: string, more: object) => ({
      id,
      platform: "android",
      os: "15",
      state: "ready",
      groups: [],
      ...more,
    });
    world.server.phones.push(
      phone(`${"a".repeat(21)}A`, { groups: [group] }),
      phone(`${"b".repeat(21)}A`, {}),
      phone(`${"c".repeat(21)}A`, { platform: "ios", os: "18.1" }),
      phone(`${"d".repeat(21)}A`, { state: "gone", groups: [group] }),
    );
    const { effect } = (await apply("anna", "--plan")).json;
    assert.deepEqual([effect.phones, effect.touched], [3, 3]);
    assert.deepEqual(
      effect.lines.map(({ words, phones }: { words: { en: string }; phones: number }) => [
        words.en.split(":")[0],
        phones,
      ]),
      [
        ["App android org.example.app", 1],
        ["Camera, switched off", 3],
        ["System version android", 2],
      ],
    );
  });

  it("asks where somebody can be asked, and signs nothing else", async () => {
    const ran = await apply("anna");
    assert.deepEqual([ran.code, ran.json.error], [2, "usage"]);
    assert.equal(world.server.drafts.size, 0);
  });

  it("is signed by one, completed by another on the same folder, and then has nothing to do", async () => {
    const first = await apply("anna", "--yes");
    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.deepEqual(states(first), Array(4).fill("create 1"));
    const again = await apply("anna", "--yes");
    assert.deepEqual(
      again.json.changes.map((one: { hash: string }) => one.hash),
      first.json.changes.map((one: { hash: string }) => one.hash),
    );
    assert.equal(world.server.drafts.size, 4, "running it again signs nothing twice");
    const second = await apply("ben", "--yes");
    assert.deepEqual(states(second), Array(4).fill("create released"), second.stdout + second.stderr);
    const third = await apply("ben", "--yes");
    assert.deepEqual([third.json.changes, third.json.same.length], [[], 4]);
  });

  it("lists what stands, verified", async () => {
    const { json } = await world.run("chloe", "standing");
    assert.deepEqual(json.standing.map((one: { action: string }) => one.action).sort(), [
      "app",
      "os-update",
      "policy",
      "policy",
    ]);
  });

  it("was cut half way: the next run does the rest", async () => {
    await put("rempart.yaml", base.replace('"15"', '"16"').replace("versionCode: 3", "versionCode: 4"));
    let posts = 0;
    world.server.tamper = (path, body) => {
      if (path === "/api/v1/drafts" && (body as { hash?: string }).hash !== undefined && ++posts > 1)
        throw new Error("cut");
      return body;
    };
    const cut = await apply("anna", "--yes");
    assert.equal(cut.code, 1, cut.stdout);
    world.server.tamper = undefined;
    const waiting = [...world.server.drafts.values()].filter(({ state }) => state === "waiting").length;
    const rest = await apply("anna", "--yes");
    assert.deepEqual(states(rest), ["update 1", "update 1"], rest.stdout + rest.stderr);
    assert.ok(waiting >= 1);
    assert.equal(
      [...world.server.drafts.values()].filter(({ state }) => state === "waiting").length,
      2,
      "none was made twice",
    );
  });

  it("one plan, one question, each order verified and signed", async () => {
    const out = join(world.folder, "plan.json");
    assert.equal((await apply("anna", "--yes", "--out", out)).code, 0);
    assert.equal(JSON.parse(await readFile(out, "utf8")).orders.length, 2);
    const asked = await world.run("ben", "order", "sign", "--all-of", out);
    assert.deepEqual([asked.code, asked.json.error], [2, "usage"]);
    assert.match(asked.stderr, /APP group[\s\S]*OS-UPDATE EVERY PHONE/);
    const signed = await world.run("ben", "order", "sign", "--all-of", out, "--yes", "--submit");
    assert.equal(signed.code, 0, signed.stdout + signed.stderr);
    assert.deepEqual(
      signed.json.orders.map((one: { submitted: { state: string } }) => one.submitted.state),
      ["released", "released"],
      signed.stdout + signed.stderr,
    );
  });

  it("removes nothing that is not listed, unless told, and then shows it", async () => {
    await put("rempart.yaml", `version: 1\ngroups: [{name: field}]\npolicies: [{path: policies/field.yaml}]\n`);
    const kept = await apply("anna", "--plan");
    assert.deepEqual([kept.json.changes.length, kept.json.kept.length], [0, 3]);
    await put(
      "rempart.yaml",
      `version: 1\nprune: true\ngroups: [{name: field}]\npolicies: [{path: policies/field.yaml}]\n`,
    );
    const pruned = await apply("anna", "--yes");
    assert.equal(pruned.code, 0, pruned.stdout + pruned.stderr);
    assert.deepEqual(states(pruned), Array(3).fill("remove 1"));
    const { lines, touched } = pruned.json.effect;
    assert.deepEqual(
      lines.map(({ key, change, phones }: { key: string; change: string; phones: number }) => [key, change, phones]),
      [
        ["app/android/org.example.app", "changed", 1],
        ["camera.disabled", "removed", 2],
        ["os/android", "removed", 2],
      ],
    );
    assert.equal(touched, 3);
    assert.deepEqual(states(await apply("ben", "--yes")), Array(3).fill("remove released"));
    assert.equal((await apply("ben", "--yes")).json.changes.length, 0);
  });

  it("exports what stands; the export plans nothing", async () => {
    const out = join(world.folder, "exported");
    const ran = await world.run("anna", "export", "-d", out);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const text = await readFile(join(out, "rempart.yaml"), "utf8");
    await writeFile(join(out, "rempart.yaml"), text.replace("prune: false", "prune: true"));
    assert.deepEqual((await world.run("anna", "apply", "-f", out, "--plan")).json.changes, []);
    assert.equal((await world.run("anna", "export", "-d", out)).json.error, "file");
    assert.equal((await world.run("anna", "export", "-d", out, "--force")).code, 0);
  });

  it("finds out a server that keeps an order back, or gives another", async () => {
    const [hash] = [...world.server.drafts].find(([, { state }]) => state === "accepted")!;
    world.server.hidden.add(hash);
    const ran = await apply("anna", "--plan");
    assert.deepEqual([ran.code, ran.json.error, ran.json.where], [1, "order.hidden", hash]);
    assert.equal((await apply("anna", "--plan", "--incomplete")).code, 0);
    world.server.hidden.clear();
    world.server.tamper = (path, body) => {
      const { orders } = body as { orders?: { envelope: { signatures: unknown[] } }[] };
      for (const order of path === "/api/v1/orders" ? (orders ?? []) : []) order.envelope.signatures = [];
      return body;
    };
    assert.equal((await apply("anna", "--plan")).json.error, "signature.quorum");
    world.server.tamper = undefined;
  });

  it("refuses another organisation's folder, broken YAML, and a folder that is none", async () => {
    await put("rempart.yaml", `version: 1\norganisation: ${digits}\n`);
    assert.equal((await apply("anna", "--plan")).json.error, "org");
    await put("rempart.yaml", "version: 1\npolices: []\n");
    const broken = await apply("anna", "--plan");
    assert.deepEqual([broken.code, broken.json.error, broken.json.where], [1, "configuration", "rempart.yaml:2:1"]);
    assert.match(broken.json.message, /did you mean policies/);
    assert.equal((await world.run("anna", "apply", "-f", join(folder, "none"), "--plan")).json.error, "file");
  });
});
