// A proposed charter in a file, carried from machine to machine. It brings the chain it follows, so that the machine of a
// root needs no network; nothing in it is believed that the pinned genesis does not lead to.

import type { Names, Trust } from "@rempart/client";
import {
  addSignatures,
  type Charter,
  extendChain,
  forms,
  type JsonValue,
  openCharter,
  Refusal,
  readJson,
  rootSignatures,
  type Signature,
  schema,
  verifyKeySignature,
  verifySuccessor,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed, writePrivate } from "../profile/files.ts";

const raw: schema.Reader<JsonValue> = (value) => value;
const stored = schema.object({
  v: schema.literal(1),
  charters: schema.list(raw, 1, 100_000),
  envelope: raw,
  names: schema.list(schema.object({ id: forms.id, name: schema.text(1, 128) }), 0, 500),
});
export type ProposalFile = schema.Read<typeof stored>;
const limit = 256 * 1024 * 1024;

/** How far one set of roots has come. */
export interface Progress {
  signed: number;
  needed: number;
}

/** A proposal, verified but for the signatures that are still missing. */
export interface Proposal {
  file: ProposalFile;
  /** The whole verified chain; its last is the charter that the proposal follows. */
  chain: readonly Charter[];
  base: Charter;
  next: Charter;
  /** Names that the proposer gave, for people whom this profile does not know: a claim. */
  claimed: Names;
  old: Progress;
  own: Progress;
  /** Key ids of roots whose signature does not fit these bytes. */
  broken: string[];
}

/** Writes a proposal file. */
export async function writeProposal(path: string, file: ProposalFile): Promise<void> {
  await writePrivate(path, `${JSON.stringify(file)}\n`);
}

async function brokenOf(next: Charter, base: Charter): Promise<string[]> {
  const broken: string[] = [];
  const check = async (signature: Signature): Promise<boolean> => {
    const key = base.roots.get(signature.keyid) ?? next.roots.get(signature.keyid);
    return key !== undefined && (await verifyKeySignature(key, next.document.pae, signature));
  };
  for (const signature of next.document.signatures) if (!(await check(signature))) broken.push(signature.keyid);
  return broken;
}

/** That `next` follows `base` in all but signatures. */
async function requireFollows(base: Charter, next: Charter): Promise<void> {
  try {
    await verifySuccessor(base, next);
  } catch (error) {
    // Signatures come last of what is checked, and are what the ceremony still gathers.
    if (!(error instanceof Refusal) || error.where !== "charter.signatures") throw error;
  }
}

/** The chain that the proposal brings, judged by what this profile knows already. */
async function chainOf(trust: Trust, envelopes: readonly JsonValue[]): Promise<readonly Charter[]> {
  const chain = await extendChain([], trust.newest.genesis, envelopes);
  if (chain.length < trust.charters.length)
    throw new Problem(
      "proposal.stale",
      "proposal",
      t`It follows version ${chain.length}, and this profile knows version ${trust.charters.length} already. Propose again from the newest.`,
    );
  const fork = trust.charters.find((charter, at) => charter.hash !== chain[at]?.hash);
  if (fork)
    throw new Problem(
      "proposal.fork",
      "proposal",
      t`Version ${fork.body.version} is another charter there than the one this profile verified, and the roots signed both. Stop, and find out who signed twice.`,
    );
  return chain;
}

/** Judges a proposal against the profile's pinned genesis. Refuses with `proposal.stale`, `proposal.fork`, the codes of form. */
export async function judgeProposal(trust: Trust, file: ProposalFile): Promise<Proposal> {
  const chain = await chainOf(trust, file.charters);
  const base = chain.at(-1)!;
  const next = await openCharter(file.envelope);
  await requireFollows(base, next);
  const { document } = next;
  return {
    file,
    chain,
    base,
    next,
    claimed: file.names,
    old: { signed: await rootSignatures(document, base), needed: base.body.roots.threshold },
    own: { signed: await rootSignatures(document, next), needed: next.body.roots.threshold },
    broken: await brokenOf(next, base),
  };
}

/** Reads a proposal file without judging it. */
export async function readProposal(path: string): Promise<ProposalFile> {
  return stored(readJson(await readNamed(path), limit, path), "proposal");
}

/** Joins the signatures that roots gave on copies of one proposal. Refuses with `proposal.differs`. */
export async function mergeProposals(paths: readonly string[]): Promise<ProposalFile> {
  const [first, ...rest] = await Promise.all(paths.map(readProposal));
  let { envelope } = first!;
  const hash = (await openCharter(envelope)).hash;
  for (const [at, other] of rest.entries()) {
    if ((await openCharter(other.envelope)).hash !== hash)
      throw new Problem(
        "proposal.differs",
        paths[at + 1]!,
        t`This is another proposal than the first: somebody changed one of them.`,
      );
    envelope = addSignatures(envelope, (other.envelope as { signatures: JsonValue[] }).signatures);
  }
  return { ...first!, envelope };
}

/** Whether both sets of roots have signed enough. */
export function isComplete({ old, own }: Proposal): boolean {
  return old.signed >= old.needed && own.signed >= own.needed;
}
