import { isComplete, judgeProposal, type Proposal, proveEntry, submit, trustFrom } from "@rempart/client";
import { type Charter, extendChain, openCharter } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { proposalJson, proposalLines } from "./ceremony.ts";
import { affectedLines } from "./consequences.ts";
import { mergeProposalFiles } from "./proposal-file.ts";

function requireSigned(proposal: Proposal): void {
  const { old, own, broken } = proposal;
  if (isComplete(proposal)) return;
  const hint =
    broken.length > 0 ? t` ${broken.length} signatures do not fit these bytes: the proposal was changed.` : "";
  throw new Problem(
    "charter.chain",
    "charter.signatures",
    t`${old.signed} of ${old.needed} roots in force and ${own.signed} of ${own.needed} roots to come have signed; both are needed.${hint}`,
  );
}

/** Keeps the names of people who joined, as this profile's own, for those whom the charter now holds. */
async function learnNames(context: Context, next: Charter, claimed: Proposal["claimed"]): Promise<void> {
  const profile = await context.profile();
  const joined = claimed.filter(
    ({ id }) => next.body.people.some((one) => one.id === id) && !profile.names.some((one) => one.id === id),
  );
  if (joined.length > 0) await context.rename([...profile.names, ...joined]);
}

/** Hands the charter over and proves that the log holds it; where it is in force already, a fresh head says so. */
async function handOver(context: Context, next: Charter, published: boolean): Promise<{ index?: number }> {
  if (published) {
    // `head` refuses a log that is not signed for the newest charter shown.
    await context.head();
    return {};
  }
  const { index } = await submit((await context.gatekeeper()).ask, next.hash, next.document.envelope, []);
  const { head } = await context.head();
  await proveEntry((await context.gatekeeper()).ask, head, index, next.hash, "charter");
  return { index };
}

/** Submits a signed proposal, checks that the log holds it, and says what must be signed again. */
export async function publishCharter(context: Context, options: { proposal: string[] }): Promise<void> {
  const file = await mergeProposalFiles(options.proposal);
  const known = await context.sync();
  const { hash } = await openCharter(file.envelope);
  const there = known.charters[file.charters.length];
  if (there && there.hash !== hash)
    throw new Problem(
      "proposal.stale",
      "proposal",
      t`Another charter was published as version ${there.body.version} meanwhile (${there.hash}). Propose again from the newest.`,
    );
  const trust = there ? trustFrom(known.charters.slice(0, file.charters.length)) : known;
  const proposal = await judgeProposal(trust, file);
  const { next } = proposal;
  context.say(...(await proposalLines(context, proposal)));
  requireSigned(proposal);
  // Refused here with the verifier's own words, before anybody else is asked.
  await extendChain(proposal.chain, next.genesis, [file.envelope]);
  const done = await handOver(context, next, there !== undefined);
  await learnNames(context, next, proposal.claimed);
  const ending = await affectedLines(context, (await context.trust()).charters);
  const json = await proposalJson(context, proposal);
  const place =
    done.index === undefined ? t`already, by a fresh head of the log` : t`entry ${done.index}, proved by the log`;
  context.result({ ...json, ...done, proved: true, ...(ending.orders ? { ended: ending.orders } : {}) }, [
    t`version ${next.body.version} is in force: ${place}`,
    ...ending.lines,
    ...(ending.orders?.length ? [t`Draft each again: rempart order again HASH`] : []),
  ]);
}
