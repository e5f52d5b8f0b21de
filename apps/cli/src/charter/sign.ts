import type { StoredKey } from "@rempart/client";
// A root signs. No network is touched here: what the root reads comes from the file, the pinned genesis, and nothing else.

import { judgeProposal, type Proposal, requireWhole, signProposal } from "@rempart/client";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { loadKey, signerOf } from "../profile/keys.ts";
import { proposalJson, proposalLines } from "./ceremony.ts";
import { readProposalFile, writeProposal } from "./proposal-file.ts";

export interface CharterSignOptions {
  proposal: string;
  rootKey: string[];
  out?: string;
  yes?: boolean;
}

async function rootKeys(context: Context, proposal: Proposal, paths: readonly string[]): Promise<StoredKey[]> {
  if (paths.length === 0) throw new Usage("--root-key", t`Give the file of the root key that signs.`);
  const keys: StoredKey[] = [];
  for (const path of paths) {
    const key = await loadKey(context.vault, path);
    if (key.kind !== "root") throw new Problem("key.kind", path, t`This is a ${key.kind} key, not a root's.`);
    if (!proposal.base.roots.has(key.kid) && !proposal.next.roots.has(key.kid))
      throw new Problem(
        "key.stranger",
        path,
        t`This root stands neither in the charter in force nor in the proposed one: its signature would count nowhere.`,
      );
    keys.push(key);
  }
  return keys;
}

async function confirm(context: Context, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!context.io.interactive)
    throw new Usage("--yes", t`Nobody can be asked here: add --yes to sign what is shown above.`);
  const answer = await context.io.ask(
    t`Read the words of the hash to the other roots. Sign exactly this charter? Type yes: `,
    false,
  );
  if (answer.trim().toLowerCase() !== "yes") throw new Problem("interrupted", "terminal", t`Not signed.`);
}

/** Shows a proposal against the charter that it follows, asks, and signs it with root keys. */
export async function signCharter(context: Context, options: CharterSignOptions): Promise<void> {
  const trust = await context.trust();
  const proposal = await judgeProposal(trust, await readProposalFile(options.proposal));
  context.say(...(await proposalLines(context, proposal)));
  requireWhole(proposal);
  const keys = await rootKeys(context, proposal, options.rootKey);
  await confirm(context, options.yes);
  const signed = await signProposal(proposal, await Promise.all(keys.map(signerOf)));
  const out = options.out ?? options.proposal;
  await writeProposal(out, signed);
  const after = await judgeProposal(trust, signed);
  const json = await proposalJson(context, after);
  context.result({ ...json, out }, [
    after.next.hash,
    json.complete
      ? t`signed by enough roots, old and new; publish it: rempart charter publish --proposal ${out}`
      : t`signed: ${after.old.signed} of ${after.old.needed} of the roots in force, ${after.own.signed} of ${after.own.needed} of the roots to come`,
  ]);
}
