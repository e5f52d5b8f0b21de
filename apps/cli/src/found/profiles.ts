import { join } from "node:path";
import type { StoredKey, Trust } from "@rempart/client";
import { privateFolder } from "../profile/files.ts";
import { saveKey } from "../profile/keys.ts";
import { type ProfileFile, saveProfile } from "../profile/profile.ts";
import { saveTrust } from "../profile/trust-store.ts";
import type { Vault } from "../profile/vault.ts";
import type { NewKeys } from "./people.ts";

async function saveKeys(vault: Vault, folder: string, keys: readonly [name: string, key: StoredKey][]): Promise<void> {
  await privateFolder(folder);
  for (const [name, key] of keys) await saveKey(vault, join(folder, `${name}.age`), key);
}

function rootFiles(keys: NewKeys): [string, StoredKey][] {
  return [...keys.roots.map((key): [string, StoredKey] => [key.name, key]), ["spare-tls", keys.spareTls]];
}

/** What each folder of a founding holds, before anything is written. */
export interface Plan {
  folder: string;
  profile: ProfileFile;
  keys: [name: string, key: StoredKey][];
  roots: [name: string, key: StoredKey][];
}

/** One folder with every key, or (with `profiles`) one for each person and one for the roots. */
export function planProfiles(
  keys: NewKeys,
  base: Omit<ProfileFile, "v" | "me" | "key" | "names">,
  folder: string,
  profiles: string | undefined,
): Plan[] {
  const names = keys.people.map(({ id, name }) => ({ id, name }));
  const common = { v: 1 as const, ...base, names };
  if (profiles === undefined) {
    const first = keys.people[0]!;
    const all = keys.people.map(({ name, key }): [string, StoredKey] => [name, key]);
    const profile = { ...common, me: first.id, key: first.name };
    return [{ folder, profile, keys: [...all, ["directory", keys.directory]], roots: rootFiles(keys) }];
  }
  const plans = keys.people.map(({ id, name, role, key }): Plan => {
    // Approvers must read the sealed texts that they sign; operators open nothing.
    const directory: [string, StoredKey][] = role === "approver" ? [["directory", keys.directory]] : [];
    const profile = { ...common, me: id, key: name };
    return { folder: join(profiles, name), profile, keys: [[name, key], ...directory], roots: [] };
  });
  plans.push({ folder: join(profiles, "roots"), profile: common, keys: [], roots: rootFiles(keys) });
  return plans;
}

/** Writes the encrypted keys of one folder. */
export async function writeKeys(vault: Vault, plan: Plan): Promise<void> {
  await privateFolder(plan.folder);
  if (plan.keys.length > 0) await saveKeys(vault, join(plan.folder, "keys"), plan.keys);
  if (plan.roots.length > 0) await saveKeys(vault, join(plan.folder, "roots"), plan.roots);
}

/** Pins the genesis: from here on nothing is believed that does not descend from it. */
export async function pinGenesis(plan: Plan, trust: Trust): Promise<void> {
  await saveProfile(plan.folder, plan.profile);
  await saveTrust(plan.folder, trust);
}
