// What `log verify` tells people.

import { grouped, shown } from "@rempart/client";
import type { Head } from "@rempart/trust";
import { counted, t } from "../language/language.ts";
import { moment, span } from "../shown.ts";
import type { Audit } from "./audit.ts";
import type { Checked } from "./check.ts";

const mostLines = 50;

/** A log's state in words: whole or not, who vouches for it, what was checked, what is wrong. */
export function logLines(checked: Checked, audit: Audit, head: Head): string[] {
  const { size, root, counts, compared, witnessed } = checked;
  const { findings, unchecked, brake } = audit;
  const lines = [
    t`The log is whole: ${size} ${size === 1 ? t`entry gives` : t`entries give`} the root that its key signed ${moment(head.time)}.`,
    t`  root ${grouped(root)}`,
    ...Object.entries(counts).map(([type, count]) => `  ${type.padEnd(16)} ${count}`),
    compared === undefined
      ? t`It is shorter than what this profile saw before, or of another epoch: the two were not compared.`
      : t`It continues size ${compared}, which this profile saw before.`,
    witnessed
      ? t`${counted(witnessed.kids.length, "witness")} saw the same history up to size ${witnessed.size}; ${witnessed.needed} needed.`
      : t`No witness vouches for it here.`,
    t`Checked: ${Object.entries(audit.checked)
      .map(([what, count]) => `${count} ${what}`)
      .join(", ")}.`,
  ];
  if (audit.checked.order !== undefined)
    for (const { seconds, allowed, most } of brake)
      lines.push(t`  most phones destroyed in any ${span(seconds)}: ${most}; ${allowed} are allowed`);
  for (const [why, count] of Object.entries(unchecked)) lines.push(t`Not checked: ${count} ${why}.`);
  if (findings.length === 0) return [...lines, t`Nothing is wrong.`];
  lines.push(t`${counted(findings.length, "thing")} must not be:`);
  for (const { index, code, what } of findings.slice(0, mostLines))
    lines.push(t`  entry ${index}: ${code}: ${shown(what, 300)}`);
  if (findings.length > mostLines) lines.push(t`  and ${findings.length - mostLines} more; --json lists all`);
  return lines;
}
