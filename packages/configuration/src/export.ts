// What stands, as a configuration: the other way round.
import { everyPhone, type JsonObject } from "@rempart/trust";
import { idOf } from "./ids.ts";
import type { App, Configuration, Group, OsUpdate } from "./model.ts";
import { configured, isRemoved, type Standing } from "./plan.ts";

/** Names that are known for ids of groups, policies and certificates; others get one made of their id. */
export type Names = ReadonlyMap<string, string>;

/** Names for ids, never the same twice. */
class Naming {
  readonly #known: Names;
  readonly #given = new Map<string, string>();
  readonly #used = new Set<string>(["all"]);

  constructor(known: Names) {
    this.#known = known;
  }

  name(kind: string, id: string): string {
    const given = this.#given.get(id);
    if (given !== undefined) return given;
    const wished = this.#known.get(id);
    const free = wished !== undefined && !this.#used.has(wished);
    const name = free ? wished : `${kind} ${id.replaceAll(/[^A-Za-z0-9]/g, "")}`;
    this.#used.add(name);
    this.#given.set(id, name);
    return name;
  }
}

/**
 * A configuration that asks for exactly what stands in the organisation of `genesis`. An id is written only where the name
 * does not give it.
 */
export function configurationOf(standing: readonly Standing[], genesis: string, known: Names): Configuration {
  const present = standing.filter((one) => configured.has(one.action) && !isRemoved(one));
  const groups = new Map<string, Group>();
  const names = { group: new Naming(known), policy: new Naming(known), certificate: new Naming(known) };
  const groupName = (id: string): string => {
    if (id === everyPhone) return "all";
    const name = names.group.name("group", id);
    groups.set(id, { name, ...(idOf(genesis, "group", name, "") === id ? {} : { id }) });
    return name;
  };
  const named = (kind: "policy" | "certificate", { params, group }: Standing) => {
    const id = params.id as string;
    const name = names[kind].name(kind, id);
    return { name, ...(idOf(genesis, kind, name, group) === id ? {} : { id }), group: groupName(group) };
  };
  const of = (action: Standing["action"]): Standing[] => present.filter((one) => one.action === action);
  const policies = of("policy").map((one) => ({ ...named("policy", one), rules: one.params.rules as JsonObject[] }));
  const apps = of("app").map(({ params, group }) => ({ ...(params as unknown as App), group: groupName(group) }));
  const osUpdates = of("os-update").map(({ params, group }) => ({
    ...(params as unknown as OsUpdate),
    group: groupName(group),
  }));
  const certificates = of("certificate").map((one) => ({
    ...named("certificate", one),
    der: one.params.der as string,
  }));
  return { organisation: genesis, prune: false, groups: [...groups.values()], policies, apps, osUpdates, certificates };
}
