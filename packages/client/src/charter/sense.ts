// What the schema allows and nobody should sign: refused here, or said in words before anyone does.

import { type Charter, type CharterBody, type Row, toBase64 } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { type Said, say } from "../error/said.ts";
import { counted } from "../words/amounts.ts";
import { type Names, needWords, personWords, ruleWords } from "./words.ts";

/** People who hold a credential and may count for `role`. */
function able(body: CharterBody, role: "operator" | "approver"): number {
  return body.people.filter(
    ({ roles, credentials }) =>
      credentials.length > 0 && (roles.includes("approver") || (role === "operator" && roles.includes("operator"))),
  ).length;
}

/** Whether the people of `body` could fill this rule. The roots can always: the schema sees to their number. */
export function canFill(body: CharterBody, row: Row): boolean {
  return row.need.role === "root" || able(body, row.need.role) >= row.need.count;
}

/** Whether somebody could get `action` through when nothing is frozen, or while it is. */
function canDo(body: CharterBody, action: "freeze" | "unfreeze", frozen: boolean): boolean {
  const row = body.rules.find(
    (one) => one.actions.includes(action) && (one.when === "always" || (one.when === "frozen") === frozen),
  );
  return row !== undefined && canFill(body, row);
}

/** What nobody should sign, and where it stands in the charter. */
export interface Forbidden {
  where: string;
  message: Said;
}

function people(after: CharterBody): Forbidden[] {
  const found: Forbidden[] = [];
  const refuse = (where: string, message: Said): unknown => found.push({ where, message });
  if (!after.rules.some((row) => row.need.role !== "root" && canFill(after, row)))
    refuse(
      "people",
      say`No rule could be filled by the people that remain: everybody would be locked out. Keep somebody, or change the rules with it.`,
    );
  else if (able(after, "approver") === 0)
    refuse("people", say`No approver with a credential would remain: nobody could freeze, cancel, or sign a policy.`);
  if (canDo(after, "freeze", false) && !canDo(after, "unfreeze", true))
    refuse(
      "rules",
      say`One person could freeze everything and nobody could lift it: the rule for unfreeze asks for more people than there are, or is missing.`,
    );
  return found;
}

function keys(before: CharterBody, after: CharterBody): Forbidden[] {
  const found: Forbidden[] = [];
  const refuse = (where: string, message: Said): unknown => found.push({ where, message });
  const [old, now] = [before.directory, after.directory];
  const other = toBase64(old.spki) !== toBase64(now.spki);
  if (now.epoch < old.epoch || other !== now.epoch > old.epoch)
    refuse("directory", say`A new directory key has a new, higher epoch, and an epoch has one key.`);
  if (after.issuedAt < before.issuedAt)
    refuse("issuedAt", say`It would be issued before the charter that it follows. Check this machine's clock.`);
  if (!after.tlsPins.some((pin) => before.tlsPins.includes(pin)))
    refuse(
      "tlsPins",
      say`Not one TLS key that phones know today would remain. Add the next one first, move, and drop the old one in a later charter.`,
    );
  return found;
}

function warnPeople(before: Charter, after: Charter, names: Names): Said[] {
  const [old, now] = [before.body, after.body];
  const lines: Said[] = [];
  for (const row of now.rules)
    if (!canFill(now, row))
      lines.push(say`Nobody could fill the rule "${ruleWords(row)}": it asks for ${needWords(row)}.`);
  for (const person of now.people)
    if (person.credentials.length === 0)
      lines.push(say`${personWords(person.id, names)} keeps no credential and can sign nothing.`);
  if (able(now, "approver") === 1)
    lines.push(say`One approver alone remains: whoever steals that key is the quorum of one.`);
  const passkeys = now.people.filter((one) => one.credentials.some(({ kind }) => kind === "webauthn"));
  if (old.rpId !== now.rpId && passkeys.length > 0)
    lines.push(
      say`Passkeys are bound to ${old.rpId} and stop working: ${passkeys.map(({ id }) => personWords(id, names)).join(", ")}.`,
    );
  return lines;
}

function warnRoots(old: CharterBody, now: CharterBody): Said[] {
  const lines: Said[] = [];
  const spare = now.roots.keys.length - now.roots.threshold;
  if (spare === 0) lines.push(say`Every root must sign: with one of them lost there is never a charter again.`);
  if (now.roots.threshold === 1 && now.roots.keys.length > 1)
    lines.push(say`One root alone can replace everybody and everything.`);
  const gone = old.roots.keys.filter((key) => !now.roots.keys.some(({ kid }) => kid === key.kid));
  if (gone.length > 0)
    lines.push(
      say`Keep ${counted(gone.length, "retired root key")} safe, or destroy them: phones that were away still follow them to the next version.`,
    );
  return lines;
}

function warnWays(old: CharterBody, now: CharterBody): Said[] {
  const lines: Said[] = [];
  if (!now.rendezvous.some((url) => old.rendezvous.includes(url)))
    lines.push(
      say`No rendezvous of today remains: serve the old addresses until every phone has fetched this charter.`,
    );
  if (now.tlsPins.length < 3 && old.tlsPins.some((pin) => !now.tlsPins.includes(pin)))
    lines.push(
      say`Phones that were away since before this charter know the dropped TLS key alone; they fetch the charter from a rendezvous, whatever its certificate.`,
    );
  if (old.directory.epoch !== now.directory.epoch)
    lines.push(say`The directory's old private key is still needed to read what was sealed to it.`);
  if (old.sealKey.kid !== now.sealKey.kid)
    lines.push(say`Drafts with sealed texts must be drafted again: they are sealed to the old key.`);
  if (now.logs.length > old.logs.length)
    lines.push(say`A new epoch of the log begins: phones and clients take its start from this charter.`);
  return lines;
}

/** What `after` would mean: what only an emergency excuses, because it locks people or phones out, and what to know. */
export function judgeSense(
  before: Charter,
  after: Charter,
  names: Names,
): { forbidden: Forbidden[]; warnings: Said[] } {
  return {
    forbidden: [...people(after.body), ...keys(before.body, after.body)],
    warnings: [
      ...warnPeople(before, after, names),
      ...warnRoots(before.body, after.body),
      ...warnWays(before.body, after.body),
    ],
  };
}

/** Refuses with `charter.sense` what would lock people or phones out. */
export function requireSense({ forbidden: [first] }: ReturnType<typeof judgeSense>): void {
  if (first)
    throw new ClientError("charter.sense", first.where, say`${first.message} (--emergency proposes it all the same.)`);
}
