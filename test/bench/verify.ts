// Verification as a phone does it: from bytes, every time; nothing is remembered between two rounds.
import { readBundle, readJson, verifyHead, verifyItem } from "@rempart/trust";
import { makeCases } from "./documents.ts";
import type { Sizes } from "./options.ts";
import { percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** Different orders, verified in turn. */
const variety = 8;

async function time(rounds: number, run: (round: number) => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < Math.max(1000, rounds / 4); round++) await run(round);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run(round);
    taken.push(performance.now() - start);
  }
  return taken;
}

/** Part 1: one order, the head before it, and both as one bundle. */
export async function benchVerify({ rounds, leaves, targets }: Sizes): Promise<Row[]> {
  const { cases, phone, nonce } = await makeCases(variety, leaves, targets);
  const question = { nonce, drawnAt: 100 };
  const at = (round: number) => cases[round % variety]!;
  const { state, session } = await verifyHead(phone, readBundle(at(0).bundle), question, 101);

  const order = await time(rounds, async (round) => {
    const { item } = at(round);
    return verifyItem(state, session, readJson(item, item.length, "item"), 102);
  });
  const heads = at(0).bundle;
  const head = await time(rounds, () => verifyHead(phone, readBundle(heads), question, 101));
  const whole = await time(rounds, async (round) => {
    const bundle = readBundle(at(round).bundle);
    const passed = await verifyHead(phone, bundle, question, 101);
    return verifyItem(passed.state, passed.session, bundle.orders[0]!, 102);
  });
  const aim = { below: 0.5 };
  return [
    {
      metric: "verify one order (2 passkeys, target and inclusion proof): median",
      value: percentile(order, 0.5),
      unit: "ms",
      aim,
    },
    { metric: "  the same: p99", value: percentile(order, 0.99), unit: "ms" },
    { metric: "verify one head with consistency proof: median", value: percentile(head, 0.5), unit: "ms" },
    { metric: "whole bundle, head and order, from bytes: median", value: percentile(whole, 0.5), unit: "ms", aim },
    { metric: "  the same: p99", value: percentile(whole, 0.99), unit: "ms" },
  ];
}
