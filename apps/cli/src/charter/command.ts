import { bodyOf, changesSomething, diffCharters, diffLines, judgeProposal } from "@rempart/client";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collect, type Run, wholeNumber } from "../flags.ts";
import { t, translated } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { diffJson, namesFor, proposalJson, proposalLines } from "./ceremony.ts";
import { readProposalFile } from "./proposal-file.ts";
import { type ProposeOptions, propose } from "./propose.ts";
import { publishCharter } from "./publish.ts";
import { type CharterSignOptions, signCharter } from "./sign.ts";
import { charterJson, charterLines } from "./words.ts";

const most = Number.MAX_SAFE_INTEGER;

async function charterOf(context: Context, version: string | undefined) {
  const { charters, newest } = await context.trust();
  if (version === undefined) return newest;
  const found = charters[argument("VERSION", version, (text) => wholeNumber(1, most)(text)) - 1];
  if (!found)
    throw new Problem(
      "charter.missing",
      version,
      t`This profile verified versions 1 to ${charters.length}. See rempart charter fetch.`,
    );
  return found;
}

async function show(context: Context, options: { body?: boolean }, [version]: string[]): Promise<void> {
  const charter = await charterOf(context, version);
  const { names } = await context.profile();
  if (options.body) {
    const body = bodyOf(charter);
    return context.result(body, [JSON.stringify(body, null, 2)]);
  }
  context.result(charterJson(charter, names), charterLines(charter, names));
}

async function fetchNewest(context: Context): Promise<void> {
  const { newest } = await context.sync();
  const { names } = await context.profile();
  context.result(charterJson(newest, names), charterLines(newest, names));
}

async function diff(context: Context, options: { proposal?: string }, [a, b]: string[]): Promise<void> {
  if (options.proposal !== undefined) {
    const proposal = await judgeProposal(await context.trust(), await readProposalFile(options.proposal));
    return context.result(await proposalJson(context, proposal), await proposalLines(context, proposal));
  }
  if (a === undefined) throw new Usage("A", t`Give two versions, or --proposal FILE.`);
  const [before, after] = [await charterOf(context, a), await charterOf(context, b)];
  const changes = diffCharters(before.body, after.body, await namesFor(context, []));
  context.result({ from: before.body.version, to: after.body.version, changes: diffJson(changes) }, [
    t`from version ${before.body.version} to version ${after.body.version}`,
    ...(changesSomething(changes) ? diffLines(changes).map(translated) : [t`nothing but its counters`]).map(
      (line) => `  ${line}`,
    ),
  ]);
}

function addPropose(charter: Command, run: Run): void {
  const list = (flags: string, help: string): [string, string, typeof collect, string[]] => [flags, help, collect, []];
  charter
    .command("propose")
    .description("Propose the next charter, from the newest verified one. Nothing is signed.")
    .requiredOption("--out <file>", "proposal file to write")
    .option(...list("--add-person <file>", "a person's key request (rempart key new); repeat for more"))
    .option(
      ...list("--role <roles>", "roles of the person added, separated by commas (default: operator); once for each"),
    )
    .option(...list("--remove-person <person>", "id or name of somebody who leaves; repeat for more"))
    .option(...list("--add-credential <file>", "a further key of somebody who is here already"))
    .option(...list("--strike-credential <kid>", "a credential that is lost or stolen"))
    .option(...list("--roles <person=roles>", "new roles of a person: approver, operator, writer, auditor"))
    .option("--rules <file>", "rules as JSON, replacing all")
    .option("--brake <file>", "brake as JSON")
    .option(...list("--roots <file>", "root key requests that replace all roots; repeat for each"))
    .option(...list("--add-root <file>", "a further root key request"))
    .option(...list("--strike-root <kid>", "a root key that counts no more"))
    .option("--threshold <n>", "roots that must sign", wholeNumber(1, 8))
    .option(...list("--rendezvous <url>", "addresses that phones call, replacing all; repeat, at least two"))
    .option(...list("--tls-pin <hash>", "a further TLS key: SHA-256 of its SPKI"))
    .option(...list("--drop-tls-pin <hash>", "a TLS key that counts no more"))
    .option(
      "--gatekeeper-keys <file>",
      "the gatekeeper's next keys, from `npm run gatekeeper-keys -- prepare` on its host",
    )
    .option(...list("--witness <file>", "a witness's witness.json (rempart witness init)"))
    .option(...list("--drop-witness <kid>", "a witness that counts no more"))
    .option("--k <n>", "witnesses that phones demand", wholeNumber(0, 8))
    .option("--directory-key <spki>", "the directory's next public key")
    .option("--directory-epoch <n>", "its epoch (default: the next)", wholeNumber(1, most))
    .option(...list("--add-writer <file>", "a directory writer's key request"))
    .option(...list("--drop-writer <kid>", "a directory writer that counts no more"))
    .option(...list("--void <hash>", "a standing document that counts no more"))
    .option(...list("--origin <url>", "origins of the console, replacing all"))
    .option("--rp-id <host>", "host that passkeys are bound to")
    .option("--edited <file>", "start from this JSON (charter show --body, edited) instead of the newest charter")
    .option(
      "--from <size>",
      "cut off what was released at or after this log entry (default: nothing)",
      wholeNumber(0, most),
    )
    .option("--compared", "every holder of a new key has read the same words; do not ask")
    .option("--offline", "the gatekeeper is lost: start from what this profile knows; needs --from")
    .option("--emergency", "propose even what locks people or phones out")
    .action(run<ProposeOptions>(propose));
}

/** Declares `rempart charter`. */
export function addCharter(program: Command, run: Run): void {
  const charter = program
    .command("charter")
    .description("The organisation's root of trust, and the ceremonies that change it.");
  charter
    .command("show")
    .argument("[version]", "a version (default: the newest)")
    .description("Show a charter this profile verified, from its signed bytes.")
    .option("--body", "print its JSON, to be edited for charter propose --edited")
    .action(run(show));
  charter
    .command("fetch")
    .description("Fetch newer charters, verify each from the pinned genesis, and show the newest.")
    .action(run(fetchNewest));
  charter
    .command("diff")
    .argument("[a]", "a version")
    .argument("[b]", "another (default: the newest)")
    .description("Say in words what changes from one charter to another, or what a proposal would change.")
    .option("--proposal <file>", "a proposal")
    .action(run(diff));
  addPropose(charter, run);
  charter
    .command("sign")
    .description("Sign a proposal with root keys. Touches no network.")
    .requiredOption("--proposal <file>", "proposal file")
    .option("--root-key <file>", "a root's key; repeat for more", collect, [])
    .option("--out <file>", "write the signed proposal here (default: into the proposal file)")
    .option("--yes", "do not ask before signing")
    .action(run<CharterSignOptions>(signCharter));
  charter
    .command("publish")
    .description("Submit a proposal that enough roots signed, check the log, and list what must be signed again.")
    .requiredOption("--proposal <file>", "proposal file; repeat for copies that roots signed apart", collect, [])
    .action(run(publishCharter));
}
