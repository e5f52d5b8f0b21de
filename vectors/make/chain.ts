// Chains of charters by name.
import { type Body, genesis, hashOf, logOf, type Made, named, plain, successor, watched } from "./world.ts";

const second = await successor(plain, { from: 0, issuedAt: 1_790_000_500 });
const third = await successor(second, { from: 0, issuedAt: 1_790_000_600 });
const startRoot = hashOf("start of epoch 2");
/** Charters by the names that states use. */
export const charters: Record<string, Made> = {
  plain,
  watched,
  second,
  third,
  cutoff: await successor(plain, { from: 3, issuedAt: 1_790_000_500 }),
  epoch: await successor(plain, { logs: [...(plain.body.logs as Body[]), logOf("log2", 2, 0, hashOf(""))] }),
  epochLater: await successor(plain, {
    logs: [...(plain.body.logs as Body[]), logOf("log2", 2, 5, startRoot)],
    from: 5,
  }),
  watchedNext: await successor(watched),
  one: await genesis(
    {
      roots: { keys: [named("root1")], threshold: 1 },
      rules: [{ actions: ["ring"], when: "always", need: { role: "operator", count: 1 } }],
    },
    ["root1"],
  ),
};
charters.fourth = await successor(third, { from: 6 });
