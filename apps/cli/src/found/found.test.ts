import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { foundingBrake, foundingNumbers, foundingRules } from "@rempart/client";
import type { Io } from "../io.ts";
import { loadKey, saveKey } from "../profile/keys.ts";
import { Vault, type VaultOptions } from "../profile/vault.ts";
import { emptyWorld, foundArguments, type World } from "../testing/world.ts";

let world: World;
beforeEach(async () => {
  world = await emptyWorld();
});
afterEach(() => world.close());

async function found(...more: string[]) {
  return await world.raw(...(await foundArguments(world)), "--json", ...more);
}

describe("found", () => {
  it("has the rules and brake of PROTOCOL section 5", () => {
    const rules = foundingRules(foundingNumbers, 2);
    const limit = { phones: 20, seconds: 3600 };
    assert.deepEqual(rules[0], {
      actions: ["lock", "lost-mode", "ring", "message", "query"],
      when: "normal",
      need: { role: "operator", count: 1 },
      limit,
    });
    assert.deepEqual(
      rules.map((row) => `${row.when} ${row.max ?? "-"} ${row.need.role} ${row.need.count}: ${row.actions.join(" ")}`),
      [
        "normal - operator 1: lock lost-mode ring message query",
        "normal 1 operator 1: locate",
        "normal - approver 1: reveal",
        "normal 10 approver 2: wipe unenrol clear-passcode",
        "normal - approver 3: wipe unenrol clear-passcode",
        "normal - approver 2: policy os-update assign app certificate",
        "normal - approver 3: agent-update",
        "normal 1 operator 1: ticket admit",
        "normal - approver 2: ticket",
        "always - approver 1: freeze cancel",
        "always - approver 2: unfreeze",
        "frozen 1 approver 2: lock lost-mode locate",
        "frozen 1 approver 3: wipe",
        "normal - root 2: pace",
      ],
    );
    assert.deepEqual(foundingBrake(foundingNumbers), {
      destructive: [
        { phones: 10, seconds: 600 },
        { phones: 50, seconds: 86_400 },
      ],
      hold: { above: 10, seconds: 3600 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    });
  });

  it("refuses a wrong code, and writes nothing", async () => {
    await world.write("wrong", "AAAA-BBBB-CCCC");
    const profile = join(world.folder, "p");
    const argv = (await foundArguments(world)).map((one) =>
      one.endsWith("/code") ? join(world.folder, "wrong") : one,
    );
    const ran = await world.raw(...argv, "--profile", profile, "--identity", world.identity, "--json");
    assert.deepEqual([ran.code, ran.json.error, ran.json.where], [1, "founding.mac", "code"]);
    assert.equal(existsSync(profile), false);
    assert.equal(world.gatekeeper.state.charters.length, 0);
  });

  it("refuses keys that somebody between changed", async () => {
    world.gatekeeper.tamper = (path, body: { keys: string }) =>
      path === "/gate/v1/founding" ? { ...body, keys: body.keys.replace('"tlsPort":8443', '"tlsPort":8444') } : body;
    const ran = await found("--profile", join(world.folder, "p"), "--identity", world.identity);
    assert.equal(ran.json.error, "founding.mac");
  });

  it("keeps what it founded when the answer was lost on its way", async () => {
    let lost = 0;
    world.gatekeeper.tamper = (path, body) => (path === "/gate/v1/found" && ++lost ? { index: "?" } : body);
    const ran = await found("--profile", join(world.folder, "p"), "--identity", world.identity);
    assert.deepEqual([ran.code, lost], [0, 1], ran.stdout);
    assert.equal(ran.json.genesis, world.gatekeeper.state.charters[0]!.hash);
  });

  it("never sends the code, and leaves no key in the clear", async () => {
    const profile = join(world.folder, "p");
    const sent: string[] = [];
    world.gatekeeper.tamper = (_path, body) => {
      sent.push(JSON.stringify(body));
      return body;
    };
    const ran = await found("--profile", profile, "--identity", world.identity);
    assert.equal(ran.code, 0, ran.stdout);
    for (const folder of ["keys", "roots"])
      for (const name of await readdir(join(profile, folder)))
        assert.match(await readFile(join(profile, folder, name), "latin1"), /^age-encryption\.org\/v1\n-> X25519 /);
    assert.ok(!ran.stdout.includes(world.gatekeeper.code) && !ran.stderr.includes(world.gatekeeper.code));
  });

  it("keeps all in one profile without --profiles, and --sign uses several of its keys", async () => {
    const profile = ["--profile", join(world.folder, "p"), "--identity", world.identity, "--json"];
    assert.equal((await found(...profile)).code, 0);
    const out = ["--out", join(world.folder, "qr")];
    const ran = await world.raw(
      "ticket",
      "create",
      "--uses",
      "9",
      "--hours",
      "1",
      "--sign",
      "anna",
      "--sign",
      "ben",
      ...out,
      ...profile,
    );
    assert.equal(ran.json?.accepted, true, ran.stdout);
    assert.equal((await world.raw("whoami", "--as", "ben", ...profile)).json.name, "anna");
    assert.equal((await found(...profile)).json.error, "founded");
  });

  it("lets one founder be alone and says what it costs", async () => {
    const argv = (await foundArguments(world)).filter(
      (one, i, all) =>
        !["--approver", "--operator"].includes(one) && !["--approver", "--operator"].includes(all[i - 1] ?? ""),
    );
    const ran = await world.raw(
      ...argv,
      "--approver",
      "zoe",
      "--roots",
      "1",
      "--profile",
      join(world.folder, "p"),
      "--identity",
      world.identity,
      "--hold-seconds",
      "5",
      "--reach-seconds",
      "7",
      "--json",
    );
    assert.equal(ran.code, 0, ran.stdout);
    assert.match(ran.json.warnings.join("\n"), /ONE APPROVER ALONE.*\n.*Lowered from 2 to 1.*wipe/);
    assert.match(ran.json.warnings.join("\n"), /ONE ROOT KEY/);
    assert.deepEqual([ran.json.charter.brake.hold.seconds, ran.json.charter.brake.reach.seconds], [5, 7]);
    assert.ok(ran.json.charter.rules.every((row: { need: { count: number } }) => row.need.count === 1));
  });

  it("refuses a profile inside or beside Rempart's data, through a link too", async () => {
    const data = join(world.folder, "data");
    await mkdir(join(data, "gatekeeper", "postgres"), { recursive: true });
    await writeFile(join(data, "gatekeeper", "postgres", "PG_VERSION"), "18");
    await mkdir(join(world.folder, "elsewhere"));
    await symlink(join(data, "server-keys"), join(world.folder, "elsewhere", "link"));
    await mkdir(join(data, "server-keys"));
    for (const place of [
      data,
      join(data, "keys"),
      join(data, "gatekeeper", "deep", "er"),
      join(world.folder, "beside"),
      join(world.folder, "elsewhere", "link"),
    ]) {
      const ran = await found("--profile", place, "--identity", world.identity);
      assert.deepEqual([ran.code, ran.json.error], [1, "profile.place"], place);
    }
    const apart = await found("--profile", join(world.folder, "elsewhere", "p"), "--identity", world.identity);
    assert.equal(apart.code, 0, apart.stdout);
  });

  it("opens passphrase files with the right passphrase only", async () => {
    const right = await world.write("right", "correct horse battery\n");
    const wrong = await world.write("wrong", "incorrect horse battery\n");
    const short = await world.write("short", "hunter2\n");
    const profile = ["--profile", join(world.folder, "p"), "--json"];
    assert.equal((await found(...profile, "--passphrase-file", short)).json.error, "passphrase.short");
    assert.equal((await found(...profile, "--identity", world.identity)).code, 0);
    // One key under the passphrase is enough: each costs seconds, by design.
    const path = join(world.folder, "p", "keys", "anna.age");
    const vault = (options: Partial<VaultOptions>) =>
      new Vault({} as Io, { identity: undefined, passphraseFile: undefined, ...options });
    await saveKey(vault({ passphraseFile: right }), path, await loadKey(vault({ identity: world.identity }), path));
    const freeze = await world.raw("freeze", ...profile, "--passphrase-file", wrong);
    assert.deepEqual([freeze.code, freeze.json.error], [1, "passphrase.wrong"]);
    assert.equal((await world.raw("freeze", ...profile, "--identity", world.identity)).json.error, "identity.wrong");
    assert.equal((await world.raw("freeze", ...profile)).json.error, "usage");
    await chmod(right, 0o644);
    assert.equal((await world.raw("freeze", ...profile, "--passphrase-file", right)).json.error, "file.mode");
    await chmod(right, 0o600);
    assert.equal((await world.raw("freeze", ...profile, "--passphrase-file", right)).json.submitted?.proved, true);
  });

  it("is strict about names and addresses", async () => {
    const profile = ["--profile", join(world.folder, "p"), "--identity", world.identity];
    const wrong: [string[], string][] = [
      [["--approver", "anna"], "usage"],
      [["--approver", "../up"], "usage"],
      [["--approver", "roots"], "usage"],
      [["--gatekeeper", "http://gate.example"], "usage"],
      [["--gatekeeper", "https://user:secret@gate.example"], "usage"],
      [["--roots", "9"], "usage"],
      [["--root-threshold", "4"], "schema"],
      [["--rendezvous", "https://one.example"], "schema"],
    ];
    for (const [more, code] of wrong) {
      const ran = await found(...profile, ...more);
      assert.equal(ran.json.error, code, more.join(" "));
      assert.equal(ran.code, code === "usage" ? 2 : 1);
    }
    assert.equal(world.gatekeeper.state.charters.length, 0);
  });
});
