import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { addHandOver } from "../charter/hand-over.ts";
import { addKeyRequests } from "../charter/new-key.ts";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { writePrivate } from "../profile/files.ts";
import { checkPlace } from "../profile/place.ts";
import { newIdentity } from "../profile/vault.ts";

async function ageFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder))
    .filter((name) => name.endsWith(".age"))
    .map((name) => name.slice(0, -".age".length))
    .sort();
}

async function list(context: Context): Promise<void> {
  const profile = await context.profile();
  const { newest } = await context.trust();
  const keys = (await ageFiles(join(context.folder, "keys"))).map((name) => {
    const id = profile.names.find((one) => one.name === name)?.id;
    const person = newest.body.people.find((one) => one.id === id);
    return {
      name,
      kind: person ? "person" : "directory",
      ...(person ? { person: person.id, roles: person.roles } : {}),
    };
  });
  const roots = (await ageFiles(join(context.folder, "roots"))).map((name) => ({
    name,
    kind: name === "spare-tls" ? "tls-spare" : "root",
  }));
  const all = [...keys, ...roots];
  context.result(
    { keys: all },
    all.map((key) => `${key.name}  ${key.kind}`),
  );
}

async function identity(context: Context, options: { out: string }): Promise<void> {
  checkPlace(options.out);
  if (existsSync(options.out))
    throw new Problem("file", options.out, t`There is a file here already; it is not overwritten.`);
  const { text, recipient } = await newIdentity();
  await writePrivate(options.out, text);
  context.result({ out: options.out, recipient }, [
    t`Identity for ${recipient} written to ${options.out}, mode 600. Whoever reads it opens every key encrypted to it.`,
  ]);
}

/** Declares `rempart key`. */
export function addKeys(program: Command, run: Run): void {
  const key = program.command("key").description("Keys of this profile.");
  key.command("list").description("List the keys, without opening any.").action(run(list));
  key
    .command("identity")
    .description("Make an age identity file that opens keys without a passphrase, for automation.")
    .requiredOption("--out <file>", "file to write")
    .action(run(identity));
  addKeyRequests(key, run);
  addHandOver(key, run);
}
