import {
  type Action,
  everyPhone,
  type JsonObject,
  makeEnvelope,
  newUuid,
  openEnvelope,
  orderType,
  payloadBytes,
  Refusal,
  streamOf,
} from "@rempart/trust";
import { ConfigurationError } from "./fault.ts";
import { idOf, type Named } from "./ids.ts";
import type { App, Configuration } from "./model.ts";
import { entryFile } from "./read.ts";

/** One standing document that a configuration asks for. */
export interface Wanted {
  action: Action;
  /** What people call it. */
  name: string;
  stream: string;
  /** Id of the group. */
  group: string;
  /** The group's name. */
  groupName: string;
  params: JsonObject;
  /** The stream that the same name would have for another group: what stands there has moved here. */
  elsewhere?: (group: string) => string;
}

/** Ids of a configuration's groups by name, `all` among them. */
export function groupIds(configuration: Configuration, genesis: string): Map<string, string> {
  const ids = configuration.groups.map(({ name, id }): [string, string] => [
    name,
    id ?? idOf(genesis, "group", name, ""),
  ]);
  return new Map([["all", everyPhone], ...ids]);
}

function appParams({ group: _, urls, ...rest }: App): JsonObject {
  return { ...rest, ...(urls ? { urls } : {}) };
}

/** Refuses what no order could hold, before anybody is asked to sign. */
function checkForm(wanted: Wanted, genesis: string): void {
  const { action, params, group, stream } = wanted;
  const body = {
    ...{ v: 1, org: genesis, id: newUuid(0), charter: genesis, action, params, targets: { group }, stream, n: 1 },
    ...{ reason: { code: "policy" }, createdAt: 0 },
  };
  try {
    openEnvelope(orderType, makeEnvelope("order", payloadBytes(body), []));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = error.message.replace(`${error.code}: `, "");
    const [template, values] = ["{0} cannot be signed: {1}", [wanted.name, message]];
    throw new ConfigurationError([
      { file: entryFile, line: 1, column: 1, template, values, message: `${wanted.name} cannot be signed: ${message}` },
    ]);
  }
}

/** The standing documents that `configuration` asks for in the organisation of `genesis`, in its order. */
export function wantedDocuments(configuration: Configuration, genesis: string): Wanted[] {
  const ids = groupIds(configuration, genesis);
  const make = (action: Action, name: string, groupName: string, params: JsonObject): Wanted => ({
    ...{ action, name, groupName, params, group: ids.get(groupName)! },
    stream: streamOf(action, params as never)!,
  });
  const named = (
    action: Named & Action,
    name: string,
    id: string | undefined,
    groupName: string,
    params: JsonObject,
  ) => {
    const group = ids.get(groupName)!;
    const made = make(action, name, groupName, { id: id ?? idOf(genesis, action, name, group), ...params });
    return id === undefined
      ? { ...made, elsewhere: (other: string) => `${action}/${idOf(genesis, action, name, other)}` }
      : made;
  };
  const all = [
    ...configuration.policies.map(({ name, id, group, rules }) => named("policy", name, id, group, { rules })),
    ...configuration.apps.map((app) => make("app", app.package, app.group, appParams(app))),
    ...configuration.osUpdates.map(({ group, ...params }) => make("os-update", params.platform, group, { ...params })),
    ...configuration.certificates.map(({ name, id, group, der }) =>
      named("certificate", name, id, group, { use: "ca", der }),
    ),
  ];
  for (const one of all) checkForm(one, genesis);
  return all;
}
