// A root signs. No network is touched here: what the root reads comes from the file, the pinned genesis, and nothing else.

import { addSignatures, signatureJson } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { loadKey, type StoredKey, signerOf } from "../profile/keys.ts";
import { proposalJson, proposalLines } from "./ceremony.ts";
import { judgeProposal, type Proposal, readProposal, writeProposal } from "./proposal.ts";

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

/** Refuses a proposal whose bytes some earlier signature does not fit: somebody changed it after that root had signed. */
function requireWhole({ broken }: Proposal): void {
  if (broken.length === 0) return;
  throw new Problem(
    "signature.broken",
    broken[0]!,
    t`A root's signature on this proposal does not fit its bytes: it was changed after that root signed. Do not sign it; read the hash to each other and find the copy that was signed.`,
  );
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
  const file = await readProposal(options.proposal);
  const proposal = await judgeProposal(trust, file);
  context.say(...(await proposalLines(context, proposal)));
  requireWhole(proposal);
  const keys = await rootKeys(context, proposal, options.rootKey);
  await confirm(context, options.yes);
  const signatures = [];
  for (const key of keys) signatures.push(signatureJson(await (await signerOf(key)).sign(proposal.next.document.pae)));
  const signed = { ...file, envelope: addSignatures(file.envelope, signatures) };
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
