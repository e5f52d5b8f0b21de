// Attacks through server and gatekeeper. Each is refused by every part that it reaches; the code and sentence are shown.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  addSignatures,
  type JsonValue,
  newNonce,
  openEnvelope,
  orderType,
  signDocument,
  signinType,
} from "@rempart/trust";
import pg from "pg";
import { now, orderBody, signAnything, signerOf, signOrder, wipeParams } from "./insider.ts";
import { executedBy, isEvent, type Organisation, operator, readToken } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import { tamperings } from "./tamper.ts";
import { post, type World } from "./world.ts";

/** Sends to the gatekeeper what must be refused with `code`; returns what to show. */
async function refused(world: World, envelope: JsonValue, code: string, targets?: readonly string[]): Promise<string> {
  const { status, json } = await world.submit(envelope, targets);
  expect(status >= 400 && json.error === code, `expected ${code}, got ${status} ${JSON.stringify(json)}`);
  return `gatekeeper: ${String(json.message)}`;
}

async function underSigned(world: World, organisation: Organisation): Promise<void> {
  await step("a wipe with one approval too few", async () => {
    const draft = await world.as("approver-1", "wipe", organisation.devices[3]!, "--yes");
    const hash = String(draft.hash);
    const cli = await world.attempt("approver-1", "order", "submit", hash);
    expect(cli.json.error === "signature.quorum", `the CLI said ${JSON.stringify(cli.json)}`);
    const person = await signIn(world, operator);
    const server = await post(
      `${world.urls.server}/api/v1/drafts/${hash}/submit`,
      {},
      { authorization: `Bearer ${person}` },
    );
    expect(
      server.status >= 400 && server.json.error === "signature.quorum",
      `the server said ${JSON.stringify(server.json)}`,
    );
    const stored = await getJson(world, `/api/v1/drafts/${hash}`);
    return `CLI, server and ${await refused(world, stored.envelope as JsonValue, "signature.quorum", [organisation.devices[3]!])}`;
  });
}

async function getJson(world: World, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(world.urls.server + path, {
    headers: { authorization: `Bearer ${await readToken(world)}` },
  });
  expect(response.ok, `GET ${path}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Signs in at the server as `person`; returns the session's token. */
async function signIn(world: World, person: string): Promise<string> {
  const { envelope } = await signinDocument(world, person);
  const { status, json } = await post(`${world.urls.server}/api/v1/signin`, { envelope });
  expect(status === 200, `sign-in: ${JSON.stringify(json)}`);
  return String(json.token);
}

async function signinDocument(world: World, person: string) {
  const { json } = await post(`${world.urls.server}/api/v1/nonce`, {});
  const { genesis } = (await (await fetch(`${world.urls.gatekeeper}/gate/v1/status`)).json()) as { genesis: string };
  const body = { v: 1, org: genesis, audience: "server", nonce: String(json.nonce ?? newNonce()), issuedAt: now() };
  return signDocument(signinType, body, [await signerOf(world, person)]);
}

/** A connection to the server's own database as its superuser. */
async function superuser(world: World): Promise<pg.Client> {
  const folder = join(world.data, "server", "postgres");
  let cluster = join(folder, "cluster");
  try {
    cluster = join(readFileSync(join(folder, "cluster-path"), "utf8").trim(), "cluster");
  } catch {
    // It stayed in the data folder.
  }
  const socket = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[4]!;
  const password = readFileSync(join(folder, "superuser-password"), "utf8").trim();
  const client = new pg.Client({ host: socket, port: 5432, user: "postgres", password, database: "rempart_server" });
  await client.connect();
  return client;
}

async function forgedRow(world: World, organisation: Organisation): Promise<void> {
  await step("a row forged in the server's database by its superuser", async () => {
    // An honest, unsigned-for lock becomes a wipe of another phone, "approved" by the names of two approvers.
    const draft = await world.as(
      operator,
      "order",
      "draft",
      "lock",
      "--phones",
      organisation.devices[3]!,
      "--reason",
      "lost",
      "--sign-now",
    );
    const hash = String(draft.hash);
    const honest = await getJson(world, `/api/v1/drafts/${hash}`);
    const victim = organisation.devices[4]!;
    const signature = (honest.envelope as { signatures: JsonValue[] }).signatures[0]! as Record<string, JsonValue>;
    const kids = await kidsOf(world);
    const forged = {
      ...((await signAnything(orderBody(organisation.genesis, "wipe", [victim], wipeParams), [])) as Record<
        string,
        JsonValue
      >),
      signatures: kids.slice(0, 2).map((keyid) => ({ ...signature, keyid })),
    };
    const client = await superuser(world);
    try {
      const { rows } = await client.query("select schemaname from pg_tables where tablename = 'draft'");
      const changed = await client.query(
        `update ${pg.escapeIdentifier(String(rows[0].schemaname))}.draft set envelope = $2, targets = $3, state = 'waiting' where hash = $1`,
        [hash, JSON.stringify(forged), [victim]],
      );
      expect(changed.rowCount === 1, "the forged row was not written");
    } finally {
      await client.end();
    }
    const session = await signIn(world, operator);
    const server = await post(
      `${world.urls.server}/api/v1/drafts/${hash}/submit`,
      {},
      { authorization: `Bearer ${session}` },
    );
    expect(server.status >= 400, `the forged row was submitted: ${JSON.stringify(server.json)}`);
    const cli = await world.attempt("approver-2", "order", "sign", hash, "--yes");
    expect(cli.code === 1, "an approver signed the forged row");
    const direct = await refused(world, forged, "signature.quorum", [victim]);
    return `server: ${String(server.json.error)}; approver's CLI: ${String(cli.json.error)}; ${direct}`;
  });
}

async function kidsOf(world: World): Promise<string[]> {
  const charter = (await (await fetch(`${world.urls.gatekeeper}/charters/1`)).json()) as { payload: string };
  const body = JSON.parse(Buffer.from(charter.payload, "base64").toString()) as {
    people: { credentials: { kid: string }[] }[];
  };
  return body.people.map((person) => person.credentials[0]!.kid);
}

async function oldAndOther(world: World, organisation: Organisation): Promise<void> {
  const { devices, genesis } = organisation;
  const own = await signerOf(world, operator);
  const lock = await getJson(world, `/api/v1/orders/${organisation.lock}`);
  await step("replay of the lock", () => refused(world, lock.envelope as JsonValue, "replay", [devices[1]!]));
  await step("a lock signed for one phone, sent to another", async () => {
    const order = await signOrder(orderBody(genesis, "lock", [devices[5]!], {}), [own]);
    return refused(world, order.envelope, "targets.list", [devices[6]!]);
  });
  await step("an expired lock", async () => {
    const order = await signOrder(
      orderBody(genesis, "lock", [devices[5]!], {}, { createdAt: now() - 7200, expiresAt: now() - 3600 }),
      [own],
    );
    return refused(world, order.envelope, "window.expired", [devices[5]!]);
  });
  await step("a lock signed two days ago and kept back", async () => {
    const order = await signOrder(
      orderBody(genesis, "lock", [devices[5]!], {}, { createdAt: now() - 172_800, expiresAt: now() + 3600 }),
      [own],
    );
    return refused(world, order.envelope, "release.late", [devices[5]!]);
  });
  await step("a lock dated tomorrow", async () => {
    const order = await signOrder(
      orderBody(genesis, "lock", [devices[5]!], {}, { createdAt: now() + 86_400, expiresAt: now() + 90_000 }),
      [own],
    );
    const { json } = await world.submit(order.envelope, [devices[5]!]);
    expect(json.error === "window.early" || json.error === "release.late", `got ${JSON.stringify(json)}`);
    return `gatekeeper: ${String(json.message)}`;
  });
  await step("an operator orders what needs approvers", async () => {
    const order = await signOrder(orderBody(genesis, "wipe", [devices[5]!], wipeParams), [own]);
    return refused(world, order.envelope, "signature.quorum", [devices[5]!]);
  });
  await step("one approver signs twice", async () => {
    const approver = await signerOf(world, "approver-1");
    const order = await signOrder(orderBody(genesis, "wipe", [devices[5]!], wipeParams), [approver, approver]);
    return refused(world, order.envelope, "signature.quorum", [devices[5]!]);
  });
}

async function tampering(world: World, organisation: Organisation): Promise<void> {
  await step("every kind of tampering with a signed wipe", async () => {
    const device = organisation.devices[6]!;
    const signers = [await signerOf(world, "approver-1"), await signerOf(world, "approver-2")];
    const order = await signOrder(orderBody(organisation.genesis, "wipe", [device], wipeParams), signers);
    const codes = new Map<string, number>();
    for (const { what, envelope } of tamperings(order.envelope)) {
      const { status, json } = await world.submit(envelope, [device]);
      expect(status >= 400, `accepted: ${what}: ${JSON.stringify(json)}`);
      codes.set(String(json.error), (codes.get(String(json.error)) ?? 0) + 1);
    }
    const total = [...codes.values()].reduce((sum, count) => sum + count, 0);
    expect(total > 150 && (codes.get("signature.quorum") ?? 0) > 100, `only ${total} attempts`);
    return `${total} of ${total} refused: ${[...codes].map(([code, count]) => `${code} ${count}`).join(", ")}`;
  });
}

async function olderPolicy(world: World, organisation: Organisation): Promise<void> {
  const { policy, genesis } = organisation;
  await step("an older policy brought back", async () => {
    const rules = world.file("rules-2.json", JSON.stringify([{ kind: "passcode", minimumLength: 6 }]));
    const next = await world.as(
      "approver-1",
      "policy",
      "publish",
      "--group",
      "all",
      "--rules",
      rules,
      "--policy-id",
      policy.id,
    );
    const hash = String(next.hash);
    await world.as("approver-2", "order", "sign", hash, "--yes", "--submit");
    await world.as("approver-3", "order", "sign", hash, "--yes", "--submit", "--direct");
    const live = organisation.devices.length - 1;
    await world.phones.until(`the second policy on ${live} phones`, (lines) =>
      executedBy(lines, hash).length >= live ? true : undefined,
    );
    const first = await getJson(world, `/api/v1/orders/${policy.hash}`);
    const replayed = await refused(world, first.envelope as JsonValue, "replay");
    const old = openEnvelope(orderType, first.envelope as JsonValue).body;
    const again = {
      ...JSON.parse(payloadText(first.envelope as JsonValue)),
      id: orderBody(genesis, "lock", ["AAAAAAAAAAAAAAAAAAAAAQ"], {}).id,
      createdAt: now(),
    };
    expect(old.n === 1, "the first policy was not number 1");
    const signers = [await signerOf(world, "approver-1"), await signerOf(world, "approver-2")];
    const resigned = await signOrder(again as JsonValue, signers);
    await refused(world, resigned.envelope, "stream.next");
    organisation.policy = { hash, id: policy.id };
    return `${replayed}; signed anew with the old number: stream.next`;
  });
}

function payloadText(envelope: JsonValue): string {
  return Buffer.from((envelope as { payload: string }).payload, "base64").toString();
}

async function signinAsApproval(world: World, organisation: Organisation): Promise<void> {
  await step("a sign-in assertion as an approval", async () => {
    const signin = await signinDocument(world, "approver-2");
    const order = await signOrder(orderBody(organisation.genesis, "wipe", [organisation.devices[6]!], wipeParams), [
      await signerOf(world, "approver-1"),
    ]);
    const mixed = addSignatures(order.envelope, (signin.envelope as { signatures: JsonValue[] }).signatures);
    const first = await refused(world, mixed, "signature.quorum", [organisation.devices[6]!]);
    await refused(world, signin.envelope, "type");
    return `${first}; the sign-in itself as an order: type`;
  });
}

async function bulkWipe(world: World, organisation: Organisation): Promise<void> {
  await step("a bulk wipe by the whole quorum: held, then cancelled by one person", async () => {
    const victims = organisation.devices.slice(7, 20);
    const list = world.file("victims.txt", victims.join("\n"));
    const draft = await world.as(
      "approver-1",
      "order",
      "draft",
      "wipe",
      "--phones-file",
      list,
      "--params",
      JSON.stringify(wipeParams),
      "--reason",
      "compromise",
      "--sign-now",
    );
    const hash = String(draft.hash);
    await world.as("approver-2", "order", "sign", hash, "--yes");
    const { submitted } = (await world.as("approver-3", "order", "sign", hash, "--yes", "--submit")) as {
      submitted: { state: string };
    };
    expect(submitted.state === "held", `the bulk wipe is ${submitted.state}`);
    await world.as("approver-2", "order", "cancel", hash);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(executedBy(world.phones.lines, hash).length === 0, "a phone was wiped");
    const order = await getJson(world, `/api/v1/orders/${hash}`);
    expect(order.state === "cancelled", `the server says ${String(order.state)}`);
    return `${victims.length} phones: held for an hour, cancelled after a second, none wiped`;
  });
}

/** The second chapter: attacks that reach CLI, server and gatekeeper. */
export async function attackGatekeeper(world: World, organisation: Organisation): Promise<void> {
  chapter("Attacks on server and gatekeeper");
  const wiped = (): number => world.phones.lines.filter(isEvent("wiped", {})).length;
  const before = wiped();
  await underSigned(world, organisation);
  await forgedRow(world, organisation);
  await oldAndOther(world, organisation);
  await tampering(world, organisation);
  await olderPolicy(world, organisation);
  await signinAsApproval(world, organisation);
  await bulkWipe(world, organisation);
  await step("no phone was erased by any of it", async () => {
    expect(wiped() === before, "a phone was erased");
    return `${wiped()} phone erased since the start: the one that two approvers erased`;
  });
}
