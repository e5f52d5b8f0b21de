// The two parts as on two hosts: started apart, with a data folder each, and one line passed from the one to the other.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { signDocument, signinType } from "@rempart/trust";
import { newOrganisation, type OfferedKeys } from "../../apps/gatekeeper/src/testing/organisation.ts";
import { Talker } from "../demo/lines.ts";
import { ask, freePorts, until } from "./stack.ts";

const program = join(import.meta.dirname, "../../apps/launcher/src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "rempart-two-"));
chmodSync(folder, 0o711);
const running: Talker[] = [];
after(async () => {
  for (const talker of running) await talker.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

async function start(name: string, port: number, args: readonly string[]): Promise<Talker> {
  const talker = new Talker(program, ["--json", "--port", String(port), "--data", join(folder, name), ...args]);
  running.push(talker);
  await talker.until("ready", (lines) => lines.find(({ event }) => event === "ready"), 0, 120);
  return talker;
}

test("gatekeeper and server apart: founded, and the server hears of it by the gatekeeper's own call", async () => {
  const first = await freePorts();
  const second = await freePorts(first + 3);
  const gatekeeperUrl = `http://localhost:${first}`;
  const serverUrl = `http://localhost:${second + 1}`;
  const gatekeeper = await start("gate", first, ["--only", "gatekeeper", "--server-url", serverUrl]);
  const link = gatekeeper.lines.find(({ event }) => event === "link");
  assert.match(String(link?.sha256), /^[0-9a-f]{64}$/);
  const token = ["--link-token-sha256", String(link?.sha256)];
  const server = await start("serve", second, ["--only", "server", "--gatekeeper-url", gatekeeperUrl, ...token]);
  assert.equal(
    server.lines.some(({ event }) => event === "founding-code"),
    false,
  );
  // Each host has its own part's files alone; the token itself never left the gatekeeper's.
  assert.equal(existsSync(join(folder, "gate/server")), false);
  assert.equal(existsSync(join(folder, "serve/gatekeeper")), false);
  // The folder of uploaded files is there from the start only where it has to be given to another account.
  const own = readdirSync(join(folder, "serve/server")).filter((name) => name !== "blobs");
  assert.deepEqual(own.sort(), ["link-token.sha256", "log", "postgres", "webhook-key"]);

  const code = String(gatekeeper.lines.find(({ event }) => event === "founding-code")?.code).replaceAll("-", "");
  const offer = await ask(`${gatekeeperUrl}/gate/v1/founding`);
  const { genesis, operator } = await newOrganisation(JSON.parse(offer.json.keys as string) as OfferedKeys);
  const mac = createHmac("sha256", code).update(`rempart/found/v1\n${genesis.hash}`).digest("base64url");
  assert.equal((await ask(`${gatekeeperUrl}/gate/v1/found`, { envelope: genesis.envelope, mac })).status, 201);

  // The address of the server is this machine: the program does not pretend that these are two hosts.
  const status = await ask(`${gatekeeperUrl}/gate/v1/status`);
  const { kind } = status.json.layout as { kind: string };
  assert.match(kind, process.getuid?.() === 0 ? /^one-host-two-accounts$/ : /^one-host-one-account$/);

  const session = await until("the charter to reach the server", 30, async () => {
    const { json } = await ask(`${serverUrl}/api/v1/nonce`, {});
    const body = { v: 1, org: genesis.hash, audience: "server", nonce: json.nonce! };
    const at = { issuedAt: Math.floor(Date.now() / 1000) };
    const { envelope } = await signDocument(signinType, { ...body, ...at }, [operator.signer]);
    const answer = await ask(`${serverUrl}/api/v1/signin`, { envelope });
    return answer.status === 200 ? (answer.json.token as string) : undefined;
  });
  const seen = await fetch(`${serverUrl}/api/v1/status`, { headers: { authorization: `Bearer ${session}` } });
  assert.equal(((await seen.json()) as { genesis: string }).genesis, genesis.hash);
});
