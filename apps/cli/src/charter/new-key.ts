import { existsSync } from "node:fs";
import { join } from "node:path";
import { hashWords, keyWords } from "@rempart/client";
import { forms, newId } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run } from "../flags.ts";
import { newKey } from "../found/people.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { privateFolder, writePrivate } from "../profile/files.ts";
import { checkName, saveKey } from "../profile/keys.ts";
import { checkPlace } from "../profile/place.ts";
import { hasProfile } from "../profile/profile.ts";
import { readNextKeys, readRequestFile, requestText } from "./request.ts";

interface NewKeyOptions {
  person?: string;
  root?: string;
  writer?: string;
  personId?: string;
  out: string;
}

/** A file for the key beside those that are there: a second key of a person is NAME-2. */
function freeFile(folder: string, name: string): string {
  for (let n = 1; n <= 99; n++) {
    const path = join(folder, `${n === 1 ? name : `${name}-${n}`}.age`);
    if (!existsSync(path)) return path;
  }
  throw new Problem("file", folder, t`There are 99 keys called ${name} here.`);
}

/** The id for a person's key: given, else of the person whom this profile knows by that name, else a new one. */
async function personId(context: Context, name: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return argument("--person-id", given, forms.id);
  if (!(await hasProfile(context.folder))) return newId();
  return (await context.profile()).names.find((one) => one.name === name)?.id ?? newId();
}

async function makeKey(context: Context, options: NewKeyOptions): Promise<void> {
  const { person, root, writer, out } = options;
  const given = Object.entries({ person, root, writer }).filter(([, name]) => name !== undefined);
  if (given.length !== 1) throw new Usage("--person", t`Give one of --person NAME, --root NAME, --writer NAME.`);
  checkPlace(context.folder);
  checkPlace(out);
  if (existsSync(out)) throw new Problem("file", out, t`There is a file here already; it is not overwritten.`);
  const use = given[0]![0] as "person" | "root" | "writer";
  const name = checkName(given[0]![1]!);
  const id = use === "person" ? await personId(context, name, options.personId) : undefined;
  const key = await newKey(use, name, id);
  await context.vault.ready();
  await privateFolder(context.folder);
  const folder = join(context.folder, use === "root" ? "roots" : "keys");
  await privateFolder(folder);
  const path = freeFile(folder, name);
  await saveKey(context.vault, path, key);
  await writePrivate(out, await requestText(key, use, context.now()));
  const words = keyWords(key.spki);
  context.result({ out, key: path, kid: key.kid, ...(id === undefined ? {} : { person: id }), words }, [
    t`private key encrypted into ${path}; it never leaves this machine`,
    t`request written to ${out}; hand it to whoever proposes the charter`,
    t`and when they ask, by telephone or in person, read them these words:`,
    `  ${words}`,
  ]);
}

async function tellWords(
  context: Context,
  options: { gatekeeper?: boolean; use: string },
  [file]: string[],
): Promise<void> {
  if (file === undefined) throw new Usage("FILE", t`Give the file of a key request.`);
  if (options.gatekeeper) {
    const { sealKey, log, tlsPin } = await readNextKeys(file);
    const words = {
      ...(sealKey ? { sealKey: keyWords(sealKey.spki) } : {}),
      ...(log ? { log: keyWords(log.spki) } : {}),
      ...(tlsPin ? { tlsPin: hashWords(tlsPin) } : {}),
    };
    return context.result(
      { words },
      Object.entries(words).map(([what, said]) => `${what}: ${said}`),
    );
  }
  const request = await readRequestFile(file, options.use as "person");
  const words = keyWords(request.spki);
  context.result({ name: request.name, kid: request.kid, words }, [`${request.name}: ${words}`]);
}

/** Declares `rempart key new` and `rempart key words`. */
export function addKeyRequests(key: Command, run: Run): void {
  key
    .command("new")
    .description("Make a key of one's own, and a request that brings its public half into the next charter.")
    .option("--person <name>", "key of a person, new or known")
    .option("--person-id <id>", "id of a person who is in the charter already (default: by name, else a new one)")
    .option("--root <name>", "an offline root key")
    .option("--writer <name>", "key of a connector that writes to the directory")
    .requiredOption("--out <file>", "request file to write")
    .action(run<NewKeyOptions>(makeKey));
  key
    .command("words")
    .argument("<file>", "a key request, or with --gatekeeper the file of the gatekeeper's next keys")
    .description("Say a request's key in words, for comparing aloud.")
    .option("--use <use>", "whose key it must be: person, root, writer", "person")
    .option("--gatekeeper", "the file is from the gatekeeper's host")
    .action(run(tellWords));
}
