// A proposed charter in a file, carried from machine to machine. It brings the chain it follows, so that the machine of a
// root needs no network; nothing in it is believed that the pinned genesis does not lead to.

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
  type Signer,
  schema,
  signatureJson,
  verifyKeySignature,
  verifySuccessor,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { anyJson } from "../remote/ask.ts";
import type { Trust } from "../remote/trust.ts";
import { bodyOf, type CharterJson } from "./body.ts";
import type { Names } from "./words.ts";

const stored = schema.object({
  v: schema.literal(1),
  charters: schema.list(anyJson, 1, 100_000),
  envelope: anyJson,
  names: schema.list(schema.object({ id: forms.id, name: schema.text(1, 128) }), 0, 500),
});
/** A proposal as it travels. */
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

/**
 * The JSON of the charter that would follow `base`, with its counters moved on, for edits. `from`: documents of older
 * charters count when released below this entry of the log, at most its size now. `now` is Unix seconds.
 */
export function nextBody(base: Charter, from: number, now: number): CharterJson {
  return {
    ...bodyOf(base),
    ...{ org: base.genesis, version: base.body.version + 1, prev: base.hash, from, issuedAt: now },
  };
}

/** A proposal for travelling: it brings the chain it follows. `names` are those of people whom others do not know yet. */
export function newProposal(trust: Trust, next: Charter, names: Names): ProposalFile {
  const charters = trust.charters.map((charter) => charter.document.envelope);
  return { v: 1, charters, envelope: next.document.envelope, names: [...names] };
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
    throw new ClientError(
      "proposal.stale",
      "proposal",
      say`It follows version ${chain.length}, and this profile knows version ${trust.charters.length} already. Propose again from the newest.`,
    );
  const fork = trust.charters.find((charter, at) => charter.hash !== chain[at]?.hash);
  if (fork)
    throw new ClientError(
      "proposal.fork",
      "proposal",
      say`Version ${fork.body.version} is another charter there than the one this profile verified, and the roots signed both. Stop, and find out who signed twice.`,
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

/** Reads a proposal without judging it. `where` names its source in refusals. Refuses with the codes of form. */
export function readProposal(where: string, bytes: Uint8Array): ProposalFile {
  return stored(readJson(bytes, limit, where), "proposal");
}

/** Joins the signatures that roots gave on copies of one proposal, each with its source. Refuses with `proposal.differs`. */
export async function mergeProposals(copies: readonly [first: Copy, ...rest: Copy[]]): Promise<ProposalFile> {
  const [first, ...rest] = copies;
  let { envelope } = first.file;
  const { hash } = await openCharter(envelope);
  for (const { where, file } of rest) {
    if ((await openCharter(file.envelope)).hash !== hash)
      throw new ClientError(
        "proposal.differs",
        where,
        say`This is another proposal than the first: somebody changed one of them.`,
      );
    envelope = addSignatures(envelope, (file.envelope as { signatures: JsonValue[] }).signatures);
  }
  return { ...first.file, envelope };
}

/** A copy of a proposal, and where it came from. */
export interface Copy {
  where: string;
  file: ProposalFile;
}

/**
 * Refuses with `signature.broken` a proposal whose bytes some earlier signature does not fit: somebody changed it after that
 * root had signed.
 */
export function requireWhole({ broken }: Proposal): void {
  if (broken.length === 0) return;
  throw new ClientError(
    "signature.broken",
    broken[0]!,
    say`A root's signature on this proposal does not fit its bytes: it was changed after that root signed. Do not sign it; read the hash to each other and find the copy that was signed.`,
  );
}

/** Signs a proposal that was shown, with root keys. Refuses as `requireWhole`. */
export async function signProposal(proposal: Proposal, roots: readonly Signer[]): Promise<ProposalFile> {
  requireWhole(proposal);
  const made = [];
  for (const root of roots) made.push(signatureJson(await root.sign(proposal.next.document.pae)));
  return { ...proposal.file, envelope: addSignatures(proposal.file.envelope, made) };
}

/** Whether both sets of roots have signed enough. */
export function isComplete({ old, own }: Proposal): boolean {
  return old.signed >= old.needed && own.signed >= own.needed;
}
