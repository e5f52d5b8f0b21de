// Orders that the gatekeeper itself obeys: freeze, unfreeze, cancel, admit, assign, pace. Each says what it writes in the
// transaction that accepts it, and what changes in memory after the commit.
import { type Document, type Order, paramsOf, Refusal } from "@rempart/trust";
import type pg from "pg";
import type { Context } from "../context.ts";
import { phoneEvent } from "../devices/registry.ts";
import { emit, type LinkEvent } from "../link/outbox.ts";

export interface Effects {
  store(tx: pg.PoolClient): Promise<void>;
  apply(): void;
}

const nothing: Effects = { store: async () => {}, apply: () => {} };

function freezeEvent(freezes: readonly string[]): LinkEvent {
  return { type: "freeze", body: { freezes: [...freezes] } };
}

function freeze(context: Context, order: Document<Order>): Effects {
  if (context.freezes.open.length >= 16) throw new Refusal("schema", "freeze", "16 freezes stand already");
  return {
    store: async (tx) => {
      await tx.query("insert into open_freeze (hash) values ($1)", [order.hash]);
      await emit(tx, [freezeEvent([...context.freezes.open, order.hash])]);
    },
    apply: () => context.freezes.add(order.hash),
  };
}

function unfreeze(context: Context, order: Document<Order>): Effects {
  const { freezes, mute } = paramsOf(order, "unfreeze");
  const { open, strange } = context.freezes;
  const unknown = freezes.find((one) => !open.includes(one) && !strange.has(one));
  if (unknown) throw new Refusal("schema", "order.params.freezes", `${unknown} is not a freeze that stands`);
  return {
    store: async (tx) => {
      await tx.query(
        `insert into open_freeze (hash, lifted_by) select hash, $1 from unnest($2::text[]) as lifted (hash)
         on conflict (hash) do update set lifted_by = $1`,
        [order.hash, freezes],
      );
      await tx.query("insert into muted (person) select unnest($1::text[]) on conflict do nothing", [mute]);
      await emit(tx, [freezeEvent(context.freezes.open.filter((one) => !freezes.includes(one)))]);
    },
    apply: () => context.freezes.lift(freezes, order.hash, mute),
  };
}

function cancel(context: Context, order: Document<Order>): Effects {
  const { order: target } = paramsOf(order, "cancel");
  const entry = context.book.byHash.get(target);
  if (!entry || entry.state === "ended")
    throw new Refusal("schema", "order.params.order", "names no order that can still be cancelled");
  if (entry.state === "cancelled") throw new Refusal("cancelled", "order.params.order", "is cancelled already");
  if (["freeze", "unfreeze", "cancel"].includes(entry.document.body.action)) {
    throw new Refusal("schema", "order.params.order", `a ${entry.document.body.action} cannot be cancelled`);
  }
  return {
    store: async (tx) => {
      await tx.query("update accepted_order set state = 'cancelled' where hash = $1", [target]);
      await emit(tx, [{ type: "order", body: orderEvent(context, target, "cancelled") }]);
    },
    // Told to the phones that wait for the order: should it reach them all the same, from other hands, they refuse it.
    apply: () => {
      const own = context.book.byHash.get(order.hash)!;
      for (const device of context.book.close(entry, "cancelled")) context.book.expect(own, device, 0);
    },
  };
}

function admit(context: Context, order: Document<Order>, targets: readonly string[]): Effects {
  const { enrolment } = paramsOf(order, "admit");
  const device = [...context.devices.all()].find((one) => one.enrolment === enrolment);
  if (device?.state !== "confirm" || targets.length !== 1 || targets[0] !== device.id)
    throw new Refusal("schema", "order.params.enrolment", "is not that of the one target, waiting to be admitted");
  return {
    store: async (tx) => {
      await tx.query("update device set state = 'ready' where id = $1", [device.id]);
      await emit(tx, [phoneEvent(device, "ready")]);
    },
    apply: () => {
      device.state = "ready";
    },
  };
}

/** The event that tells the server what became of an order. */
export function orderEvent(context: Context, hash: string, state: string) {
  const entry = context.book.byHash.get(hash)!;
  return { hash, envelope: entry.document.envelope, targets: [], state, phones: entry.phones, by: entry.by };
}

/** What accepting `order` does here. Refuses where it names something that is not so. */
export function effectsOf(context: Context, order: Document<Order>, targets: readonly string[]): Effects {
  switch (order.body.action) {
    case "freeze":
      return freeze(context, order);
    case "unfreeze":
      return unfreeze(context, order);
    case "cancel":
      return cancel(context, order);
    case "admit":
      return admit(context, order, targets);
    default:
      return nothing;
  }
}
