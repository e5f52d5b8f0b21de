import {
  bodyOf,
  changesSomething,
  diffCharters,
  hashWords,
  judgeProposal,
  judgeSense,
  keyWords,
  newProposal,
  nextBody,
  openBody,
  requireSense,
} from "@rempart/client";
import type { CharterBody } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { shownPins } from "../remote/http.ts";
import { proposalJson, proposalLines } from "./ceremony.ts";
import { affectedLines } from "./consequences.ts";
import { type Edited, type EditOptions, edit, type Known } from "./edit.ts";
import { writeProposal } from "./proposal-file.ts";

export interface ProposeOptions extends EditOptions {
  out: string;
  from?: number;
  offline?: boolean;
  emergency?: boolean;
  compared?: boolean;
}

/** Newest charter and log: asked and verified now, or (with the network lost) what this profile saw last. */
async function startingPoint(context: Context, options: ProposeOptions) {
  if (!options.offline) {
    const { trust, head } = await context.head();
    return { trust, log: { size: head.size, root: head.root } };
  }
  const trust = await context.trust();
  if (options.from === undefined)
    throw new Usage(
      "--from",
      t`Offline nobody reads the log's size: give --from. This profile saw ${trust.log.size} entries last.`,
    );
  return { trust, log: { size: trust.log.size, root: trust.log.root } };
}

/** New keys are believed for the words that their holders read aloud, not for the file they came in. */
async function compare(context: Context, edited: Edited, options: ProposeOptions): Promise<void> {
  if (edited.compare.length === 0) return;
  const lines = edited.compare.map((one) => `  ${one.what}: ${one.spki ? keyWords(one.spki) : hashWords(one.pin!)}`);
  context.say(t`Compare these words with those that each holder reads from their own screen:`, ...lines);
  if (options.compared) return;
  if (!context.io.interactive)
    throw new Usage(
      "--compared",
      t`Nobody can be asked here: add --compared once every holder read the same words to you.`,
    );
  const answer = await context.io.ask(t`Did each of them read exactly these? Type yes: `, false);
  if (answer.trim().toLowerCase() !== "yes") throw new Problem("interrupted", "terminal", t`Nothing was proposed.`);
}

/**
 * Asks every rendezvous of the proposal for its certificate. Refuses with `charter.sense` one that shows a key which phones
 * know today and would know no more. Returns what else is worth knowing, as warnings.
 */
async function checkWays(base: CharterBody, next: CharterBody, emergency: boolean): Promise<string[]> {
  const warnings: string[] = [];
  const inUse = new Set<string>();
  for (const url of next.rendezvous) {
    const shown = await shownPins(url).catch(() => undefined);
    for (const pin of shown ?? []) inUse.add(pin);
    if (!shown) warnings.push(t`${url} does not answer now, so its TLS key was not compared with the list.`);
    else if (shown.some((pin) => next.tlsPins.includes(pin))) continue;
    else if (!shown.some((pin) => base.tlsPins.includes(pin)))
      warnings.push(
        t`${url} answers with a TLS key that is not in the list: it can hand out charters, and nothing else.`,
      );
    else if (!emergency)
      throw new Problem(
        "charter.sense",
        "tlsPins",
        t`${url} answers with a TLS key that this charter drops: phones could not reach it. Keep that key until it is replaced there. (--emergency proposes it all the same.)`,
      );
  }
  if (inUse.size > 0 && next.tlsPins.every((pin) => inUse.has(pin)))
    warnings.push(
      t`No TLS key of the list is a spare: should the gatekeeper's be lost, phones can be met again only by a charter from another rendezvous.`,
    );
  return warnings;
}

/** Builds the next charter from the newest verified one, judges it, and writes the proposal. Nothing is signed. */
export async function propose(context: Context, options: ProposeOptions): Promise<void> {
  const { trust, log } = await startingPoint(context, options);
  const base = trust.newest;
  const { names } = await context.profile();
  const from = options.from ?? log.size;
  // A size that the log does not have yet would let an intruder release under the old charter up to it.
  if (from > log.size) throw new Usage("--from", t`The log has ${log.size} entries; --from may name that or fewer.`);
  const known: Known = { base, names, log };
  const edited = await edit(bodyOf(base), known, options);
  const { org, version, prev, issuedAt } = nextBody(base, from, context.now());
  const next = await openBody(Object.assign(edited.body, { org, version, prev, from, issuedAt }));
  if (!changesSomething(diffCharters(base.body, next.body, names)))
    throw new Usage("propose", t`Nothing would change. See rempart charter propose --help.`);
  if (!options.emergency) requireSense(judgeSense(base, next, names));
  const ways = options.offline ? [] : await checkWays(base.body, next.body, options.emergency === true);
  await compare(context, edited, options);
  const file = newProposal(trust, next, edited.names);
  const proposal = await judgeProposal(trust, file);
  const ending = options.offline
    ? { orders: undefined, lines: [] }
    : await affectedLines(context, [...trust.charters, next]);
  context.say(
    ...(await proposalLines(context, proposal)),
    ...ways.map((line) => t`  mind      ${line}`),
    ...ending.lines,
  );
  await writeProposal(options.out, file);
  const json = await proposalJson(context, proposal);
  const warnings = [...(json.warnings as string[]), ...ways];
  context.result({ ...json, warnings, ...(ending.orders ? { ends: ending.orders } : {}), out: options.out }, [
    next.hash,
    t`proposal written to ${options.out}; carry it to each root, who signs it offline`,
  ]);
}
