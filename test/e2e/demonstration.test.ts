// A demonstration as its founder sees it: an organisation, one invitation handed to the gatekeeper, 40 phones at the server,
// the same phones after a restart, none after the end.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isRoot, processIdentity } from "@rempart/postgres";
import type { JsonValue } from "@rempart/trust";
import { rempart } from "../demo/cli.ts";
import { Talker } from "../demo/lines.ts";
import { ask, freePorts, until } from "./stack.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "rempart-e2e-"));
chmodSync(folder, 0o711);
const data = join(folder, "host", "data");
// Keys apart from the data, as if on another machine.
const clients = join(folder, "clients");
const people = join(clients, "people");
const identity = join(clients, "identity.txt");
const file = (name: string, content: string): string => {
  const path = join(clients, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};
let launcher: Talker | undefined;

after(async () => {
  await launcher?.stop();
  for (const part of ["gatekeeper", "server"]) {
    try {
      const pointer = readFileSync(join(data, part, "postgres", "cluster-path"), "utf8").trim();
      rmSync(pointer, { recursive: true, force: true });
    } catch {
      // The cluster is in the data folder.
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

async function launch(port: number): Promise<Talker> {
  const args = ["--json", "--port", String(port), "--data", data];
  launcher = new Talker(join(root, "apps/launcher/src/main.ts"), args);
  await launcher.until("ready", (lines) => lines.find(({ event }) => event === "ready"), 0, 120);
  return launcher;
}

async function as(person: string, ...args: string[]): Promise<Record<string, JsonValue>> {
  const told = await rempart(join(people, person), identity, args);
  assert.equal(told.code, 0, `rempart ${args.join(" ")}: ${JSON.stringify(told.json)}`);
  return told.json as Record<string, JsonValue>;
}

/** Ids of the phones that the server knows as ready. */
async function phonesAt(server: string, token: string): Promise<string[]> {
  const { json } = await ask(`${server}/api/v1/phones?state=ready&limit=100`, undefined, token);
  return (json.phones as { id: string }[]).map(({ id }) => id).sort();
}

test("a demonstration: founded, 40 phones by one request, again after a restart, gone at the end", async () => {
  const port = await freePorts(30_000 + (process.pid % 300) * 3);
  const gatekeeper = `http://localhost:${port}`;
  const server = `http://localhost:${port + 1}`;
  mkdirSync(join(folder, "host"), { mode: 0o711 });
  mkdirSync(people, { recursive: true, mode: 0o700 });
  const first = await launch(port);
  const code = file("code.txt", String(first.lines.find(({ event }) => event === "founding-code")?.code));
  const made = await rempart(join(clients, "nobody"), identity, ["key", "identity", "--out", identity]);
  assert.equal(made.code, 0, JSON.stringify(made.json));
  const approvers = ["anna", "ben"].flatMap((name) => ["--approver", name]);
  const founded = await rempart(join(people, "founder"), identity, [
    ...["found", "--organisation", "Demonstration", "--gatekeeper", gatekeeper, "--server", server],
    ...["--code-file", code, "--profiles", people, ...approvers, "--operator", "otto"],
  ]);
  assert.equal(founded.code, 0, JSON.stringify(founded.json));
  assert.deepEqual((await ask(`${gatekeeper}/config.json`)).json, { server, demonstrationAllowed: true });

  const qr = join(clients, "qr.txt");
  const { hash } = await as("anna", "ticket", "create", "--uses", "40", "--hours", "2", "--out", qr);
  await as("ben", "order", "sign", String(hash), "--yes");
  await as("anna", "order", "submit", String(hash), "--out", qr);
  const invitation = JSON.parse(readFileSync(qr, "utf8")) as JsonValue;
  const started = await ask(`${gatekeeper}/gate/v1/demonstration`, { invitation });
  assert.deepEqual([started.status, started.json], [201, { phones: 40 }]);
  assert.equal((await ask(`${gatekeeper}/gate/v1/demonstration`, { invitation })).status, 409);

  const { token } = (await as("otto", "session", "create", "--read-only")) as { token: string };
  const seen = await until("40 phones at the server", 60, async () => {
    const ids = await phonesAt(server, token);
    return ids.length === 40 ? ids : undefined;
  });
  const { pid } = first.lines.find(({ event }) => event === "demonstration") as unknown as { pid: number };
  // What the phones' process is told is closed to others; started by root it is another user than root.
  assert.equal(statSync(join(data, "demonstration/invitation")).mode & 0o007, 0);
  if (isRoot() && process.platform === "linux") {
    const uid = (of: number): string => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${of}/status`, "utf8"))![1]!;
    const gatekeeperPid = first.lines.findLast(({ event, part }) => event === "child" && part === "gatekeeper")!.pid;
    assert.notEqual(uid(pid), "0");
    assert.notEqual(uid(pid), uid(Number(gatekeeperPid)));
  }
  await first.stop();
  assert.equal(processIdentity(pid), undefined);

  const second = await launch(port);
  const again = await second.until("the phones again", (lines) => lines.find(({ event }) => event === "demonstration"));
  assert.equal(again.phones, 40);
  const known = () =>
    until("the gatekeeper to know", 30, async () => {
      const { json } = await ask(`${gatekeeper}/gate/v1/status`);
      return (json.demonstration as { phones?: number } | undefined)?.phones === 40 ? true : undefined;
    });
  await known();
  // They are who they were, and do what they are told.
  assert.deepEqual(await phonesAt(server, token), seen);
  const target = seen[0]!;
  await as("otto", "lock", target);
  await until("a phone to carry out an order after the restart", 60, async () => {
    const { json } = await ask(`${server}/api/v1/orders?limit=1`, undefined, token);
    const [order] = json.orders as { outcomes: Record<string, number> }[];
    return order?.outcomes.done === 1 ? true : undefined;
  });
  // So does a gatekeeper that was killed learn of them.
  const killed = second.lines.findLast(({ event, part }) => event === "child" && part === "gatekeeper")!;
  process.kill(Number(killed.pid), "SIGKILL");
  await second.until("the gatekeeper after a kill", (lines) =>
    lines.find(({ event, part, pid: other }) => event === "child" && part === "gatekeeper" && other !== killed.pid),
  );
  await known();
  // Killed, they come back by themselves.
  process.kill(Number(again.pid), "SIGKILL");
  await second.until("the phones after a kill", (lines) =>
    lines.find(({ event, pid: other }) => event === "demonstration" && other !== again.pid),
  );
});
