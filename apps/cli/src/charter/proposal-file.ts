import { type Copy, mergeProposals, type ProposalFile, readProposal } from "@rempart/client";
import { readNamed, writePrivate } from "../profile/files.ts";

/** Writes a proposal file. */
export async function writeProposal(path: string, file: ProposalFile): Promise<void> {
  await writePrivate(path, `${JSON.stringify(file)}\n`);
}

/** Reads a proposal file without judging it. */
export async function readProposalFile(path: string): Promise<ProposalFile> {
  return readProposal(path, await readNamed(path));
}

/** Joins the signatures that roots gave on copies of one proposal. Refuses with `proposal.differs`. */
export async function mergeProposalFiles(paths: readonly string[]): Promise<ProposalFile> {
  const copies: Copy[] = [];
  for (const path of paths) copies.push({ where: path, file: await readProposalFile(path) });
  return await mergeProposals(copies as [Copy, ...Copy[]]);
}
