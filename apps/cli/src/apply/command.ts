import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { grouped, type WhatStands } from "@rempart/client";
import {
  type Configuration,
  configurationOf,
  entryFile,
  groupIds,
  planChanges,
  readConfiguration,
  wantedDocuments,
  writeConfiguration,
} from "@rempart/configuration";
import { reasonCodes } from "@rempart/trust";
import type { Command } from "commander";
import { allPhones } from "../commands/phones.ts";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { counted, t } from "../language/language.ts";
import { confirm, type SignOptions } from "../orders/flow.ts";
import { Problem, Usage } from "../problem.ts";
import { writePrivate } from "../profile/files.ts";
import { standingNow } from "../standing/standing.ts";
import { ordersFor, type Work } from "./drafts.ts";
import { effectLines, effectOf } from "./effect.ts";
import { folderFiles } from "./folder.ts";
import { carryOn, type Done, doneLine, each } from "./sign.ts";
import { type GroupNames, groupWords, planLines, subject } from "./words.ts";

interface ApplyOptions extends SignOptions {
  file: string;
  plan?: boolean;
  incomplete?: boolean;
  reason: string;
  out?: string;
}

function nameOfWork({ change }: Work): string {
  return `${change.action.padEnd(12)} ${change.name ?? subject(change)}`;
}

/** The change for programs, with its order. */
function workJson(work: Work, done: Done | undefined, names: GroupNames): object {
  const { change, name, action, stream, n, prev, group, params, before, stranded } = work.change;
  const review = done?.review ?? work.review;
  return {
    ...{ change, action, ...(name === undefined ? {} : { name }), stream, n, ...(prev === undefined ? {} : { prev }) },
    ...{ group, groupName: names.get(group) ?? group, params },
    ...(before ? { before: { n: before.n, hash: before.hash, group: before.group, params: before.params } } : {}),
    ...(stranded === undefined ? {} : { stranded }),
    ...(done || work.waiting
      ? {
          hash: review.hash,
          signatures: review.signers.map(({ id }) => id),
          missing: review.missing,
          complete: review.complete,
        }
      : {}),
    ...(done?.submitted ? { submitted: done.submitted } : {}),
  };
}

function checkOrganisation(configuration: Configuration, genesis: string, folder: string): void {
  if (configuration.organisation === undefined || configuration.organisation === genesis) return;
  throw new Problem(
    "org",
    join(folder, entryFile),
    t`This folder is for the organisation ${grouped(configuration.organisation.slice(0, 16))}..., this profile belongs to ${grouped(genesis.slice(0, 16))}....`,
  );
}

function warnHidden(context: Context, { hidden }: WhatStands): void {
  if (hidden.length > 0)
    context.say(
      t`! The server keeps ${counted(hidden.length, "released order")} back: newer documents may stand than those seen here.`,
    );
}

async function apply(context: Context, options: ApplyOptions): Promise<void> {
  if (!(reasonCodes as readonly string[]).includes(options.reason))
    throw new Usage("--reason", t`${options.reason} is no reason; there are ${reasonCodes.join(", ")}.`);
  const configuration = readConfiguration(folderFiles(options.file));
  const { genesis } = await context.profile();
  checkOrganisation(configuration, genesis, options.file);
  const stands = await standingNow(context, options.incomplete === true);
  warnHidden(context, stands);
  const plan = planChanges(wantedDocuments(configuration, genesis), stands.standing, configuration.prune);
  const names = new Map([...groupIds(configuration, genesis)].map(([name, id]) => [id, name]));
  const works = await ordersFor(context, plan.changes, options.reason);
  const effect = works.length === 0 ? undefined : effectOf(await allPhones(context), stands.standing, plan.changes);
  const lines = [...planLines(plan, names), ...(effect ? effectLines(effect) : [])];
  const done = new Map<Work, Done>();
  const tell = (more: readonly string[]): void =>
    context.result(
      {
        prune: configuration.prune,
        changes: works.map((work) => workJson(work, done.get(work), names)),
        same: plan.same.map(({ stream, n, hash }) => ({ stream, n, hash })),
        kept: plan.kept.map(({ stream, n, hash, group }) => ({ stream, n, hash, group })),
        ...(effect ? { effect } : {}),
        applied: options.plan !== true,
      },
      more,
    );
  if (options.plan || works.length === 0) {
    tell(works.length === 0 ? [...lines, t`Nothing to do.`] : lines);
    return;
  }
  context.say(...lines);
  const waiting = works.filter((work) => work.waiting).length;
  if (waiting > 0)
    context.say(t`${counted(waiting, "order")} of these wait for signatures already, and were verified.`);
  await context.key();
  await confirm(context, options, t`Sign ${works.length === 1 ? t`this order` : t`these ${works.length} orders`}?`);
  const said: string[] = [];
  await each(
    works,
    async (work) => {
      const one = await carryOn(context, work.review, work.waiting, { ...options, submit: true });
      done.set(work, one);
      said.push(doneLine(nameOfWork(work), one));
    },
    nameOfWork,
    (line) => context.say(line),
  ).finally(() => context.say(...(context.json ? [] : said)));
  await leaveOpen(context, works, done, options.out);
  const open = [...done.values()].filter(({ submitted }) => !submitted).length;
  tell(
    open === 0
      ? [
          t`Applied: ${counted(works.length, "order")} released. In the first hour they reach the phones that the charter's brake allows.`,
        ]
      : [
          t`${counted(open, "order")} wait for others. They run the same command on the same folder, or rempart order sign --all-of FILE with --out's file.`,
        ],
  );
}

/** Writes the hashes of what waits, for the next signer. */
async function leaveOpen(
  context: Context,
  works: readonly Work[],
  done: ReadonlyMap<Work, Done>,
  out: string | undefined,
): Promise<void> {
  if (out === undefined) return;
  const { genesis } = await context.profile();
  const orders = works.filter((work) => !done.get(work)?.submitted).map((work) => done.get(work)!.review.hash);
  await writePrivate(out, `${JSON.stringify({ v: 1, genesis, orders }, null, 2)}\n`);
}

/** Names that a folder already has for ids, so that exporting over it keeps them. */
function knownNames(folder: string, genesis: string): Map<string, string> {
  if (!existsSync(join(folder, entryFile))) return new Map();
  const configuration = readConfiguration(folderFiles(folder));
  const groups = [...groupIds(configuration, genesis)].map(([name, id]): [string, string] => [id, name]);
  const documents = wantedDocuments(configuration, genesis).flatMap(({ name, params }): [string, string][] =>
    typeof params.id === "string" ? [[params.id, name]] : [],
  );
  return new Map([...groups, ...documents]);
}

async function exportTo(
  context: Context,
  options: { directory: string; force?: boolean; incomplete?: boolean },
): Promise<void> {
  const { directory } = options;
  const { genesis } = await context.profile();
  if (!options.force && existsSync(directory) && (await readdir(directory)).length > 0)
    throw new Problem(
      "file",
      directory,
      t`This folder is not empty. Add --force to write over the files of the same names, and keep their names.`,
    );
  const names = options.force ? knownNames(directory, genesis) : new Map<string, string>();
  const stands = await standingNow(context, options.incomplete === true);
  warnHidden(context, stands);
  const configuration = configurationOf(stands.standing, genesis, names);
  const files = writeConfiguration(configuration);
  for (const [path, text] of files) {
    const full = join(directory, ...path.split("/"));
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, text);
  }
  const { groups, policies, apps, osUpdates, certificates } = configuration;
  const rows = { groups, policies, apps, osUpdates, certificates };
  const counts = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.length]));
  context.result({ directory, files: [...files.keys()], ...counts }, [
    ...[...files.keys()].map((path) => join(directory, path)),
    t`${counted(policies.length, "policy document")}, ${counted(apps.length, "app")}, ${counted(osUpdates.length, "OS update")}, ${counted(certificates.length, "certificate")}; names are made up where only an id is known`,
  ]);
}

/** Lists what stands. */
async function listStanding(context: Context, options: { incomplete?: boolean }): Promise<void> {
  const stands = await standingNow(context, options.incomplete === true);
  warnHidden(context, stands);
  const row = (one: WhatStands["standing"][number]): string =>
    `${one.action.padEnd(12)} ${subject(one).padEnd(36)} n ${String(one.n).padEnd(4)} ${groupWords(one.group, new Map())}${one.cutOff ? t`  CUT OFF: sign it again` : ""}`;
  context.result({ standing: stands.standing, hidden: stands.hidden }, [
    ...stands.standing.map(row),
    t`${counted(stands.standing.length, "standing document")}, verified: signatures, and releases in the log`,
  ]);
}

/** Declares `rempart apply`, `rempart export`, `rempart standing`. */
export function addApply(program: Command, run: Run): void {
  const incomplete = ["--incomplete", t`go on although the server keeps released orders back`] as const;
  program
    .command("apply")
    .description("Make what stands equal to a folder of YAML: plan, show, sign, submit what is complete.")
    .requiredOption("-f, --file <dir>", "the folder with rempart.yaml")
    .option("--plan", "show the plan and sign nothing")
    .option("--yes", "do not ask before signing")
    .option("--reason <code>", "why", "policy")
    .option("--out <file>", "write the hashes of the orders that wait for others to FILE")
    .option(...incomplete)
    .action(run(apply));
  program
    .command("export")
    .description("Write what stands, verified, as a folder of YAML.")
    .requiredOption("-d, --directory <dir>", "folder to write")
    .option("--force", "write into a folder that has files")
    .option(...incomplete)
    .action(run(exportTo));
  program
    .command("standing")
    .description("List the documents that stand, each verified against the log.")
    .option(...incomplete)
    .action(run(listStanding));
}
