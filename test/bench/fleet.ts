// A whole Rempart in processes of its own, founded, with thousands of virtual phones in others.
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  charterType,
  type DocumentType,
  everyPhone,
  formatInvitation,
  type JsonValue,
  newId,
  newUuid,
  orderType,
  randomBytes,
  type Signer,
  signDocument,
  targetTree,
  ticketSecretHash,
  ticketType,
} from "@rempart/trust";
import { Talker } from "../demo/lines.ts";
import { post } from "../demo/world.ts";
import { removeFolder, temporaryFolder } from "./database.ts";
import { onceAtEnd } from "./ending.ts";
import { type GatekeeperKeys, makePeople } from "./people.ts";

const root = join(import.meta.dirname, "../..");
const now = (): number => Math.floor(Date.now() / 1000);

/** What the gatekeeper says of itself at SIGUSR2. */
export interface Figures {
  waiting: number;
  delivered: { count: number; p50: number; p99: number; max: number };
  rss: number;
  /** Milliseconds of processor time since its start. */
  cpu: number;
}

async function freePorts(): Promise<number> {
  const isFree = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const probe = createServer().once("error", () => resolve(false));
      probe.listen(port, "localhost", () => probe.close(() => resolve(true)));
    });
  for (let port = 30_080; port < 32_000; port += 10) {
    if ((await Promise.all([0, 1, 2].map((offset) => isFree(port + offset)))).every(Boolean)) return port;
  }
  throw new Error("no three free ports in a row were found");
}

/** Starts the launcher in `folder` and founds an organisation with wide limits. */
async function found(folder: string, port: number) {
  const args = ["--json", "--port", String(port), "--data", join(folder, "data")];
  const launcher = new Talker(join(root, "apps/launcher/src/main.ts"), args);
  const line = (event: string) => launcher.lines.find((one) => one.event === event);
  await launcher.until("ready", () => line("ready"), 0, 180);
  const url = `http://localhost:${port}`;
  const code = String(line("founding-code")?.code ?? "").replaceAll("-", "");
  const offer = (await (await fetch(`${url}/gate/v1/founding`)).json()) as { keys: string };
  const keys = JSON.parse(offer.keys) as GatekeeperKeys;
  const people = await makePeople(keys);
  const charter = await signDocument(charterType, people.charter, people.roots);
  const mac = createHmac("sha256", code).update(`rempart/found/v1\n${charter.hash}`).digest("base64url");
  const done = await post(`${url}/gate/v1/found`, { envelope: charter.envelope, mac });
  if (done.status !== 201) throw new Error(`founding failed: ${JSON.stringify(done.json)}`);
  return { launcher, url, keys, people, genesis: charter.hash };
}

/** Opens the world of parts `orders` and `memory`; `close` ends and removes all of it. */
export async function openFleet() {
  const folder = temporaryFolder();
  const data = join(folder, "data");
  const port = await freePorts();
  const { launcher, url, keys, people, genesis } = await found(folder, port).catch((error: unknown) => {
    removeFolder(folder, join(data, "gatekeeper", "postgres"));
    throw error;
  });
  const talkers: Talker[] = [];
  const log = join(data, "gatekeeper", "log", "gatekeeper.log");

  const sign = <T>(type: DocumentType<T>, body: Record<string, JsonValue>, signers: readonly Signer[]) =>
    signDocument(type, { v: 1, org: genesis, ...body }, signers);
  async function submit(envelope: JsonValue, targets?: readonly string[]): Promise<void> {
    const answer = await post(`${url}/gate/v1/submit`, { envelope, ...(targets ? { targets } : {}) });
    if (answer.status !== 200) throw new Error(`an order was refused: ${JSON.stringify(answer.json)}`);
  }

  const fleet = {
    people,
    genesis,
    tlsPort: keys.tlsPort,
    submit,
    /** A ticket of `uses`, and the file with its invitation for the phones. */
    async ticket(uses: number) {
      const secret = randomBytes(32);
      const floor = { version: 1, hash: genesis };
      const validity = { createdAt: now(), expiresAt: now() + 86_400 };
      const body = { id: newId(), floor, groups: [], uses, confirm: false, ...validity };
      const ticket = await sign(ticketType, { ...body, secretHash: ticketSecretHash(secret) }, people.approvers);
      await submit(ticket.envelope);
      const invitation = { url: `https://localhost:${keys.tlsPort}`, pin: keys.tlsPin, genesis };
      writeFileSync(join(folder, "invitations"), formatInvitation({ ...invitation, ticket: ticket.hash, secret }));
      return { hash: ticket.hash, secret };
    },
    /** Starts the virtual phones `from` to `from + count`, all of one seed, with what they remember in `name`. */
    phones(name: string, from: number, count: number): Talker {
      const numbers = ["--count", String(count), "--start-at", String(from), "--seed", "bench", "--lean"];
      const files = ["--data", join(folder, name), "--invitations", join(folder, "invitations")];
      const talker = new Talker(join(root, "apps/phones/src/main.ts"), [...files, ...numbers]);
      talkers.push(talker);
      return talker;
    },
    lock: (phone: string, signer: Signer = people.operator) => {
      const id = newUuid(Date.now());
      const { count, root: hash } = targetTree(id, [phone]);
      const about = { reason: { code: "exercise" }, createdAt: now(), expiresAt: now() + 86_400 };
      const aimed = { action: "lock", params: {}, targets: { count, root: hash } };
      return sign(orderType, { id, charter: genesis, ...aimed, ...about }, [signer]);
    },
    /** The first document of a policy for every phone, with one approver more than its rule asks. */
    policy: (policy: string, rules: JsonValue[]) => {
      const about = { reason: { code: "exercise" }, createdAt: now() };
      const placed = { stream: `policy/${policy}`, n: 1, targets: { group: everyPhone } };
      const what = { action: "policy", params: { id: policy, rules } };
      return sign(
        orderType,
        { id: newUuid(Date.now()), charter: genesis, ...what, ...placed, ...about },
        people.approvers,
      );
    },
    /** Asks the gatekeeper for its figures since it was asked last. */
    async figures(): Promise<Figures> {
      const lines = (): string[] =>
        readFileSync(log, "utf8")
          .split("\n")
          .filter((one) => one.startsWith('{"event":"metrics"'));
      const before = lines().length;
      process.kill(gatekeeper(), "SIGUSR2");
      for (let wait = 0; wait < 600; wait++) {
        const found = lines()[before];
        if (found !== undefined) return JSON.parse(found) as Figures;
        await sleep(50);
      }
      throw new Error(`the gatekeeper printed no figures; its log is ${log}`);
    },
    /** Ends the gatekeeper and waits until the launcher has started it again. */
    async restartGatekeeper(): Promise<void> {
      const old = gatekeeper();
      process.kill(old, "SIGTERM");
      for (let wait = 0; wait < 1200; wait++) {
        await sleep(100);
        const up = gatekeeper() !== old && (await fetch(`${url}/gate/v1/status`).catch(() => undefined));
        if (up) return;
      }
      throw new Error("the gatekeeper did not come back");
    },
    close: onceAtEnd(async () => {
      await Promise.all(talkers.map((talker) => talker.stop().catch(() => {})));
      await launcher.stop().catch(() => {});
      removeFolder(join(data, "server"), join(data, "server", "postgres"));
      removeFolder(folder, join(data, "gatekeeper", "postgres"));
    }),
  };
  function gatekeeper(): number {
    return Number(launcher.lines.filter((line) => line.event === "child" && line.part === "gatekeeper").at(-1)?.pid);
  }
  return fleet;
}
export type Fleet = Awaited<ReturnType<typeof openFleet>>;
