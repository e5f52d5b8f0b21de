// A gatekeeper of a few lines for the tests: it verifies with the trust core and keeps its log in memory.
import { createHmac } from "node:crypto";
import { openSealed } from "@rempart/directory";
import {
  acceptOrder,
  buildTree,
  type Charter,
  claimedType,
  documentHash,
  extendChain,
  forms as form,
  fromHex,
  generateKey,
  headType,
  type JsonValue,
  keySigner,
  leafHash,
  makeEnvelope,
  merkleRoot,
  openEnvelope,
  orderType,
  type PrivateKey,
  paramsOf,
  payloadBytes,
  secretsOf,
  sha256,
  signDocument,
  toBase64,
  toBase64url,
  toHex,
  uuidBytes,
  verifyTicket,
} from "@rempart/trust";
import { type Answer, type Fake, listen } from "./listen.ts";

type Path = ReturnType<typeof form.path>;

/** RFC 9162 2.1.4.1, as it is written there. */
function consistency(leaves: Uint8Array[], from: number): Path {
  const proof = (m: number, part: Uint8Array[], whole: boolean): Path => {
    if (m === part.length) return whole ? [] : [merkleRoot(part)];
    let k = 1;
    while (k * 2 < part.length) k *= 2;
    if (m <= k) return [...proof(m, part.slice(0, k), whole), merkleRoot(part.slice(k))];
    return [...proof(m - k, part.slice(k), false), merkleRoot(part.slice(0, k))];
  };
  return from === 0 || from >= leaves.length ? [] : proof(from, leaves, true);
}

function joined(path: Path): string {
  return toBase64(Buffer.concat(path));
}

export interface GateState {
  entries: { hash: string; envelope: JsonValue }[];
  charters: Charter[];
  freezes: string[];
  /** Everything that was accepted, in order. */
  accepted: string[];
}

export interface FakeGatekeeper extends Fake {
  code: string;
  state: GateState;
  /** Appends a document to the log, as the real one does with what its phones send. */
  append(hash: string, envelope: JsonValue): number;
  sealKey: Uint8Array;
  logKey: PrivateKey;
}

export async function fakeGatekeeper(now: () => number): Promise<FakeGatekeeper> {
  const [log, seal, tls] = [await generateKey(), await generateKey(), await generateKey()];
  const named = ({ spki }: { spki: Uint8Array }) => ({ kid: form.keyId(spki), spki: toBase64(spki) });
  const code = "ABCDEFGHJKMN";
  const mac = (text: string): string => toBase64url(createHmac("sha256", code).update(text).digest());
  const state: GateState = { entries: [], charters: [], freezes: [], accepted: [] };
  const streams = new Map<string, { n: number; hash: string; createdAt: number; id: string }>();
  const leaves = (): Uint8Array[] => state.entries.map((entry) => leafHash(fromHex(entry.hash)));
  const append = (hash: string, envelope: JsonValue): number => state.entries.push({ hash, envelope }) - 1;

  async function submitted(envelope: JsonValue, targets: string[]): Promise<Answer> {
    const charter = state.charters.at(-1)!;
    const frozen = state.freezes.length > 0;
    if (claimedType(envelope) === "ticket") {
      const ticket = await verifyTicket(envelope, state.charters, now(), frozen);
      state.accepted.push(ticket.hash);
      return [200, { index: append(ticket.hash, envelope), hash: ticket.hash, state: "released" }];
    }
    const order = openEnvelope(orderType, envelope);
    const known = state.accepted.includes(order.hash);
    const { stream, n, createdAt, id } = order.body;
    const newest = stream === undefined ? undefined : streams.get(stream);
    const secrets = secretsOf(order.body).map(([field, secret]): [string, Uint8Array] => [field, secret.gatekeeper]);
    const open = (sealed: Uint8Array) =>
      openSealed(seal.pkcs8, "secret", charter.genesis, uuidBytes(order.body.id), sealed);
    const rest = { newest, open, secrets };
    const { by } = await acceptOrder(order, { charter, now: now(), frozen, targets, known, ...rest });
    if (order.body.action === "freeze") state.freezes.push(order.hash);
    if (order.body.action === "unfreeze") {
      const lifted = paramsOf(order, "unfreeze").freezes;
      state.freezes = state.freezes.filter((hash) => !lifted.includes(hash));
    }
    if (stream !== undefined && n !== undefined) streams.set(stream, { n, hash: order.hash, createdAt, id });
    state.accepted.push(order.hash);
    const body = {
      v: 1,
      org: charter.genesis,
      order: order.hash,
      accepted: now(),
      at: now(),
      phones: targets.length,
      reach: { all: true },
      by,
    };
    const payload = payloadBytes(body);
    const index = append(documentHash("release", payload), makeEnvelope("release", payload, []));
    return [200, { index, hash: order.hash, state: "released" }];
  }

  const fake = await listen(async (method, url, body): Promise<Answer> => {
    const path = url.pathname;
    const missing: Answer = [404, { error: "missing", where: path, message: "no" }];
    if (path === "/gate/v1/founding") {
      if (state.charters.length > 0) return [409, { error: "founded", where: "founding", message: "founded already" }];
      const keys = JSON.stringify({
        log: named(log),
        sealKey: named(seal),
        tlsPin: toHex(sha256(tls.spki)),
        tlsPort: 8443,
      });
      return [200, { keys, mac: mac(`rempart/founding/v1\n${keys}`) }];
    }
    if (path === "/gate/v1/found") {
      const { envelope, mac: given } = body as { envelope: JsonValue; mac: string };
      const hash = documentHash("charter", Buffer.from((envelope as { payload: string }).payload, "base64"));
      if (given !== mac(`rempart/found/v1\n${hash}`))
        return [403, { error: "mac", where: "mac", message: "wrong code" }];
      state.charters = await extendChain([], hash, [envelope]);
      return [201, { index: append(hash, envelope) }];
    }
    if (path.startsWith("/charters/")) {
      const charter = state.charters[Number(path.split("/")[2]) - 1];
      return charter ? [200, charter.document.envelope] : missing;
    }
    if (path === "/gate/v1/status") {
      const founded = state.charters.length > 0;
      return [
        200,
        { founded, frozen: state.freezes.length > 0, freezes: state.freezes, size: state.entries.length, time: now() },
      ];
    }
    if (path === "/gate/v1/submit" && method === "POST") {
      const { envelope, targets } = body as { envelope: JsonValue; targets?: string[] };
      return await submitted(envelope, targets ?? []);
    }
    if (path === "/log/v1/head") {
      const nonce = url.searchParams.get("nonce")!;
      const charter = state.charters.at(-1)!;
      const freeze = state.freezes[0];
      const root = toHex(merkleRoot(leaves()));
      const common = { v: 1, org: charter.genesis, epoch: 1, size: state.entries.length, root, time: now() };
      const head = { ...common, charter: charter.hash, ...(freeze ? { freeze } : {}), nonce };
      const signer = keySigner(form.keyId(log.spki), log.key);
      const { envelope } = await signDocument(headType, head, [signer]);
      return [
        200,
        { head: envelope, consistency: joined(consistency(leaves(), Number(url.searchParams.get("size")))) },
      ];
    }
    if (path === "/log/v1/entries") {
      const from = Number(url.searchParams.get("from"));
      const limit = Math.min(1000, Number(url.searchParams.get("limit") ?? 1000));
      return [200, { entries: state.entries.slice(from, from + limit).map(({ envelope }) => ({ envelope })) }];
    }
    if (path.startsWith("/log/v1/entry/")) {
      const entry = state.entries[Number(path.split("/")[4])];
      return entry ? [200, { envelope: entry.envelope }] : missing;
    }
    if (path.startsWith("/log/v1/inclusion/")) {
      const size = Number(url.searchParams.get("size"));
      return [200, { path: joined(buildTree(leaves().slice(0, size)).path(Number(path.split("/")[4]))) }];
    }
    return missing;
  });
  return Object.assign(fake, { code, append, state, sealKey: seal.pkcs8, logKey: log.key });
}
