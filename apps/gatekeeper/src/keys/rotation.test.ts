import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { sealSecret } from "@rempart/directory";
import { type JsonValue, newUuid, orderType, signDocument, targetTree } from "@rempart/trust";
import { newSigner } from "../testing/organisation.ts";
import { startTestGatekeeper } from "../testing/start.ts";
import { discardKeys, prepareKeys, type Shown, showKeys, switchTls } from "./prepare.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let keys: string;
before(async () => {
  gate = await startTestGatekeeper();
  keys = join(gate.config.data, "keys");
  assert.equal((await gate.found()).status, 201);
});
after(() => gate.stop());

interface Carried {
  sealKey?: { kid: string; spki: string };
  log?: { kid: string; spki: string };
  tlsPin?: string;
}
let files = 0;
/** Runs the command of the gatekeeper's host, as a person at its terminal does. */
function command(...args: string[]): string {
  const main = join(import.meta.dirname, "main.ts");
  const data = dirname(gate.config.data);
  return execFileSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", main, ...args, "--data", data, "--json"],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
}
async function prepare(...kinds: Shown["what"][]): Promise<{ carried: Carried; shown: Shown[] }> {
  const out = join(gate.config.data, `next-${files++}.json`);
  const shown = await prepareKeys(dirname(gate.config.data), kinds, out);
  return { carried: JSON.parse(readFileSync(out, "utf8")), shown };
}
const body = () => gate.context.charters.newest.body;
const payload = () =>
  JSON.parse(
    Buffer.from((gate.context.charters.newest.document.envelope as { payload: string }).payload, "base64").toString(),
  ) as Record<string, JsonValue>;
const next = (changes: Record<string, JsonValue>) =>
  gate.organisation.nextCharter({ ...payload(), from: gate.context.log.size(), ...changes });
const like = (changes: Record<string, JsonValue>) =>
  gate.organisation.charterLike({
    ...payload(),
    ...changes,
    version: body().version + 1,
    prev: gate.context.charters.newest.hash,
  });

/** A message to `phone`, sealed to the key of the charter in force, submitted. */
async function message(phone: string) {
  const charter = gate.context.charters.newest;
  const id = newUuid(Date.now());
  const [gatekeeper, approvers] = [charter.body.sealKey.spki, charter.body.directory.spki];
  const text = await sealSecret("come home", { gatekeeper, approvers }, charter.genesis, id);
  const { count, root } = targetTree(id, [phone]);
  const now = Math.floor(Date.now() / 1000);
  const order = {
    v: 1,
    org: charter.genesis,
    id,
    charter: charter.hash,
    action: "message",
    params: { text },
    targets: { count, root },
    reason: { code: "support" },
    createdAt: now,
    expiresAt: now + 3600,
  };
  const document = await signDocument(orderType, order as JsonValue, [gate.organisation.operator.signer]);
  return gate.submit(document.envelope, [phone]);
}

test("keys are made on the host alone, with mode 600, shown again and never replaced while they wait", async () => {
  const out = join(gate.config.data, "first.json");
  const [told] = JSON.parse(command("prepare", "--seal", "--out", out)).keys;
  const again = await prepare("seal");
  assert.deepEqual(again.carried, JSON.parse(readFileSync(out, "utf8")));
  assert.deepEqual(again.shown, [told]);
  assert.equal(told.words.split(" ").length, 12);
  assert.equal(statSync(join(keys, "next-seal.json")).mode & 0o777, 0o600);
  assert.ok(!readFileSync(out, "utf8").includes("pkcs8"));
  await assert.rejects(prepareKeys(dirname(gate.config.data), ["seal"], out), /not overwritten/);
  assert.throws(() => command("prepare", "--out", join(keys, "x")), /say which keys/);
  await assert.rejects(showKeys(keys), /holds no gatekeeper's keys/);
  assert.deepEqual(discardKeys(dirname(gate.config.data)), ["next-seal.json"]);
  assert.notDeepEqual((await prepare("seal")).carried, again.carried);
  assert.equal((await showKeys(dirname(gate.config.data))).length, 4, "log, seal, the next seal, the TLS authority");
});

test("a charter may name a sealing key that was prepared here, and no other", async () => {
  const [phone] = await gate.enrolMany(1);
  const { kid, spki } = await newSigner();
  const refused = await gate.submit((await like({ sealKey: { kid, spki } })).envelope);
  assert.deepEqual([refused.status, refused.json.where], [400, "charter.sealKey"]);
  const old = body().sealKey.kid;
  const { carried } = await prepare("seal");
  assert.equal((await message(phone!.id)).status, 200);
  const charter = await next({ sealKey: carried.sealKey! as unknown as JsonValue });
  assert.equal((await gate.submit(charter.envelope)).status, 200);
  assert.equal(body().sealKey.kid, carried.sealKey!.kid);
  // One-shot orders ended with the charter, so nothing needs the old key any more.
  assert.ok(!existsSync(join(keys, "next-seal.json")));
  assert.ok(!readdirSync(keys).some((file) => readFileSync(join(keys, file), "utf8").includes(old)));
  assert.deepEqual(await phone!.poll(), []);
  assert.equal((await message(phone!.id)).status, 200);
  const [seen] = await phone!.poll();
  assert.equal(seen!.action, "message", "opened with the new key, and its hash fits");
  await gate.restart();
  assert.equal((await message(phone!.id)).status, 200);
});

test("a new epoch goes on from a size and root of this very log, under a key prepared here; phones follow", async () => {
  const [phone] = await gate.enrolMany(1);
  await phone!.poll();
  const [late] = await gate.enrolMany(1);
  await late!.poll();
  const { carried } = await prepare("log");
  const startSize = gate.context.log.size() - 1;
  const epoch = (startRoot: string, size = startSize) => ({
    from: size,
    logs: [
      ...(payload().logs as JsonValue[]),
      { epoch: 2, origin: "test.example/log/2", ...carried.log!, startSize: size, startRoot },
    ],
  });
  const right = await gate.context.log.rootAt(startSize);
  for (const wrong of [epoch("9".repeat(64)), epoch(right, startSize + 100)]) {
    const answer = await gate.submit((await like(wrong)).envelope);
    assert.deepEqual([answer.status, answer.json.where], [400, "charter.logs"], JSON.stringify(answer.json));
  }
  const before = readFileSync(join(keys, "log.json"), "utf8");
  const charter = await next(epoch(right));
  assert.equal((await gate.submit(charter.envelope)).status, 200);
  assert.notEqual(readFileSync(join(keys, "log.json"), "utf8"), before);
  const lock = await gate.organisation.order("lock", [phone!.id, late!.id], [gate.organisation.operator]);
  assert.equal((await gate.submit(lock.envelope, [phone!.id, late!.id])).status, 200);
  // The phone's own size lies beyond the start of the epoch: it is judged from where the charter says.
  assert.ok(phone!.state.log.size > 0);
  for (const one of [phone!, late!]) {
    assert.deepEqual(await one.poll(), [{ action: "lock", order: lock.hash }]);
    assert.equal(one.state.log.epoch, 2);
    assert.equal(one.session.head.signatures[0]!.keyid, carried.log!.kid);
    await one.report([{ action: "lock", order: lock.hash }]);
  }
  await gate.restart();
  assert.deepEqual(await late!.hello().then((answer) => answer.status), 200);
  assert.deepEqual(await late!.poll(), []);
});

test("a process that dies between the commit and the files finds its keys again; an older folder is refused", async () => {
  const { carried } = await prepare("seal", "log");
  const older = join(gate.config.data, "older-seal.json");
  copyFileSync(join(keys, "seal.json"), older);
  const startSize = gate.context.log.size();
  const logs = [
    ...(payload().logs as JsonValue[]),
    {
      epoch: 3,
      origin: "test.example/log/3",
      ...carried.log!,
      startSize,
      startRoot: await gate.context.log.rootAt(startSize),
    },
  ];
  const charter = await next({ sealKey: carried.sealKey! as unknown as JsonValue, logs: logs as JsonValue });
  assert.equal((await gate.submit(charter.envelope)).status, 200);
  await gate.halt();
  // As it was a moment before the files were renamed.
  renameSync(join(keys, "seal.json"), join(keys, "next-seal.json"));
  copyFileSync(older, join(keys, "seal.json"));
  renameSync(join(keys, "log.json"), join(keys, "next-log.json"));
  await gate.resume();
  assert.deepEqual(readdirSync(keys).sort(), ["log.json", "push.json", "seal.json", "token"]);
  assert.equal(gate.context.keys.sealing(body())!.kid, carried.sealKey!.kid);
  await gate.halt();
  const good = readFileSync(join(keys, "seal.json"));
  copyFileSync(older, join(keys, "seal.json"));
  await assert.rejects(gate.resume(), /sealing key that charter version \d+ names .* is not in the folder of keys/);
  writeFileSync(join(keys, "seal.json"), good, { mode: 0o600 });
  await gate.resume();
});

test("the TLS authority that was prepared takes over only when told to, and its pin is the one that was shown", async () => {
  const { carried } = await prepare("tls");
  const before = readFileSync(gate.config.tls.ca, "utf8");
  assert.ok(existsSync(join(keys, "next-tls.key")));
  assert.equal(readFileSync(gate.config.tls.ca, "utf8"), before);
  assert.equal(switchTls(dirname(gate.config.data)), carried.tlsPin);
  const tls = dirname(gate.config.tls.ca);
  assert.deepEqual(
    readdirSync(tls)
      .filter((file) => file.includes("ca"))
      .sort(),
    ["ca.key", "old-ca.crt", "old-ca.key"],
  );
  assert.throws(() => switchTls(dirname(gate.config.data)), /no TLS authority was prepared/);
});
