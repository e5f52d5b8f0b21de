// From a plan to a signed genesis.

import {
  capped,
  type FoundingPerson,
  foundingBrake,
  foundingRules,
  type GatekeeperKeys,
  type GenesisOptions,
  genesisBody,
  signGenesis,
} from "@rempart/client";
import { type Charter, extendChain, fromBase64, type Row, type Signer } from "@rempart/trust";
import { approverCount, type Plan, type PlannedPerson } from "./plan.ts";

function key({ kid, spki }: { kid: string; spki: string }): { kid: string; spki: Uint8Array } {
  return { kid, spki: fromBase64(spki)! };
}

function person({ id, role, keys }: PlannedPerson): FoundingPerson {
  return { id, roles: [role], credentials: keys.map((one) => ({ kind: one.kind, ...key(one) })) };
}

/** The rules as the plan has them, with no more approvers asked for than there are, and those that were lowered for it. */
export function plannedRules(plan: Plan): { rows: Row[]; lowered: Row[] } {
  return capped(foundingRules(plan.numbers, plan.threshold), Math.max(1, approverCount(plan)));
}

/** Everything that a genesis needs besides the plan. */
export interface GenesisParts {
  gatekeeper: GatekeeperKeys;
  roots: readonly Signer[];
  /** SPKI of the directory's new key. */
  directory: Uint8Array;
  demonstration?: boolean;
  /** Unix seconds. */
  now: number;
}

/**
 * The signed genesis, judged as every verifier will judge it. Refuses with the codes of form, and with `signature.quorum`
 * when too few roots signed.
 */
export async function makeGenesis(plan: Plan, parts: GenesisParts): Promise<Charter> {
  const roots = plan.papers.filter(({ id }) => id.startsWith("root-")).map(key);
  const spareTls = key(plan.papers.find(({ id }) => id === "spare-tls")!).spki;
  const options: GenesisOptions = {
    organisation: plan.organisation.trim(),
    demonstration: parts.demonstration === true,
    threshold: plan.threshold,
    rules: plannedRules(plan).rows,
    brake: foundingBrake(plan.numbers),
    origins: plan.origins,
    rpId: plan.rpId,
    rendezvous: plan.rendezvous.filter((one) => one !== ""),
    now: parts.now,
    witnesses: plan.witnesses.map(key),
    k: plan.k,
  };
  const keys = { people: plan.people.map(person), roots, directory: parts.directory, spareTls };
  const { envelope, hash } = await signGenesis(genesisBody(keys, parts.gatekeeper, options), parts.roots);
  const [genesis] = await extendChain([], hash, [envelope]);
  return genesis!;
}
