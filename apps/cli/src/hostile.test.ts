// The server, and whoever stands in front of the gatekeeper, lie here in every way the client must notice.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import {
  fromBase64,
  type JsonValue,
  makeEnvelope,
  newId,
  openEnvelope,
  orderType,
  toBase64,
  utf8,
} from "@rempart/trust";
import { foundedWorld } from "./testing/world.ts";

interface Sent {
  envelope: { payloadType: string; payload: string; signatures: JsonValue[] };
  targets: string[];
  head: { payload: string };
  entries: JsonValue[];
}

describe("a hostile server", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  let lock: string;
  let wipe: string;
  const phones = [newId(), newId()];
  before(async () => {
    world = await foundedWorld();
    const ids = ["--phones", phones.join(",")];
    lock = (await world.run("anna", "order", "draft", "lock", ...ids)).json.hash;
    const params = '{"storage":true,"esim":true,"keepProtection":false}';
    wipe = (await world.run("anna", "order", "draft", "wipe", ...ids, "--params", params)).json.hash;
  });
  afterEach(() => {
    world.server.tamper = undefined;
    world.gatekeeper.tamper = undefined;
  });
  after(() => world.close());

  /** What `order sign` says when the answer about a draft went through `change`. */
  async function signed(change: (body: Sent) => unknown) {
    world.server.tamper = (path, body) => (path.startsWith("/api/v1/drafts/") ? change(body) : body);
    const before = JSON.stringify([...world.server.drafts]);
    const ran = await world.run("ben", "order", "sign", lock, "--yes");
    assert.equal(JSON.stringify([...world.server.drafts]), before, "nothing was signed");
    assert.equal(ran.code, 1);
    assert.deepEqual(Object.keys(ran.json), ["error", "where", "message"]);
    return ran.json.error;
  }

  it("shows a wipe in place of the lock that was asked for", async () => {
    assert.equal(await signed(() => ({ ...world.server.drafts.get(wipe), hash: lock })), "answer.hash");
  });

  it("alters the payload", async () => {
    const code = await signed((body) => {
      const text = new TextDecoder().decode(fromBase64(body.envelope.payload)!);
      return { ...body, envelope: { ...body.envelope, payload: toBase64(utf8(text.replace('"lock"', '"wipe"'))) } };
    });
    assert.notEqual(code, "internal");
    const spaced = await signed((body) => {
      const text = new TextDecoder().decode(fromBase64(body.envelope.payload)!);
      return { ...body, envelope: { ...body.envelope, payload: toBase64(utf8(`${text} `)) } };
    });
    assert.equal(spaced, "answer.hash");
  });

  it("gives other phones, fewer, more, or one twice", async () => {
    for (const targets of [
      [newId(), newId()],
      [phones[0]],
      [...phones, newId()],
      [phones[0], phones[0]],
      [],
    ] as string[][])
      assert.equal(await signed((body) => ({ ...body, targets })), "targets.list");
  });

  it("gives another type of document: a charter, a sign-in", async () => {
    const genesis = world.gatekeeper.state.charters[0]!.document.envelope;
    assert.equal(await signed((body) => ({ ...body, envelope: genesis })), "type");
    const signin = makeEnvelope("signin", utf8("{}"), []);
    assert.equal(await signed((body) => ({ ...body, envelope: signin })), "type");
  });

  it("answers with something that is not an answer", async () => {
    assert.equal(await signed(() => [1, 2]), "answer");
    assert.equal(await signed(() => ({ envelope: null, targets: phones })), "schema");
    assert.equal(await signed((body) => ({ ...body, targets: "all" })), "answer");
  });

  it("claims signatures that nobody made", async () => {
    const { people } = world.founding;
    world.server.tamper = (path, body: Sent) => {
      if (!path.startsWith("/api/v1/drafts/")) return body;
      const signatures = people.map((one: { kid: string }) => ({ keyid: one.kid, sig: toBase64(new Uint8Array(70)) }));
      return { ...body, envelope: { ...body.envelope, signatures } };
    };
    const ran = await world.run("ben", "order", "show", wipe);
    assert.deepEqual([ran.json.signatures, ran.json.missing, ran.json.complete], [[], 2, false]);
  });

  it("leaves the list of phones out: it can be read, not signed", async () => {
    assert.equal(await signed(({ targets: _targets, ...body }) => body), "targets.list");
    world.server.tamper = (path, { targets: _targets, ...body }: Sent) =>
      path.startsWith("/api/v1/drafts/") ? body : { ...body, targets: _targets };
    const ran = await world.run("ben", "order", "show", lock);
    assert.deepEqual([ran.code, ran.json.targets.count, ran.json.phones], [0, 2, undefined], ran.stdout);
  });

  it("writes a broken signature under the signer's key id", async () => {
    const kid = world.founding.people.find((one: { name: string }) => one.name === "chloe").kid;
    const junk = { keyid: kid, sig: toBase64(new Uint8Array(70)) };
    world.server.tamper = (path, body: Sent) =>
      path === `/api/v1/drafts/${wipe}` ? { ...body, envelope: { ...body.envelope, signatures: [junk] } } : body;
    const ran = await world.run("chloe", "order", "sign", wipe, "--yes", "--out", join(world.folder, "chloe.json"));
    assert.equal(ran.json.missing, 1, ran.stdout);
    world.server.drafts.get(wipe)!.envelope = {
      ...(world.server.drafts.get(wipe)!.envelope as object),
      signatures: [],
    } as JsonValue;
  });

  it("holds drafts of another time", async () => {
    const { envelope } = world.server.drafts.get(lock)!;
    const payload = JSON.parse(Buffer.from(fromBase64((envelope as { payload: string }).payload)!).toString());
    const now = Math.floor(Date.now() / 1000);
    for (const [createdAt, code] of [
      [now + 3600, "window.early"],
      [now - 90_000, "release.late"],
    ] as const) {
      const other = makeEnvelope("order", utf8(JSON.stringify({ ...payload, createdAt, expiresAt: now + 86_400 })), []);
      const { hash } = openEnvelope(orderType, other);
      world.server.drafts.set(hash, { envelope: other, targets: phones, state: "open" });
      const ran = await world.run("ben", "order", "sign", hash, "--yes");
      assert.deepEqual([ran.code, ran.json.error], [1, code]);
    }
  });

  it("says released without the gatekeeper", async () => {
    await world.run("anna", "order", "sign", wipe, "--yes");
    await world.run("ben", "order", "sign", wipe, "--yes");
    const lies = (hash: string, index: number) => {
      world.server.instead = (path) =>
        path.endsWith("/submit") ? [200, { index, hash, state: "released" }] : undefined;
    };
    // Index 0 is the charter, 1 lies beyond the log: neither is a release of this order.
    for (const index of [0, 1, 7]) {
      lies(wipe, index);
      const ran = await world.run("ben", "order", "submit", wipe);
      assert.equal(ran.code, 1, ran.stdout);
      assert.ok(["type", "missing", "log.inclusion"].includes(ran.json.error), ran.stdout);
    }
    lies(lock, 0);
    assert.equal((await world.run("ben", "order", "submit", wipe)).json.error, "answer.hash");
    assert.equal(world.gatekeeper.state.accepted.length, 0);
    world.server.instead = undefined;
    const other = await world.run("otto", "lock", newId());
    lies(wipe, other.json.submitted.index);
    assert.equal((await world.run("ben", "order", "submit", wipe)).json.error, "log.inclusion");
    world.server.instead = undefined;
  });

  it("speaks to the terminal instead of the person", async () => {
    world.server.tamper = (path, body: Sent) =>
      path.startsWith("/api/v1/phones") ? { phones: [{ id: phones[0], model: "\u001b[2J\u202eevil" }] } : body;
    const ran = await world.raw("phones", "list", "--profile", world.profileOf("anna"), "--identity", world.identity);
    assert.equal(ran.code, 0);
    assert.ok(!ran.stdout.includes("\u001b") && !ran.stdout.includes("\u202e"));
    assert.match(ran.stdout, /\\u001b/);
  });

  it("gives pages of phones without end", async () => {
    world.server.tamper = (path, body) =>
      path === "/api/v1/phones" ? { phones: [{ id: phones[0] }], next: phones[0] } : body;
    assert.equal((await world.run("anna", "phones", "list")).json.error, "answer");
  });
});

describe("a hostile gatekeeper", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  before(async () => {
    world = await foundedWorld();
    await world.run("chloe", "status");
  });
  afterEach(() => {
    world.gatekeeper.tamper = undefined;
  });
  after(() => world.close());

  it("offers a charter that the roots did not sign", async () => {
    const other = await foundedWorld();
    const envelope = other.gatekeeper.state.charters[0]!.document.envelope;
    await other.close();
    world.gatekeeper.state.charters.push({ ...world.gatekeeper.state.charters[0]!, document: { envelope } } as never);
    try {
      assert.equal((await world.run("anna", "charter", "fetch")).json.error, "org");
    } finally {
      world.gatekeeper.state.charters.pop();
    }
  });

  it("repeats an old head, or one that somebody else asked for", async () => {
    let old: JsonValue;
    world.gatekeeper.tamper = (path, body: Sent) => {
      if (path !== "/log/v1/head") return body;
      old ??= body as unknown as JsonValue;
      return old;
    };
    assert.equal((await world.run("anna", "status")).json.error, "log.head");
  });

  it("shows an unsigned head", async () => {
    world.gatekeeper.tamper = (path, body: Sent) =>
      path === "/log/v1/head" ? { ...body, head: { ...body.head, signatures: [] } } : body;
    assert.equal((await world.run("anna", "status")).json.error, "log.head");
  });

  it("shrinks the log, or forks it, and is told precisely", async () => {
    const { state } = world.gatekeeper;
    assert.equal((await world.run("anna", "freeze")).code, 0);
    const seen = (await world.run("anna", "status")).json.log.size;
    const kept = state.entries.splice(1);
    const shrunk = await world.run("anna", "status");
    assert.deepEqual([shrunk.code, shrunk.json.error, shrunk.json.where], [1, "log.consistency", "log.size"]);
    assert.match(shrunk.json.message, new RegExp(`saw ${seen} entries, now 1 `));
    state.entries.push({ ...kept[0]!, hash: "00".repeat(32) });
    const forked = await world.run("anna", "status");
    assert.deepEqual([forked.json.error, forked.json.where], ["log.consistency", "log.root"]);
    state.entries.push(kept[0]!);
    assert.equal((await world.run("anna", "log", "verify")).json.error, "log.consistency");
    state.entries.splice(1);
    state.entries.push(...kept);
    const whole = await world.run("anna", "log", "verify");
    assert.equal(whole.code, 0, whole.stdout);
    assert.deepEqual(whole.json.counts, { charter: 1, release: 1 });
  });

  it("gives entries that are not those of its head", async () => {
    world.gatekeeper.tamper = (path, body: Sent) =>
      path === "/log/v1/entries" ? { entries: body.entries.toReversed() } : body;
    assert.equal((await world.run("anna", "log", "verify")).json.error, "log.consistency");
    world.gatekeeper.tamper = (path, body: Sent) =>
      path === "/log/v1/entries" ? { entries: body.entries.slice(0, 0) } : body;
    assert.equal((await world.run("anna", "log", "verify")).json.error, "log.consistency");
  });

  it("a copy verifies offline, and an altered copy does not", async () => {
    const file = join(world.folder, "log.copy");
    assert.equal((await world.run("anna", "log", "copy", file)).code, 0);
    const offline = await world.run("anna", "log", "verify", "--from-copy", file);
    assert.equal(offline.json.ok, true, offline.stdout);
    assert.equal(offline.json.compared, offline.json.size);
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    const cut = await world.write("cut.copy", `${lines.slice(0, -1).join("\n")}\n`);
    assert.equal((await world.run("anna", "log", "verify", "--from-copy", cut)).json.error, "log.consistency");
    const twice = await world.write("twice.copy", `${[...lines, lines.at(-1)].join("\n")}\n`);
    assert.equal((await world.run("anna", "log", "verify", "--from-copy", twice)).json.error, "log.consistency");
  });
});
