// What every step of a ceremony shows, so that proposer, roots and publisher read the same.

import {
  type Difference,
  diffCharters,
  diffLines,
  grouped,
  hashWords,
  judgeSense,
  type Names,
  type Proposal,
} from "@rempart/client";
import type { Context } from "../context.ts";
import { t, translated } from "../language/language.ts";

/** This profile's names, then those that only the proposal claims, marked as such. */
export async function namesFor(context: Context, claimed: Names): Promise<Names> {
  const { names } = await context.profile();
  const known = new Set(names.map((one) => one.id));
  return [
    ...names,
    ...claimed
      .filter((one) => !known.has(one.id))
      .map(({ id, name }) => ({ id, name: t`"${name}", as the proposer says` })),
  ];
}

function progressWords(proposal: Proposal): string[] {
  const { base, next, old, own } = proposal;
  return [
    t`  signed    ${old.signed} of ${old.needed} roots of version ${base.body.version}, ${own.signed} of ${own.needed} of version ${next.body.version}`,
    ...proposal.broken.map((kid) => t`  BROKEN    the signature of ${kid} does not fit these bytes`),
  ];
}

/** A proposal as everybody reads it, from its own bytes. */
export async function proposalLines(context: Context, proposal: Proposal): Promise<string[]> {
  const { base, next } = proposal;
  const names = await namesFor(context, proposal.claimed);
  const { forbidden, warnings } = judgeSense(base, next, names);
  return [
    t`CHARTER version ${next.body.version}, after version ${base.body.version}; what changes:`,
    ...diffLines(diffCharters(base.body, next.body, names)).map((line) => `  ${translated(line)}`),
    ...forbidden.map(({ message }) => t`  BEWARE    ${translated(message)}`),
    ...warnings.map((line) => t`  mind      ${translated(line)}`),
    ...progressWords(proposal),
    t`  hash      ${grouped(next.hash)}`,
    t`  in words  ${hashWords(next.hash)}`,
  ];
}

/** Differences for programs. */
export function diffJson(differences: readonly Difference[]): object[] {
  return differences.map(({ field, lines }) => ({ field, lines: lines.map(translated) }));
}

/** The same for programs. */
export async function proposalJson(context: Context, proposal: Proposal): Promise<Record<string, unknown>> {
  const { base, next, old, own, broken } = proposal;
  const names = await namesFor(context, proposal.claimed);
  const { forbidden, warnings } = judgeSense(base, next, names);
  return {
    hash: next.hash,
    words: hashWords(next.hash),
    version: next.body.version,
    prev: base.hash,
    from: next.body.from,
    changes: diffJson(diffCharters(base.body, next.body, names)),
    forbidden: forbidden.map(({ message }) => translated(message)),
    warnings: warnings.map(translated),
    signatures: { old, own, broken },
    complete: old.signed >= old.needed && own.signed >= own.needed,
  };
}
