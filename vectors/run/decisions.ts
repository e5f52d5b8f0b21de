import {
  acceptOrder,
  attestationChallenge,
  checkAuthority,
  confirmationCode,
  deviceId,
  firstReach,
  formatInvitation,
  freeSlots,
  fromBase64,
  fromHex,
  type JsonValue,
  matchRow,
  openCharter,
  openEnvelope,
  orderType,
  type Reach,
  type RuledAction,
  reachBound,
  readInvitation,
  type Slot,
  secondsUntilFree,
  sortTargets,
  targetLeaf,
  targetTree,
  ticketSecretHash,
  toBase64,
  toBase64url,
  toHex,
  verifyInclusion,
  verifyTicket,
  type Window,
} from "../../packages/trust/src/index.ts";
import { CharterTable } from "../state.ts";
import { codeOf, type Problem, same, verdict } from "./outcome.ts";

type Table = Record<string, JsonValue>;

export interface RulesFile {
  charter: JsonValue;
  matches: { action: RuledAction; count?: number; frozen: boolean; row: number | null }[];
  quorums: { name: string; order: JsonValue; code: string; counting: number }[];
}

export async function* runRules(file: RulesFile): AsyncGenerator<Problem> {
  const charter = await openCharter(file.charter);
  const { rules } = charter.body;
  for (const { action, count, frozen, row } of file.matches) {
    const found = matchRow(rules, action, count, frozen);
    yield [`${action} of ${count}, frozen ${frozen}`, same(found ? rules.indexOf(found) : null, row)];
  }
  for (const { name, order, code } of file.quorums) {
    const document = openEnvelope(orderType, order);
    yield [name, same(await verdict(() => checkAuthority(document, charter, false)), code)];
  }
}

export interface AcceptFile {
  charters: Table;
  cases: {
    name: string;
    charter: string;
    order: JsonValue;
    now: number;
    frozen: boolean;
    targets: string[];
    newest?: { n: number; hash: string; createdAt: number; id: string };
    known: boolean;
    /** Field, sealed text, and what it opens to: null where it does not open. */
    opens: [field: string, sealed: string, value: string | null][];
    code: string;
    expect?: { row: number; by: string[]; counting: number; targets: string[] };
  }[];
}

export async function* runAccept(file: AcceptFile): AsyncGenerator<Problem> {
  const table = new CharterTable(file.charters);
  for (const { name, order, charter, opens, newest, code, expect, ...known } of file.cases) {
    const inForce = await table.open(charter);
    const values = new Map(opens.map(([, sealed, value]) => [sealed, value]));
    try {
      const accepted = await acceptOrder(openEnvelope(orderType, order), {
        ...known,
        charter: inForce,
        newest,
        open: async (sealed) => fromBase64(values.get(toBase64(sealed)) ?? "-"),
        secrets: opens.map(([field, sealed]) => [field, fromBase64(sealed)!]),
      });
      yield [name, same({ ...accepted, row: inForce.body.rules.indexOf(accepted.row) }, expect)];
    } catch (error) {
      yield [name, same(codeOf(error), code)];
    }
  }
}

export interface TargetsFile {
  order: string;
  trees: { order: string; ids: string[]; sorted: string[]; root: string; proofs: string[] }[];
  refusals: { name: string; ids: string[]; code: string }[];
  devices: { genesis: string; spki: string; device: string }[];
}

export async function* runTargets(file: TargetsFile): AsyncGenerator<Problem> {
  for (const { order, ids, sorted, root, proofs } of file.trees) {
    const tree = targetTree(order, ids);
    const name = `tree of ${ids.length}`;
    yield [name, same({ root: tree.root, ids: tree.ids, count: tree.count }, { root, ids: sorted, count: ids.length })];
    yield [`${name}: sorted`, same(sortTargets(ids), sorted)];
    for (const [index, proof] of proofs.entries()) {
      const nodes = fromBase64(proof)!;
      const path = Array.from({ length: nodes.length / 32 }, (_, i) => nodes.subarray(32 * i, 32 * i + 32));
      const claim = { leaf: targetLeaf(order, sorted[index]!), index, size: ids.length, path, root: fromHex(root) };
      yield [`${name}: proof ${index}`, same(verifyInclusion(claim), true)];
      yield [`${name}: path ${index}`, same(tree.path(index).map(toHex), path.map(toHex))];
    }
  }
  for (const { name, ids, code } of file.refusals) {
    yield [name, same(await verdict(() => targetTree(file.order, ids)), code)];
  }
  for (const { genesis, spki, device } of file.devices) {
    yield [`device ${device}`, same(toBase64url(deviceId(genesis, fromBase64(spki)!)), device)];
  }
}

export interface BrakeFile {
  slots: { name: string; windows: Window[]; slots: Slot[]; now: number; free: number; wait: number }[];
  bounds: { reach: { least: number; permille: number; seconds: number }; phones: number; bound: number }[];
  first: { order: string; devices: string[]; bound: number; reach: Reach }[];
}

export function* runBrake(file: BrakeFile): Generator<Problem> {
  for (const { name, windows, slots, now, free, wait } of file.slots) {
    yield [name, same(freeSlots(slots, windows, now), free)];
    yield [`${name}: until`, same(secondsUntilFree(slots, windows, now), wait)];
  }
  for (const { reach, phones, bound } of file.bounds) {
    yield [`reach of ${phones} phones`, same(reachBound(reach, phones), bound)];
  }
  for (const { order, devices, bound, reach } of file.first) {
    yield [`first reach of ${bound}`, same(firstReach(order, devices, bound), reach)];
  }
}

export interface TicketFile {
  charters: Table;
  cases: {
    name: string;
    charters: string[];
    ticket: JsonValue;
    now: number;
    frozen: boolean;
    pinned?: string;
    code: string;
  }[];
  invitations: { name: string; text: string; code: string }[];
  codes: {
    secrets: { secret: string; secretHash: string }[];
    attestations: { ticket: string; challenge: string; result: string }[];
    confirmations: { enrolment: string; confirm: string; code: string }[];
  };
}

export async function* runTickets(file: TicketFile): AsyncGenerator<Problem> {
  const table = new CharterTable(file.charters);
  for (const { name, charters, ticket, now, frozen, pinned, code } of file.cases) {
    const chain = await Promise.all(charters.map((one) => table.open(one)));
    yield [name, same(await verdict(() => verifyTicket(ticket, chain, now, frozen, pinned)), code)];
  }
  for (const { name, text, code } of file.invitations) {
    yield [`invitation: ${name}`, same(await verdict(() => readInvitation(text)), code)];
    if (code === "ok")
      yield [`invitation: ${name}: written`, same(formatInvitation(readInvitation(text)), text.trim())];
  }
  const { secrets, attestations, confirmations } = file.codes;
  for (const { secret, secretHash } of secrets)
    yield ["secretHash", same(ticketSecretHash(fromHex(secret)), secretHash)];
  for (const { ticket, challenge, result } of attestations) {
    yield ["attestation", same(toHex(attestationChallenge(ticket, fromHex(challenge))), result)];
  }
  for (const { enrolment, confirm, code } of confirmations) {
    yield [`code ${code}`, same(confirmationCode(enrolment, fromHex(confirm)), code)];
  }
}
