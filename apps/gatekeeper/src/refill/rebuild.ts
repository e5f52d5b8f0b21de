// Applies restored entries to the tables, as they were applied when they were accepted. Nothing is judged again: the
// signed root proves that this gatekeeper accepted each of them.
import type { Row, RowJson } from "@rempart/log";
import {
  type Charter,
  deviceId,
  enrolmentType,
  erasureType,
  extendChain,
  isDestructive,
  isStanding,
  type JsonValue,
  newNonce,
  type Order,
  openEnvelope,
  orderType,
  paramsOf,
  type Release,
  releaseType,
  resultsType,
  resultType,
  targetLeaf,
  ticketType,
  toBase64url,
  toHex,
} from "@rempart/trust";
import { phoneEvent } from "../devices/registry.ts";
import { isFinal, resultEvent } from "../devices/results.ts";
import { eraseBodies } from "../erasure/bodies.ts";
import { GateError } from "../error.ts";
import { emit } from "../link/outbox.ts";
import type { Tx } from "../log/storage.ts";

const enrolmentGrace = 86_400;

type Beside = NonNullable<RowJson["documents"]>;

/** What could not be brought back, in words. */
export type Lost = (index: number, what: string) => void;

/** Rebuilds state from entries, in order, within the transactions it is given. */
export class Rebuild {
  #chain: readonly Charter[];
  readonly #lost: Lost;
  /** Time of the newest record so far: what stands beside it happened then or later. */
  #time: number;
  constructor(chain: readonly Charter[], lost: Lost) {
    this.#chain = chain;
    this.#lost = lost;
    this.#time = chain.at(-1)?.body.issuedAt ?? 0;
  }

  get #charter(): Charter {
    return this.#chain.at(-1)!;
  }

  /** Applies the entry at `index`. Refuses with `refill` when its mirror lacks what it cannot do without. */
  async apply(tx: Tx, index: number, { type, hash, json }: Row): Promise<void> {
    const { envelope, documents = {} } = json;
    if (envelope === undefined) return this.#lost(index, "was erased: what it did to phones or tickets is not known");
    switch (type) {
      case "charter":
        return this.#charterEntry(tx, envelope);
      case "ticket":
        return this.#ticket(tx, hash, envelope);
      case "enrolment":
        return this.#enrolment(tx, index, hash, envelope);
      case "release":
        return this.#release(tx, index, envelope, documents);
      case "results":
        return this.#results(tx, index, envelope, documents);
      case "erasure": {
        const { at, hashes } = openEnvelope(erasureType, envelope).body;
        this.#time = Math.max(this.#time, at);
        await eraseBodies(tx, hashes, index);
      }
    }
  }

  async #charterEntry(tx: Tx, envelope: JsonValue): Promise<void> {
    this.#chain = await extendChain(this.#chain, this.#chain[0]?.hash ?? "", [envelope]);
    const { body, hash } = this.#charter;
    this.#time = Math.max(this.#time, body.issuedAt);
    await tx.query("insert into charter (version, hash, envelope) values ($1, $2, $3)", [
      body.version,
      hash,
      JSON.stringify(envelope),
    ]);
    // As at its acceptance: one-shot orders not carried out end, and nobody is muted any more.
    await tx.query(
      `update accepted_order set state = 'ended'
       where stream is null and action not in ('unfreeze', 'assign')
         and (state = 'held' or (state = 'released' and exists
           (select 1 from order_target where order_hash = hash and not settled)))`,
    );
    await tx.query("delete from muted");
    await emit(tx, [{ type: "charter", body: { envelope } }]);
  }

  async #ticket(tx: Tx, hash: string, envelope: JsonValue): Promise<void> {
    const { body } = openEnvelope(ticketType, envelope);
    await tx.query("insert into ticket (hash, id, envelope, uses) values ($1, $2, $3, $4)", [
      hash,
      body.id,
      JSON.stringify(envelope),
      body.uses,
    ]);
    await emit(tx, [{ type: "ticket", body: { hash, envelope } }]);
  }

  async #enrolment(tx: Tx, index: number, hash: string, envelope: JsonValue): Promise<void> {
    const { body } = openEnvelope(enrolmentType, envelope);
    if (!("spki" in body)) return this.#lost(index, "is an enrolment that no phone of this gatekeeper made");
    const id = toBase64url(deviceId(this.#charter.genesis, body.spki));
    const known = await tx.query("update device set enrolment = $2 where id = $1", [id, hash]);
    if (known.rowCount !== 0) return;
    const { rows } = await tx.query<{ envelope: string }>(
      "update ticket set used = least(uses, used + 1) where hash = $1 returning envelope",
      [body.ticket],
    );
    if (!rows[0]) throw new GateError("refill", `entry ${index}`, "enrols a phone by a ticket that is not in the log");
    const { groups, confirm } = openEnvelope(ticketType, JSON.parse(rows[0].envelope) as JsonValue).body;
    const state = confirm ? "confirm" : "ready";
    const facts = { id, spki: body.spki, platform: body.platform, model: body.model, os: body.os, patch: body.patch };
    await tx.query(
      `insert into device (id, spki, platform, model, os, patch, groups, ticket, enrolment, state, confirm, enrolled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        Buffer.from(body.spki),
        body.platform,
        body.model,
        body.os,
        body.patch ?? null,
        groups,
        body.ticket,
        hash,
        state,
        confirm ? newNonce() : null,
        // Not logged: the latest time before it. Too early at most, so that a slot is rather counted than not.
        this.#time,
      ],
    );
    if (confirm) this.#lost(index, `phone ${id}: the code it shows; it must begin its enrolment again`);
    const rest = { groups, ticket: body.ticket, enrolment: hash, confirm: undefined, enrolledAt: 0 };
    await emit(tx, [phoneEvent({ ...facts, ...rest, state, helloCount: 0, resultSeq: 0 }, state)]);
  }

  async #release(tx: Tx, index: number, envelope: JsonValue, beside: Beside): Promise<void> {
    const { body, hash } = openEnvelope(releaseType, envelope);
    this.#time = Math.max(this.#time, body.at);
    const known = await tx.query<{ envelope: string | null }>("select envelope from accepted_order where hash = $1", [
      body.order,
    ]);
    if (!known.rows[0]) await this.#order(tx, index, body, beside);
    else if (beside.order && "envelope" in beside.order && known.rows[0].envelope !== null)
      await tx.query("update accepted_order set envelope = $2, by_people = $3 where hash = $1", [
        body.order,
        JSON.stringify(beside.order.envelope),
        body.by,
      ]);
    await tx.query("insert into release (hash, order_hash, log_index, envelope) values ($1, $2, $3, $4)", [
      hash,
      body.order,
      index,
      JSON.stringify(envelope),
    ]);
    if ("phones" in body.reach && known.rows[0]) await this.#slots(tx, hash, body, body.reach.phones);
    await emit(tx, [{ type: "release", body: { order: body.order, index, envelope } }]);
  }

  async #order(tx: Tx, index: number, release: Release, beside: Beside): Promise<void> {
    if (!beside.order)
      throw new GateError(
        "refill",
        `entry ${index}`,
        `the mirror lacks the order ${release.order}. Use another mirror.`,
      );
    const row = (action: string, envelope: JsonValue | null, state: string, more: unknown[]) =>
      tx.query(
        `insert into accepted_order
           (hash, action, envelope, state, phones, by_people, accepted_at, stream, n, hold_until, erased)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          release.order,
          action,
          envelope === null ? null : JSON.stringify(envelope),
          state,
          release.phones,
          envelope === null ? [] : release.by,
          release.accepted,
          ...more,
        ],
      );
    if (!("envelope" in beside.order)) {
      await row("erased", null, "ended", [null, null, null, beside.order.erased]);
      return this.#lost(index, `order ${release.order}: its text was erased`);
    }
    const order = openEnvelope(orderType, beside.order.envelope);
    const { action, stream, n } = order.body;
    const { hold } = this.#charter.body.brake;
    const held = isDestructive(order.body) && !isStanding(order.body) && release.phones > hold.above;
    const state = held ? "held" : "released";
    const until = held ? release.accepted + hold.seconds : null;
    await row(action, order.envelope, state, [action === "assign" ? null : (stream ?? null), n ?? null, until, null]);
    const targets = beside.targets ?? [];
    await tx.query(
      `insert into order_target (order_hash, device, tree_index, settled)
       select $1, device, position - 1, $3 from unnest($2::text[]) with ordinality as target (device, position)`,
      [order.hash, targets, action === "admit"],
    );
    const { phones, by } = release;
    await emit(tx, [
      { type: "order", body: { hash: order.hash, envelope: order.envelope, targets, state, phones, by } },
    ]);
    await this.#effects(tx, order.hash, openEnvelope(orderType, beside.order.envelope));
  }

  /** What the gatekeeper itself obeyed. */
  async #effects(tx: Tx, hash: string, order: ReturnType<typeof openEnvelope<Order>>): Promise<void> {
    switch (order.body.action) {
      case "freeze":
        await tx.query("insert into open_freeze (hash) values ($1) on conflict do nothing", [hash]);
        break;
      case "unfreeze": {
        const { freezes, mute } = paramsOf(order, "unfreeze");
        await tx.query(
          `insert into open_freeze (hash, lifted_by) select hash, $1 from unnest($2::text[]) as lifted (hash)
           on conflict (hash) do update set lifted_by = $1`,
          [hash, freezes],
        );
        await tx.query("insert into muted (person) select unnest($1::text[]) on conflict do nothing", [mute]);
        break;
      }
      case "cancel":
        await tx.query("update accepted_order set state = 'cancelled' where hash = $1", [
          paramsOf(order, "cancel").order,
        ]);
        break;
      case "admit":
        await tx.query("update device set state = 'ready' where enrolment = $1 and state = 'confirm'", [
          paramsOf(order, "admit").enrolment,
        ]);
        break;
      default:
    }
  }

  /** Brake slots: the release names target leaves, and each belongs to a phone of the order's list or group. */
  async #slots(tx: Tx, release: string, body: Release, leaves: readonly string[]): Promise<void> {
    const { rows } = await tx.query<{ envelope: string | null }>(
      "select envelope from accepted_order where hash = $1",
      [body.order],
    );
    if (rows[0]!.envelope === null) return;
    const order = openEnvelope(orderType, JSON.parse(rows[0]!.envelope) as JsonValue).body;
    const wanted = new Set(leaves);
    const devices = await tx.query<{ id: string; enrolled_at: string }>("select id, enrolled_at from device");
    const slots = devices.rows.filter(({ id }) => wanted.has(toHex(targetLeaf(order.id, id))));
    await tx.query(
      `insert into slot (order_hash, device, release_hash, at, counted)
       select $1, device, $2, $3, counted from unnest($4::text[], $5::boolean[]) as cut (device, counted)`,
      [
        body.order,
        release,
        body.at,
        slots.map(({ id }) => id),
        slots.map(({ enrolled_at }) => !(isStanding(order) && body.at - Number(enrolled_at) < enrolmentGrace)),
      ],
    );
    // A slot is cut of released orders alone: its hold, if it had one, is over.
    await tx.query("update accepted_order set state = 'released' where hash = $1 and state = 'held'", [body.order]);
  }

  async #results(tx: Tx, index: number, envelope: JsonValue, beside: Beside): Promise<void> {
    const { at, count } = openEnvelope(resultsType, envelope).body;
    this.#time = Math.max(this.#time, at);
    if (!beside.results) return this.#lost(index, `${count} results: the mirror does not hold them`);
    let sealed = 0;
    for (const [place, one] of beside.results.entries()) {
      if (!("envelope" in one)) continue;
      const { body, hash } = openEnvelope(resultType, one.envelope);
      if (body.data !== undefined) sealed++;
      const stored = await tx.query<{ groups: string[] }>(
        `insert into result (hash, device, seq, order_hash, envelope, batch, place, arrived)
         select $1, id, $3, $4, $5, $6, $7, $8 from device where id = $2`,
        [hash, body.device, body.seq, body.order ?? null, JSON.stringify(one.envelope), index, place + 1, at],
      );
      if (stored.rowCount === 0) {
        this.#lost(index, `a result of phone ${body.device}, whose enrolment was erased`);
        continue;
      }
      await tx.query("update device set result_seq = greatest(result_seq, $2) where id = $1", [body.device, body.seq]);
      if (body.order !== undefined) await this.#outcome(tx, body.device, body.order, body);
      await emit(tx, [resultEvent(openEnvelope(resultType, one.envelope), body.device)]);
    }
    if (sealed > 0) this.#lost(index, `the sealed data of ${sealed} results: mirrors do not hold it`);
  }

  async #outcome(tx: Tx, device: string, hash: string, result: Parameters<typeof isFinal>[0]): Promise<void> {
    if (isFinal(result))
      await tx.query("update order_target set settled = true where order_hash = $1 and device = $2", [hash, device]);
    const { rows } = await tx.query<{ action: string; envelope: string | null }>(
      "select action, envelope from accepted_order where hash = $1",
      [hash],
    );
    const { action, envelope } = rows[0] ?? {};
    if ((action === "wipe" && result.outcome === "started") || (action === "unenrol" && result.outcome === "done"))
      await tx.query("update device set state = 'gone' where id = $1", [device]);
    if (action !== "assign" || !envelope || !["done", "interrupted"].includes(result.outcome)) return;
    const { groups } = paramsOf(openEnvelope(orderType, JSON.parse(envelope) as JsonValue), "assign");
    await tx.query("update device set groups = $2 where id = $1", [device, groups]);
  }
}
