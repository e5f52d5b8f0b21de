// What has to be signed so that what stands becomes what is wanted. The plan that is shown is the list that is signed.
import { type Action, everyPhone, type JsonObject } from "@rempart/trust";
import { canonical } from "./read.ts";
import type { Wanted } from "./wanted.ts";

/** The newest document of a stream. */
export interface Standing {
  action: Action;
  stream: string;
  n: number;
  hash: string;
  /** Id of its group. */
  group: string;
  params: JsonObject;
  /** A charter cut it off: phones apply it, but nobody new gets it. It has to be signed again. */
  cutOff?: boolean;
}

/** One order to sign. */
export interface Change {
  /** `restate`: the same again, since a charter cut it off. `move`: the removal from the group it leaves. */
  change: "create" | "update" | "restate" | "remove" | "move";
  action: Action;
  /** What people call it, where the configuration says. */
  name?: string;
  stream: string;
  n: number;
  prev?: string;
  group: string;
  params: JsonObject;
  before?: Standing;
  /** The group whose phones keep the old document, since the stream's newest one is for others. */
  stranded?: string;
}

export interface Plan {
  changes: Change[];
  /** What stands as wanted. */
  same: Standing[];
  /** What stands and is not listed; it stays, since pruning was not asked for. */
  kept: Standing[];
}

/** What the configuration can ask for; assignments and the agent are not its business. */
export const configured: ReadonlySet<Action> = new Set<Action>(["policy", "app", "os-update", "certificate"]);

/** Whether a document says that its subject is gone. */
export function isRemoved({ params }: { params: JsonObject }): boolean {
  return params.removed === true || params.state === "removed";
}

function removal({ action, params }: Standing): JsonObject {
  if (action === "app") return { platform: params.platform!, package: params.package!, state: "removed" };
  if (action === "os-update") return { platform: params.platform!, removed: true };
  return { id: params.id!, removed: true };
}

function next(standing: Standing): { n: number; prev: string } {
  return { n: standing.n + 1, prev: standing.hash };
}

function remove(before: Standing, change: "remove" | "move", name?: string): Change {
  const { action, stream, group } = before;
  const named = name === undefined ? {} : { name };
  return { change, action, ...named, stream, ...next(before), group, params: removal(before), before };
}

function publish(wanted: Wanted, before: Standing | undefined): Change | undefined {
  const { action, name, stream, group, params } = wanted;
  const common = { action, name, stream, group, params };
  const gone = isRemoved({ params });
  if (!before) return { change: gone ? "remove" : "create", ...common, n: 1 };
  const same = before.group === group && canonical(before.params) === canonical(params);
  if (same && !before.cutOff) return undefined;
  const change = same ? "restate" : gone ? "remove" : isRemoved(before) ? "create" : "update";
  const leaves = before.group !== group && group !== everyPhone && !isRemoved(before);
  return { change, ...common, ...next(before), before, ...(leaves ? { stranded: before.group } : {}) };
}

/**
 * The difference between what is wanted and what stands: removals first, then documents in the configuration's order. With
 * `prune` everything that is not listed is removed; without it, it is only named.
 */
export function planChanges(wanted: readonly Wanted[], standing: readonly Standing[], prune: boolean): Plan {
  const byStream = new Map(standing.filter(({ action }) => configured.has(action)).map((one) => [one.stream, one]));
  const listed = new Set(wanted.map(({ stream }) => stream));
  const plan: Plan = { changes: [], same: [], kept: [] };
  for (const one of byStream.values()) {
    if (listed.has(one.stream) || isRemoved(one)) continue;
    const moved = wanted.find(({ elsewhere }) => elsewhere?.(one.group) === one.stream);
    if (moved) plan.changes.push(remove(one, "move", moved.name));
    else if (prune) plan.changes.push(remove(one, "remove"));
    else plan.kept.push(one);
  }
  for (const one of wanted) {
    const before = byStream.get(one.stream);
    const change = publish(one, before);
    if (change) plan.changes.push(change);
    else plan.same.push(before!);
  }
  return plan;
}
