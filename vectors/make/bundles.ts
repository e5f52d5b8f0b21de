// Phase A and B: state + bundle + question -> a refusal of the whole, or one verdict per item.
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { bundleHeads } from "./bundles-head.ts";
import { bundleItems } from "./bundles-items.ts";
import { charters } from "./chain.ts";
import { type Delivery, deliver, nonce, stateOf } from "./deliver.ts";
import { set, without } from "./edit.ts";
import { type Body, type Made, plain } from "./world.ts";

/** When the phone drew its nonce, and when the bundle came, on its elapsed clock. */
export const drawnAt = 100;
export const elapsed = 102;

export interface Expect {
  /** The code with which phase A refuses the bundle; absent when it passes. */
  head?: string;
  /** Verdict on each item: `ok` or a code. */
  lifts?: string[];
  items?: string[];
  /** Fields of the state that follows everything. */
  after?: Body;
  /** Opened texts of the last item. */
  texts?: Body;
  frozen?: boolean;
  witnessedSize?: number | null;
}

export interface CaseOptions extends Delivery {
  state?: Body;
  charters?: string[];
  edit?: (bundle: Body) => JsonValue;
  question?: { nonce?: string; drawnAt?: number };
  elapsed?: number;
  /** The phone restarts after phase A: its elapsed clock says nothing any more. */
  rebooted?: boolean;
  /** When the items are judged, where that is later. */
  itemsAt?: number;
}

export class BundleCases {
  readonly cases: Body[] = [];
  async add(name: string, orders: readonly Made[], expect: Expect, options: CaseOptions = {}): Promise<void> {
    const chain = options.chain ?? [plain];
    const { bundle } = await deliver(orders, options);
    this.cases.push({
      name,
      state: stateOf(
        options.charters ?? ["plain"],
        { ...options.state },
        chain.slice(0, options.charters?.length ?? 1),
      ),
      question: { nonce, drawnAt, ...options.question },
      elapsed: options.elapsed ?? elapsed,
      ...(options.rebooted ? { rebooted: true } : {}),
      ...(options.itemsAt === undefined ? {} : { itemsAt: options.itemsAt }),
      bundle: options.edit ? options.edit(bundle) : bundle,
      expect: expect as Body,
    });
  }
}

export const edit =
  (path: string, value: JsonValue) =>
  (bundle: Body): JsonValue =>
    set(bundle, path, value);
export const drop =
  (path: string) =>
  (bundle: Body): JsonValue =>
    without(bundle, path);

export async function makeBundles(): Promise<JsonValue> {
  const cases = new BundleCases();
  await bundleHeads(cases);
  await bundleItems(cases);
  const table = Object.fromEntries(Object.entries(charters).map(([name, made]) => [name, made.envelope]));
  return { charters: table, cases: cases.cases };
}
