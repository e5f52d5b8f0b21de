// The list as a file for spreadsheets.

import type { Phone } from "./phone.ts";

/**
 * One cell. A model name is what a phone says of itself: a text that a spreadsheet would run as a formula is kept from it by
 * an apostrophe (OWASP, CSV injection).
 */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

export const csvColumns = [
  ...(["id", "platform", "model", "os", "patch", "state", "compliance", "lost", "groups", "seen", "enrolled"] as const),
  ...(["osAt", "complianceAt", "serverSaysSigned"] as const),
];

function time(seconds: number | undefined): string {
  return seconds === undefined ? "" : new Date(seconds * 1000).toISOString();
}

/** A phone as a line, in the order of `csvColumns`. Times are ISO 8601 in UTC. */
export function csvPhone(phone: Phone, groupName: (id: string) => string): string {
  return csvLine([
    ...[phone.id, phone.platform, phone.model, phone.os, phone.patch ?? "", phone.state, phone.compliance ?? ""],
    ...[phone.lost ? "yes" : "no", phone.groups.map(groupName).join("; "), time(phone.seenAt), time(phone.enrolledAt)],
    ...[time(phone.at.os), time(phone.at.compliance), phone.signed.join(" ")],
  ]);
}
