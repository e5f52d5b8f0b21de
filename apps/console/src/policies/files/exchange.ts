// Policies as the files of `rempart apply`, and back. Loaded when somebody opens it: the reader of YAML is large.

import {
  type Change,
  ConfigurationError,
  configurationOf,
  groupIds,
  type Plan,
  planChanges,
  readConfiguration,
  type Standing,
  wantedDocuments,
  writeConfiguration,
} from "@rempart/configuration";
import { Problem } from "../../problem/problem.ts";
import { type Chosen, folderOf } from "./folder.ts";

export type { Change, Fault } from "@rempart/configuration";
export { ConfigurationError };

/** What stands as files by path: everything, or the one document of `stream`. The bytes that `rempart export` writes. */
export function filesOf(
  standing: readonly Standing[],
  genesis: string,
  names: ReadonlyMap<string, string>,
  stream?: string,
): Map<string, string> {
  const wanted = stream === undefined ? standing : standing.filter((one) => one.stream === stream);
  return writeConfiguration(configurationOf(wanted, genesis, names));
}

/** What files ask for. */
export interface Asked {
  plan: Plan;
  /** Names that the files give to ids, for this browser to remember. */
  names: { policies: Record<string, string>; groups: Record<string, string> };
}

/**
 * Reads chosen files and compares them with what stands: the same plan as `rempart apply --plan`. Throws ConfigurationError
 * with every fault, Problem `files` for no folder, `org` for one of another organisation.
 */
export function askedBy(
  chosen: Chosen,
  genesis: string,
  standing: readonly Standing[],
  groups: ReadonlyMap<string, string>,
): Asked {
  const configuration = readConfiguration(folderOf(chosen, groups));
  if (configuration.organisation !== undefined && configuration.organisation !== genesis)
    throw new Problem("org", "rempart.yaml", "the files are for another organisation");
  const wanted = wantedDocuments(configuration, genesis);
  const plan = planChanges(wanted, standing, configuration.prune);
  const policies = wanted.flatMap(({ action, name, params }): [string, string][] =>
    action === "policy" ? [[String(params.id), name]] : [],
  );
  const named = [...groupIds(configuration, genesis)].filter(([name]) => name !== "all");
  return {
    plan,
    names: {
      policies: Object.fromEntries(policies),
      groups: Object.fromEntries(named.map(([name, id]) => [id, name])),
    },
  };
}

/** A change in the order in which it is signed; the number of phones that keep what they have is not known here. */
export function keyOf({ stream, n }: Change): string {
  return `${stream} ${n}`;
}
