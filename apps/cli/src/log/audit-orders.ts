// Releases and the orders beside them: quorum, time, reach, hold, cancel and freeze, each as the gatekeeper had to see it.

import type { Row } from "@rempart/log";
import {
  acceptance,
  type Charter,
  clockSkew,
  type Document,
  decidingRow,
  holdsRole,
  isDestructive,
  isStanding,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  paramsOf,
  type Release,
  reachActions,
  releaseType,
  signersOf,
  targetCount,
  targetLeaf,
  toHex,
  type Window,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import type { Scene } from "./audit.ts";
import type { Brake } from "./audit-brake.ts";
import { type Documents, isQuorate } from "./audit-documents.ts";

const grace = 86_400;

interface Known {
  accepted: number;
  /** Under which charter it was accepted. */
  charter: Charter;
  order: Document<Order> | undefined;
  /** Hex leaves of its list, where it has one. */
  leaves: Set<string> | undefined;
  cut: Set<string>;
  below: boolean;
  cancelled: boolean;
}

/** Every order that the log released. */
export class Orders {
  readonly #brake: Brake;
  readonly #documents: Documents;
  readonly #known = new Map<string, Known>();
  readonly #freezes = new Set<string>();
  #paces: { order: string; window: Window; until: number }[] = [];
  /** Whether something was frozen; not known once an order's text is missing. */
  #blind = false;
  constructor(brake: Brake, documents: Documents) {
    this.#brake = brake;
    this.#documents = documents;
  }

  get frozen(): boolean | undefined {
    return this.#blind ? undefined : this.#freezes.size > 0;
  }
  knows(order: string): boolean {
    return this.#known.has(order);
  }
  /** A new charter ends one-shot orders, and what was set for them. */
  charterChanged(): void {
    this.#paces = [];
  }

  async release(scene: Scene, index: number, row: Row): Promise<void> {
    if (row.json.envelope === undefined) return scene.find("erasure", t`a release, which is never erased, is gone`);
    const { body } = openEnvelope(releaseType, row.json.envelope);
    this.#documents.timed(scene, body.at);
    scene.count("release");
    const beside = row.json.documents?.order;
    if (beside && !("envelope" in beside)) this.#documents.erased(index, beside);
    const envelope = beside && "envelope" in beside ? beside.envelope : undefined;
    const known = this.#known.get(body.order);
    if (known) return this.#again(scene, body, known, envelope);
    if (body.accepted !== body.at) scene.find("release", t`the first release of an order is not its acceptance`);
    const order = envelope === undefined ? undefined : openEnvelope(orderType, envelope);
    const targets = row.json.documents?.targets;
    const leaves = order && targets && new Set(targets.map((id) => toHex(targetLeaf(order.body.id, id))));
    this.#known.set(body.order, {
      accepted: body.accepted,
      charter: scene.charter,
      order,
      leaves,
      cut: new Set(),
      below: "below" in body.reach,
      cancelled: false,
    });
    if (!order) {
      this.#blind = true;
      return scene.skip(beside ? t`erased orders` : t`orders that are not in this copy`);
    }
    await this.#accepted(scene, order, body);
    this.#obeyed(order);
  }

  async #accepted(scene: Scene, order: Document<Order>, release: Release): Promise<void> {
    const { body, hash } = order;
    scene.count("order");
    if (body.org !== scene.genesis) scene.find("org", t`order ${hash} is another organisation's`);
    if (body.charter !== scene.charter.hash)
      scene.find("charter.current", t`order ${hash} names a charter that was not in force`);
    if (scene.charter.body.voids.includes(hash)) scene.find("charter.void", t`order ${hash} was void`);
    const count = targetCount(body.targets);
    if (!(await isQuorate(scene, order, body.action, count, this.frozen)))
      scene.find("signature.quorum", t`order ${hash}, ${body.action}, was released without its quorum`);
    if (release.accepted > body.createdAt + acceptance || release.accepted < body.createdAt - clockSkew)
      scene.find("release.late", t`order ${hash} was accepted outside its 24 hours`);
    if (body.expiresAt !== undefined && release.accepted > body.expiresAt)
      scene.find("window.expired", t`order ${hash} was accepted after its end`);
    if (count !== undefined && count !== release.phones)
      scene.find("release", t`order ${hash} is on ${count} phones and was released for ${release.phones}`);
    const signers = new Set((await signersOf(order, scene.charter)).map(({ id }) => id));
    for (const person of release.by)
      if (!signers.has(person))
        scene.find("release", t`order ${hash} is said to be signed by ${person}, who did not sign`);
    if (isDestructive(body) && !("none" in release.reach))
      scene.find("release.reach", t`order ${hash} destroys and was released at once, past the brake`);
  }

  /** What the gatekeeper itself had to obey from then on. */
  #obeyed(order: Document<Order>): void {
    switch (order.body.action) {
      case "freeze":
        this.#freezes.add(order.hash);
        break;
      case "unfreeze":
        for (const freeze of paramsOf(order, "unfreeze").freezes) this.#freezes.delete(freeze);
        break;
      case "cancel": {
        const target = this.#known.get(paramsOf(order, "cancel").order);
        if (target) target.cancelled = true;
        break;
      }
      case "pace": {
        const { order: paced, phones, seconds, until } = paramsOf(order, "pace");
        this.#paces.push({ order: paced, window: { phones, seconds }, until });
        break;
      }
      default:
    }
  }

  async #again(scene: Scene, release: Release, known: Known, envelope: JsonValue | undefined): Promise<void> {
    if (release.accepted !== known.accepted)
      scene.find("release", t`says another time of acceptance than the first release`);
    if (known.cancelled) scene.find("cancelled", t`order ${release.order} was released further after it was cancelled`);
    const { order } = known;
    if (!order) return scene.skip(t`releases of orders that are not in this copy`);
    if ("phones" in release.reach) return this.#slots(scene, release, known, order, release.reach.phones);
    if (isDestructive(order.body))
      return scene.find("release.reach", t`order ${release.order} destroys and was released past the brake`);
    const { reach } = known.charter.body.brake;
    if (!("all" in release.reach) || !known.below || !reachActions.has(order.body.action)) return;
    known.below = false;
    if (release.at >= release.accepted + reach.seconds) return;
    // Before its hour was over: then somebody more must have signed.
    const signed = openEnvelope(orderType, envelope ?? order.envelope);
    const { need } = decidingRow(
      known.charter,
      order.body.action,
      targetCount(order.body.targets),
      this.frozen ?? false,
    );
    const { role, count } = need;
    if (role === "root") return;
    const people = await signersOf(signed, known.charter, (person) => holdsRole(person, role));
    if (people.length <= count)
      scene.find("release.reach", t`order ${release.order} reached all phones before its hour was over`);
  }

  async #slots(
    scene: Scene,
    release: Release,
    known: Known,
    order: Document<Order>,
    leaves: readonly string[],
  ): Promise<void> {
    const { hold } = known.charter.body.brake;
    const standing = isStanding(order.body);
    if (!standing && release.phones > hold.above && release.at < known.accepted + hold.seconds)
      scene.find("brake.held", t`order ${order.hash} was handed out before its hold was over`);
    if (this.frozen && !(await isQuorate(scene, order, order.body.action, targetCount(order.body.targets), true)))
      scene.find("freeze", t`order ${order.hash} was handed out while everything was frozen`);
    for (const leaf of leaves) {
      if (known.leaves && !known.leaves.has(leaf))
        scene.find("target.proof", t`order ${order.hash} was handed to a phone that is not on its list`);
      if (known.cut.has(leaf)) scene.find("release", t`order ${order.hash} was handed twice to one phone`);
      known.cut.add(leaf);
    }
    const counted = standing ? this.#countedOf(order, leaves, release.at) : leaves.length;
    const pace = this.#paces.filter((one) => one.order === order.hash && release.at <= one.until).at(-1);
    const windows = pace ? [pace.window] : scene.charter.body.brake.destructive;
    const over = this.#brake.cut(release.at, counted, windows);
    if (over)
      scene.find(
        "brake.held",
        t`${over.used} phones were handed destructive documents within ${over.window.seconds} seconds, and ${over.window.phones} are allowed`,
      );
  }

  /** A phone in its first day does not count for a standing document. When it enrolled is known only roughly: in its favour. */
  #countedOf(order: Document<Order>, leaves: readonly string[], at: number): number {
    const young = new Set<string>();
    for (const [id, { before }] of this.#documents.phones)
      if (before === undefined || at - before < grace) young.add(toHex(targetLeaf(order.body.id, id)));
    return leaves.filter((leaf) => !young.has(leaf)).length;
  }
}
