// Tickets, enrolments, results, erasures and the rest, each judged under the charter of its time.

import type { Kept, Row } from "@rempart/log";
import {
  type Document,
  decidingRow,
  deviceId,
  directoryBatchType,
  enrolmentType,
  erasureType,
  hasQuorum,
  importVerifyKey,
  type JsonValue,
  openEnvelope,
  Refusal,
  type Result,
  resultsType,
  resultType,
  revealType,
  signersOf,
  ticketType,
  toBase64url,
  type VerifyKey,
  verifyKeySignature,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import type { Scene } from "./audit.ts";
import type { Orders } from "./audit-orders.ts";

const neverErased = new Set(["charter", "release", "erasure"]);

interface Phone {
  key: VerifyKey;
  /** At the latest then it had enrolled; undefined until a record with a time follows. */
  before: number | undefined;
  seq: number;
}

/** Whether `document` has the quorum that the rules ask for `action`, frozen or not where that is not known. */
export async function isQuorate(
  { charter }: Scene,
  document: Document<unknown>,
  action: Parameters<typeof decidingRow>[1],
  count: number | undefined,
  frozen: boolean | undefined,
): Promise<boolean> {
  for (const state of frozen === undefined ? [false, true] : [frozen]) {
    try {
      if (await hasQuorum(document, charter, decidingRow(charter, action, count, state))) return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return false;
}

/** All entries but charters and releases. */
export class Documents {
  readonly phones = new Map<string, Phone>();
  readonly #tickets = new Map<string, { uses: number; used: number }>();
  readonly #typeOf = new Map<string, string>();
  /** Erased hash to the entries that said so, to be matched with what erasures named. */
  readonly #claimed: { index: number; hash: string; by: number }[] = [];
  readonly #erasures = new Map<number, Set<string>>();

  /** An entry or a document beside one says that its body was erased. */
  erased(index: number, one: { hash: string; erased: number }): void {
    this.#claimed.push({ index, hash: one.hash, by: one.erased });
  }

  /** A record with a time: whatever stands before it happened before. */
  timed(scene: Scene, at: number): void {
    if (at < scene.time - 300)
      scene.find("log.time", t`is dated ${scene.time - at} seconds before what stands before it`);
    scene.time = Math.max(scene.time, at);
    for (const phone of this.phones.values()) phone.before ??= at;
  }

  async entry(scene: Scene, index: number, row: Row, orders: Orders): Promise<void> {
    const { envelope } = row.json;
    this.#typeOf.set(row.hash, row.type);
    if (envelope === undefined) {
      this.erased(index, { hash: row.hash, erased: row.json.erased! });
      return scene.skip(t`erased entries`);
    }
    switch (row.type) {
      case "ticket":
        return this.#ticket(scene, row.hash, envelope, orders.frozen);
      case "enrolment":
        return this.#enrolment(scene, envelope);
      case "results":
        return this.#results(scene, index, row, orders);
      case "erasure":
        return this.#erasure(scene, index, envelope);
      case "reveal":
        if (!(await isQuorate(scene, openEnvelope(revealType, envelope), "reveal", undefined, orders.frozen)))
          scene.find("signature.quorum", t`a reveal that too few signed`);
        return scene.count("reveal");
      case "directory-batch":
        return this.#batch(scene, envelope);
      default:
    }
  }

  async #ticket(scene: Scene, hash: string, envelope: JsonValue, frozen: boolean | undefined): Promise<void> {
    const ticket = openEnvelope(ticketType, envelope);
    if (!(await isQuorate(scene, ticket, "ticket", ticket.body.uses, frozen)))
      scene.find("signature.quorum", t`ticket ${hash} was signed by too few`);
    this.#tickets.set(hash, { uses: ticket.body.uses, used: 0 });
    scene.count("ticket");
  }

  async #enrolment(scene: Scene, envelope: JsonValue): Promise<void> {
    const document = openEnvelope(enrolmentType, envelope);
    const { body } = document;
    if (!("spki" in body)) return scene.skip("iPhones' enrolments");
    const key = await importVerifyKey(body.spki);
    const [signature] = document.signatures;
    if (!signature || !(await verifyKeySignature(key, document.pae, signature)))
      scene.find("signature", t`an enrolment that its phone did not sign`);
    scene.count("enrolment");
    const id = toBase64url(deviceId(scene.genesis, body.spki));
    const ticket = this.#tickets.get(body.ticket);
    if (!ticket) scene.find("ticket", t`phone ${id} enrolled by a ticket that is not in the log before it`);
    if (this.phones.has(id)) return;
    this.phones.set(id, { key, before: undefined, seq: 0 });
    if (ticket && ++ticket.used > ticket.uses)
      scene.find("ticket", t`phone ${id} enrolled by a ticket that was used up`);
  }

  async #results(scene: Scene, index: number, row: Row, orders: Orders): Promise<void> {
    const { at, count } = openEnvelope(resultsType, row.json.envelope!).body;
    this.timed(scene, at);
    const beside = row.json.documents?.results;
    if (!beside) {
      for (let i = 0; i < count; i++) scene.skip(t`results that are not in this copy`);
      return;
    }
    for (const one of beside) await this.#result(scene, index, one, orders);
  }

  async #result(scene: Scene, index: number, one: Kept, orders: Orders): Promise<void> {
    if (!("envelope" in one)) {
      this.erased(index, one);
      return scene.skip(t`erased results`);
    }
    const document: Document<Result> = openEnvelope(resultType, one.envelope);
    const { device, seq, order } = document.body;
    const phone = this.phones.get(device);
    if (!phone) return scene.find("result", t`a result of phone ${device}, which never enrolled`);
    const [signature] = document.signatures;
    if (!signature || !(await verifyKeySignature(phone.key, document.pae, signature)))
      scene.find("signature", t`result ${seq} of phone ${device} is not signed by it`);
    if (seq !== phone.seq + 1)
      scene.find("result", t`phone ${device}: result ${seq} follows ${phone.seq}; those between are missing`);
    phone.seq = seq;
    if (order !== undefined && !orders.knows(order)) scene.skip(t`results of orders that the log does not hold`);
    scene.count("result");
  }

  #erasure(scene: Scene, index: number, envelope: JsonValue): void {
    const { at, hashes } = openEnvelope(erasureType, envelope).body;
    this.timed(scene, at);
    this.#erasures.set(index, new Set(hashes));
    for (const hash of hashes) {
      const type = this.#typeOf.get(hash);
      if (type !== undefined && neverErased.has(type)) scene.find("erasure", t`names a ${type}, which is never erased`);
    }
    scene.count("erasure");
  }

  async #batch(scene: Scene, envelope: JsonValue): Promise<void> {
    const batch = openEnvelope(directoryBatchType, envelope);
    const writers = new Map(scene.charter.body.directory.writers.map(({ kid, spki }) => [kid, spki]));
    let signed = (await signersOf(batch, scene.charter, (person) => person.roles.includes("writer"), 1)).length > 0;
    for (const signature of batch.signatures) {
      const spki = writers.get(signature.keyid);
      if (!signed && spki) signed = await verifyKeySignature(await importVerifyKey(spki), batch.pae, signature);
    }
    if (!signed) scene.find("signature", t`a batch of the directory that no writer signed`);
    scene.count("directory-batch");
  }

  /** Whatever is said to be erased must be named by the erasure it points to. */
  finish(scene: Scene): void {
    for (const { index, hash, by } of this.#claimed)
      if (!this.#erasures.get(by)?.has(hash))
        scene.find("erasure", t`entry ${index}: ${hash} is said to be erased by entry ${by}, which does not name it`);
  }
}
