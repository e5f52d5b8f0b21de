import {
  capped,
  fetchGatekeeperKeys,
  foundingBrake,
  foundingNumbers,
  foundingRules,
  type GatekeeperKeys,
  genesisBody,
  normaliseCode,
  type PublicKey,
  type RuleNumbers,
  signGenesis,
  submitGenesis,
  trustFrom,
} from "@rempart/client";
import { extendChain, makeEnvelope, openCharter, payloadBytes } from "@rempart/trust";
import type { Command } from "commander";
import { charterJson, charterLines } from "../charter/words.ts";
import type { Context } from "../context.ts";
import { collect, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { checkName, signerOf } from "../profile/keys.ts";
import { checkPlace } from "../profile/place.ts";
import { hasProfile } from "../profile/profile.ts";
import { steps } from "../progress.ts";
import { checkUrl, client } from "../remote/http.ts";
import { readWitnessFile } from "../witness/store.ts";
import { costLines } from "./cost.ts";
import { numberHelp } from "./numbers.ts";
import { type NewKeys, newFoundingKeys, publicKeys } from "./people.ts";
import { pinGenesis, planProfiles, writeKeys } from "./profiles.ts";

interface FoundOptions extends Partial<Record<keyof RuleNumbers, number>> {
  gatekeeper: string;
  server: string;
  organisation: string;
  approver: string[];
  operator: string[];
  roots: number;
  rootThreshold: number;
  codeFile: string;
  rendezvous: string[];
  consoleOrigin: string[];
  rpId?: string;
  witness: string[];
  witnessesNeeded?: number;
  profiles?: string;
}

function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Declares `rempart found`. */
export function addFound(program: Command, run: Run): void {
  const command = program
    .command("found")
    .description("Found an organisation: make its keys, sign its first charter, hand it to a fresh gatekeeper.")
    .requiredOption("--gatekeeper <url>", "the gatekeeper's address")
    .requiredOption("--server <url>", "the server's address")
    .requiredOption("--organisation <name>", "the organisation's name")
    .option("--approver <name>", "an approver; repeat for more (default: three)", collect, [])
    .option("--operator <name>", "an operator; repeat for more (default: one, when no approver is named)", collect, [])
    .option("--roots <n>", "offline root keys", wholeNumber(1, 8), 3)
    .option("--root-threshold <n>", "roots that must sign a charter (default: 2, or 1 of 1)", wholeNumber(1, 8))
    .requiredOption(
      "--code-file <file>",
      "file with the one-time code that the gatekeeper printed; - for standard input",
    )
    .option("--rendezvous <url>", "address that phones call; repeat, at least two", collect, [])
    .option("--console-origin <url>", "origin of the console; repeat for more (default: the gatekeeper's)", collect, [])
    .option("--rp-id <host>", "relying party id for passkeys (default: host of the first origin)")
    .option("--witness <file>", "witness.json of a witness; repeat for more", collect, [])
    .option("--witnesses-needed <k>", "witnesses that must agree (default: more than half of them)", wholeNumber(0, 8))
    .option("--profiles <dir>", "write one profile for each person, and one for the roots, into DIR");
  for (const [key, help] of Object.entries(numberHelp)) {
    const standard = foundingNumbers[key as keyof RuleNumbers];
    command.option(`--${flagOf(key)} <n>`, `${help} (default: ${standard})`, wholeNumber(0, Number.MAX_SAFE_INTEGER));
  }
  command.action(run(found));
}

/** Names of the people, checked: no file twice, nobody with two roles. */
function peopleOf(options: FoundOptions): { approvers: string[]; operators: string[] } {
  const unnamed = options.approver.length === 0;
  const approvers = unnamed ? ["approver-1", "approver-2", "approver-3"] : options.approver;
  const operators = unnamed && options.operator.length === 0 ? ["operator-1"] : options.operator;
  const names = [...approvers, ...operators].map(checkName);
  const folded = new Set(names.map((name) => name.toLowerCase()));
  if (folded.size !== names.length)
    throw new Usage("--approver", t`Every person needs a name of their own; an approver is an operator already.`);
  if (folded.has("roots") || folded.has("directory"))
    throw new Usage("--approver", t`roots and directory are no names of people.`);
  return { approvers, operators };
}

async function readCode(context: Context, file: string): Promise<string> {
  // A person at a terminal types one line: the end of input, Ctrl-D, would leave nothing to type the passphrase on.
  if (file === "-" && context.io.interactive) return normaliseCode(await context.io.ask(t`One-time code: `, false));
  return normaliseCode(file === "-" ? await context.io.stdin() : new TextDecoder().decode(await readNamed(file)));
}

/** The charter's witnesses, and how many of them phones demand. */
async function witnessesOf(options: FoundOptions): Promise<{ witnesses: PublicKey[]; k: number }> {
  const witnesses: PublicKey[] = [];
  for (const file of options.witness) witnesses.push(readWitnessFile(await readNamed(file), file));
  if (witnesses.length > 16) throw new Usage("--witness", t`At most 16 witnesses.`);
  const k = options.witnessesNeeded ?? Math.min(8, witnesses.length === 0 ? 0 : Math.floor(witnesses.length / 2) + 1);
  if (k > witnesses.length)
    throw new Usage(
      "--witnesses-needed",
      t`${k} of ${witnesses.length} witnesses cannot agree: name more with --witness.`,
    );
  return { witnesses, k };
}

/** The genesis from keys and flags, not signed yet. */
async function makeGenesis(context: Context, options: FoundOptions, keys: NewKeys, gatekeeper: GatekeeperKeys) {
  const origins = options.consoleOrigin.length > 0 ? options.consoleOrigin : [options.gatekeeper];
  const { tlsPort } = gatekeeper;
  const local = [`https://localhost:${tlsPort}`, `https://127.0.0.1:${tlsPort}`];
  const threshold = options.rootThreshold ?? Math.min(2, options.roots);
  const numbers: RuleNumbers = { ...foundingNumbers };
  for (const key of Object.keys(numbers) as (keyof RuleNumbers)[]) numbers[key] = options[key] ?? numbers[key];
  const approvers = keys.people.filter((person) => person.role === "approver").length;
  const { rows, lowered } = capped(foundingRules(numbers, threshold), approvers);
  const body = genesisBody(publicKeys(keys), gatekeeper, {
    organisation: options.organisation,
    threshold,
    rules: rows,
    brake: foundingBrake(numbers),
    origins: origins.map((one) => new URL(checkUrl("--console-origin", one)).origin),
    rpId: options.rpId ?? new URL(origins[0]!).hostname,
    rendezvous: options.rendezvous.length > 0 ? options.rendezvous : local,
    now: context.now(),
    ...(await witnessesOf(options)),
  });
  return { body, approvers, lowered };
}

async function found(context: Context, given: FoundOptions): Promise<void> {
  const options = {
    ...given,
    gatekeeper: checkUrl("--gatekeeper", given.gatekeeper),
    server: checkUrl("--server", given.server),
  };
  const people = peopleOf(options);
  const folders = options.profiles === undefined ? [context.folder] : [options.profiles];
  for (const folder of folders) checkPlace(folder);
  // "any" certificate: nothing is pinned yet, and the code's mac authenticates what is read and sent.
  const gatekeeper = client("gatekeeper", options.gatekeeper, () => "any");
  const code = await readCode(context, options.codeFile);
  const theirs = await fetchGatekeeperKeys(gatekeeper.ask, code);
  const keys = await newFoundingKeys(people.approvers, people.operators, options.roots);
  const { body, approvers, lowered } = await makeGenesis(context, options, keys, theirs);
  const unsigned = await openCharter(makeEnvelope("charter", payloadBytes(body), []));
  context.say(t`The root keys will sign this charter:`, ...charterLines(unsigned, keys.people), "");
  const charter = await signGenesis(body, await Promise.all(keys.roots.map(signerOf)));
  const genesis = unsigned.hash;
  // Refuses any other bytes than those shown.
  const chain = await extendChain([], genesis, [charter.envelope]);
  const { organisation, server } = options;
  const base = { organisation, gatekeeper: options.gatekeeper, server, genesis };
  const plans = planProfiles(keys, base, context.folder, options.profiles);
  for (const plan of plans) {
    checkPlace(plan.folder);
    if (await hasProfile(plan.folder))
      throw new Problem(
        "profile.exists",
        plan.folder,
        t`There is a profile here already. Choose another folder, or move it away.`,
      );
  }
  await context.vault.ready();
  // Keys first: a gatekeeper founded with keys that were then lost would be founded for nobody.
  const writing = plans.map((plan): [string, () => Promise<void>] => [
    t`Encrypt the keys into ${plan.folder}`,
    () => writeKeys(context.vault, plan),
  ]);
  await steps(context, [
    ...writing,
    [t`Hand the charter to the gatekeeper`, () => submitGenesis(gatekeeper.ask, code, charter.envelope, genesis)],
  ]);
  for (const plan of plans) await pinGenesis(plan, trustFrom(chain));
  const warnings = costLines(approvers, lowered, options.roots);
  context.result(
    {
      genesis,
      version: 1,
      organisation: options.organisation,
      gatekeeper: options.gatekeeper,
      server: options.server,
      people: keys.people.map(({ name, id, role, key }) => ({ name, id, role, kid: key.kid })),
      roots: keys.roots.map((key) => key.kid),
      rendezvous: chain[0]!.body.rendezvous,
      profiles: plans.map((plan) => ({ folder: plan.folder, ...(plan.profile.key ? { key: plan.profile.key } : {}) })),
      warnings,
      charter: charterJson(chain[0]!, keys.people),
    },
    [
      t`Founded ${options.organisation}.`,
      t`genesis ${genesis}`,
      ...plans.map((plan) => t`profile ${plan.folder}`),
      "",
      ...warnings,
    ],
  );
}
