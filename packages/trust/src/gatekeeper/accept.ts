// What the gatekeeper checks before it releases anything: phase B without the log steps (PROTOCOL section 11).
import type { Charter } from "../charter/charter.ts";
import type { Document } from "../envelope/envelope.ts";
import { checkAccepted, checkAuthority, checkSecrets, checkVoids, checkWindow } from "../order/checks.ts";
import { isStanding, type Order } from "../order/order.ts";
import { demand } from "../refusal.ts";
import { holdsRole, signersOf } from "../rules/quorum.ts";
import type { Row } from "../rules/rows.ts";
import { checkTargetList } from "../target/target.ts";

/** What the gatekeeper knows when an order arrives. */
export interface Acceptance {
  charter: Charter;
  now: number;
  frozen: boolean;
  /** The list of phones that came with the submission. */
  targets: readonly string[];
  /** Newest document of the order's stream. */
  newest: { n: number; hash: string; createdAt: number; id: string } | undefined;
  /** Whether this very document was accepted before. */
  known: boolean;
  /** Opens a sealed text with the gatekeeper's key; undefined when it does not open. */
  open(sealed: Uint8Array, order: Order): Promise<Uint8Array | undefined>;
  /** Sealed texts of the order, by field. */
  secrets: [field: string, sealed: Uint8Array][];
}

export interface Accepted {
  row: Row;
  /** Ids of the people who validly signed, each once. */
  by: string[];
  /** Those of them who count for the row. */
  counting: number;
  /** The signed list, bytewise sorted; empty for a group or all. */
  targets: string[];
}

function checkNext(order: Order, newest: Acceptance["newest"]): void {
  if (!isStanding(order)) return;
  if (order.action === "assign") return;
  demand(order.n === (newest?.n ?? 0) + 1, "stream.next", "order.n", `the next number is ${(newest?.n ?? 0) + 1}`);
  demand(order.prev === newest?.hash, "stream.next", "order.prev");
}

/** Judges a submitted order; refuses with the first code of section 11 that applies. */
export async function acceptOrder(order: Document<Order>, known: Acceptance): Promise<Accepted> {
  const { body } = order;
  demand(body.org === known.charter.genesis, "org", "order.org");
  demand(body.charter === known.charter.hash, "charter.current", "order.charter");
  checkVoids(order, [known.charter]);
  const row = await checkAuthority(order, known.charter, known.frozen);
  const targets = checkTargetList(body, known.targets);
  checkAccepted(body, known.now);
  checkWindow(body, known.now);
  checkNext(body, known.newest);
  demand(!known.known, "replay", "order");
  const opened = new Map<string, Uint8Array>();
  for (const [field, sealed] of known.secrets) {
    const value = await known.open(sealed, body);
    if (value) opened.set(field, value);
  }
  checkSecrets(body, opened);
  const people = await signersOf(order, known.charter);
  const { role } = row.need;
  const counting = role === "root" ? 0 : people.filter((person) => holdsRole(person, role)).length;
  return { row, by: people.map((person) => person.id), counting, targets };
}
