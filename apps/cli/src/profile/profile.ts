import { join } from "node:path";
import { forms, readJson, schema } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { privateFolder, readIfThere, writePrivate } from "./files.ts";
import { checkName } from "./keys.ts";
import { checkPlace } from "./place.ts";

const { literal, list, object, optional, text } = schema;

const entry = object({ id: forms.id, name: text(1, 128) });
const stored = object({
  v: literal(1),
  organisation: text(1, 255),
  gatekeeper: text(1, 512),
  server: text(1, 512),
  genesis: forms.hash,
  me: optional(forms.id),
  key: optional(text(1, 128)),
  names: list(entry, 0, 500),
});

/** profile.json: whom this folder trusts, who its owner is, and the names that this organisation's ids have here alone. */
export type ProfileFile = schema.Read<typeof stored>;

export interface Profile extends ProfileFile {
  folder: string;
}

/** Writes profile.json into a folder that lies apart from Rempart's data. */
export async function saveProfile(folder: string, profile: ProfileFile): Promise<void> {
  checkPlace(folder);
  await privateFolder(folder);
  await writePrivate(join(folder, "profile.json"), `${JSON.stringify(profile, null, 2)}\n`);
}

export async function hasProfile(folder: string): Promise<boolean> {
  return (await readIfThere(join(folder, "profile.json"))) !== undefined;
}

/** Reads profile.json; refuses with `profile.missing`, `profile.place`. */
export async function loadProfile(folder: string): Promise<Profile> {
  checkPlace(folder);
  const bytes = await readIfThere(join(folder, "profile.json"));
  if (!bytes)
    throw new Problem(
      "profile.missing",
      folder,
      t`There is no profile here. Found an organisation, or give --profile DIR.`,
    );
  return { ...stored(readJson(bytes, 1024 * 1024, "profile.json"), "profile"), folder };
}

/** Path of a key of this profile. */
export function keyPath(profile: { folder: string }, name: string): string {
  return join(profile.folder, "keys", `${checkName(name)}.age`);
}

/** The name of a person where this profile knows one, else their id. */
export function nameOf(profile: ProfileFile, person: string): string {
  return profile.names.find((one) => one.id === person)?.name ?? person;
}
