import type { JsonObject } from "@rempart/trust";
import { stringify } from "yaml";
import { certificatePem } from "./certificate.ts";
import { writeFence } from "./fences.ts";
import type { Configuration, OsUpdate, Policy } from "./model.ts";
import { entryFile } from "./read.ts";

/** File names from names: plain letters, never two alike. */
class FileNames {
  readonly #used = new Set<string>();

  make(folder: string, name: string, extension: string): string {
    const plain = name
      .normalize("NFKD")
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replaceAll(/^[.-]+|[.-]+$/g, "")
      .toLowerCase();
    for (let count = 1; ; count++) {
      const path = `${folder}/${plain || "unnamed"}${count === 1 ? "" : `-${count}`}.${extension}`;
      if (this.#used.has(path)) continue;
      this.#used.add(path);
      return path;
    }
  }
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, schema: "core", version: "1.2", aliasDuplicateObjects: false });
}

function policyFile({ name, id, group, rules }: Policy): JsonObject {
  // Only fences that come first can be said in degrees: the order of rules is signed.
  const fences: JsonObject[] = [];
  for (const rule of rules) {
    const fence = writeFence(rule);
    if (!fence) break;
    fences.push(fence);
  }
  const rest = rules.slice(fences.length);
  return {
    name,
    ...(id === undefined ? {} : { id }),
    group,
    ...(fences.length > 0 ? { fences } : {}),
    ...(rest.length > 0 ? { rules: rest } : {}),
  };
}

function osUpdateEntry({ deadline, ...rest }: OsUpdate): JsonObject {
  return {
    ...rest,
    ...(deadline === undefined ? {} : { deadline: new Date(deadline * 1000).toISOString().replace(".000Z", "Z") }),
  };
}

/** A configuration as files by path: `rempart.yaml`, a file for each policy and each certificate. Reading them gives it back. */
export function writeConfiguration(configuration: Configuration): Map<string, string> {
  const files = new Map<string, string>();
  const names = new FileNames();
  const { organisation, prune, groups, policies, apps, osUpdates, certificates } = configuration;
  const policyPaths = policies.map((policy) => {
    const path = names.make("policies", policy.name, "yaml");
    files.set(path, yaml(policyFile(policy)));
    return { path };
  });
  const certificateEntries = certificates.map(({ der, ...rest }) => {
    const file = names.make("certificates", rest.name, "pem");
    files.set(file, certificatePem(der));
    return { ...rest, file };
  });
  const top = {
    version: 1,
    ...(organisation === undefined ? {} : { organisation }),
    prune,
    ...(groups.length > 0 ? { groups } : {}),
    ...(policies.length > 0 ? { policies: policyPaths } : {}),
    ...(apps.length > 0 ? { apps } : {}),
    ...(osUpdates.length > 0 ? { osUpdates: osUpdates.map(osUpdateEntry) } : {}),
    ...(certificates.length > 0 ? { certificates: certificateEntries } : {}),
  };
  return new Map([[entryFile, yaml(top)], ...files]);
}
