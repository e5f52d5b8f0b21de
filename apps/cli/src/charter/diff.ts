// Two charters compared in words. A root who signs reads this and nothing else, so a change without words would be a
// change nobody saw: the table below has a line for every field of the schema, or it does not compile.

import { hashWords, keyWords } from "@rempart/client";
import { type CharterBody, toBase64 } from "@rempart/trust";
import { counted, t } from "../language/language.ts";
import { grouped, moment, shown, span } from "../shown.ts";
import { type Names, personWords, ruleWords } from "./words.ts";

type Person = CharterBody["people"][number];
type Credential = Person["credentials"][number];
type Key = CharterBody["witnesses"][number];
type Describe = (before: CharterBody, after: CharterBody, names: Names) => string[];

const same = (a: unknown, b: unknown): boolean => text(a) === text(b);

/** JSON with keys and bytes spelled out, for comparing and for showing. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? toBase64(inner) : inner)) ?? "";
}

/** Members that came and went, by `id`; and whether those that stayed changed places. */
function compared<T>(before: readonly T[], after: readonly T[], id: (one: T) => string) {
  const [old, now] = [new Map(before.map((one) => [id(one), one])), new Map(after.map((one) => [id(one), one]))];
  const stayed = (list: readonly T[]): string[] => list.map(id).filter((key) => old.has(key) && now.has(key));
  return {
    gone: before.filter((one) => !now.has(id(one))),
    come: after.filter((one) => !old.has(id(one))),
    both: after.filter((one) => old.has(id(one))).map((one): [T, T] => [old.get(id(one))!, one]),
    moved: !same(stayed(before), stayed(after)),
  };
}

/** Words for a set of texts. */
function texts(what: string, before: readonly string[], after: readonly string[], say = shown): string[] {
  const { gone, come, moved } = compared(before, after, String);
  return [
    ...gone.map((one) => `- ${what}: ${say(one)}`),
    ...come.map((one) => `+ ${what}: ${say(one)}`),
    ...(moved ? [t`~ ${what}: in another order now: ${after.map((one) => say(one)).join(", ")}`] : []),
  ];
}

/** Words for a set of keys. */
function keys(what: string, before: readonly Key[], after: readonly Key[]): string[] {
  const { gone, come, moved } = compared(before, after, text);
  return [
    ...gone.map((key) => t`- ${what} ${key.kid}: its signatures count no more`),
    ...come.map((key) => `+ ${what} ${key.kid}: ${keyWords(key.spki)}`),
    ...(moved ? [t`~ ${what}: in another order now`] : []),
  ];
}

function number(what: string, before: number, after: number, say: (value: number) => string = String): string[] {
  return before === after ? [] : [t`~ ${what}: ${say(before)} before, ${say(after)} now`];
}

function credentialWords(one: Credential): string {
  const kind = one.kind === "webauthn" ? t`passkey` : t`key`;
  return `${kind} ${one.kid} (${one.alg}): ${keyWords(one.spki)}`;
}

function changedPerson(before: Person, after: Person, who: string): string[] {
  const lines: string[] = [];
  const roles = compared(before.roles, after.roles, String);
  for (const role of roles.gone) lines.push(t`- ${who} is no longer ${role}`);
  for (const role of roles.come) lines.push(t`+ ${who} becomes ${role}`);
  if (roles.moved) lines.push(t`~ ${who}: roles in another order`);
  const credentials = compared(before.credentials, after.credentials, text);
  for (const one of credentials.gone) lines.push(t`- ${who} loses the ${credentialWords(one)}`);
  for (const one of credentials.come) lines.push(t`+ ${who} gets the ${credentialWords(one)}`);
  if (credentials.moved) lines.push(t`~ ${who}: credentials in another order`);
  if (after.credentials.length === 0 && before.credentials.length > 0)
    lines.push(t`! ${who} has no credential left and can sign nothing`);
  return lines;
}

const people: Describe = (before, after, names) => {
  const { gone, come, both, moved } = compared(before.people, after.people, (one) => one.id);
  const lines = gone.map(
    (one) => t`- ${personWords(one.id, names)} leaves and loses all access; was ${one.roles.join(", ")}`,
  );
  for (const one of come) {
    const held = one.credentials.map((credential) => t`    with the ${credentialWords(credential)}`);
    lines.push(t`+ ${personWords(one.id, names)} joins as ${one.roles.join(", ")}`, ...held);
  }
  for (const [old, now] of both) lines.push(...changedPerson(old, now, personWords(now.id, names)));
  if (moved) lines.push(t`~ people: in another order`);
  return lines;
};

const rules: Describe = (before, after) => {
  if (same(before.rules, after.rules)) return [];
  const { gone, come, moved } = compared(before.rules, after.rules, text);
  const lines = gone.map((row) => t`- rule: ${ruleWords(row)}`);
  for (const row of come) lines.push(t`+ rule ${after.rules.indexOf(row) + 1}: ${ruleWords(row)}`);
  if (moved) lines.push(t`~ rules: in another order, and the first that fits decides`);
  lines.push(t`  the rules are now, the first that fits decides:`);
  return [...lines, ...after.rules.map((row, at) => `    ${at + 1}. ${ruleWords(row)}`)];
};

const brake: Describe = (before, after) => {
  const [old, now] = [before.brake, after.brake];
  const windows = (list: typeof old.destructive): string[] =>
    list.map((one) => t`at most ${counted(one.phones, "phone")} destroyed in ${span(one.seconds)}`);
  return [
    ...texts(t`brake`, windows(old.destructive), windows(now.destructive)),
    ...number(t`brake: a destructive order is held above phones`, old.hold.above, now.hold.above),
    ...number(t`brake: it is held for`, old.hold.seconds, now.hold.seconds, span),
    ...number(t`reach: phones a new standing document may always touch at first`, old.reach.least, now.reach.least),
    ...number(t`reach: and of all phones, in thousandths`, old.reach.permille, now.reach.permille),
    ...number(t`reach: for the first`, old.reach.seconds, now.reach.seconds, span),
  ];
};

const roots: Describe = (before, after) => [
  ...keys(t`root key`, before.roots.keys, after.roots.keys),
  ...number(t`roots that must sign a charter`, before.roots.threshold, after.roots.threshold),
];

const logs: Describe = (before, after) => {
  const { gone, come, moved } = compared(before.logs, after.logs, text);
  return [
    ...(moved ? [t`~ logs: in another order, and the last is in use`] : []),
    ...gone.map(
      (log) =>
        t`- log epoch ${log.epoch}, ${shown(log.origin)}, key ${log.kid}, from ${log.startSize} (${log.startRoot})`,
    ),
    ...come.flatMap((log) => [
      t`+ log epoch ${log.epoch}, ${shown(log.origin)}, starts at entry ${log.startSize} with root ${grouped(log.startRoot)}`,
      t`    key ${log.kid}: ${keyWords(log.spki)}`,
    ]),
  ];
};

const directory: Describe = (before, after) => {
  const lines = number(t`directory: epoch`, before.directory.epoch, after.directory.epoch);
  if (!same(before.directory.spki, after.directory.spki))
    lines.push(t`~ directory: what is sealed from now on opens with another key: ${keyWords(after.directory.spki)}`);
  return [...lines, ...keys(t`directory writer`, before.directory.writers, after.directory.writers)];
};

const table: { readonly [K in keyof Required<CharterBody>]: Describe } = {
  v: (a, b) => number(t`format`, a.v, b.v),
  // The genesis names no organisation: it is one.
  org: (a, b) =>
    same(a.org, b.org) ? [] : [t`~ of the organisation ${b.org === undefined ? t`none` : grouped(b.org)}`],
  version: (a, b) => number(t`version`, a.version, b.version),
  prev: (a, b) =>
    same(a.prev, b.prev) ? [] : [t`~ follows charter ${b.prev === undefined ? t`none` : grouped(b.prev)}`],
  from: (a, b) => number(t`documents of older charters count when released below log entry`, a.from, b.from),
  roots,
  people,
  rules,
  brake,
  origins: (a, b) => texts(t`console`, a.origins, b.origins),
  rpId: (a, b) =>
    a.rpId === b.rpId ? [] : [t`~ passkeys are bound to ${shown(b.rpId)} now, before to ${shown(a.rpId)}`],
  logs,
  witnesses: (a, b) => keys(t`witness`, a.witnesses, b.witnesses),
  k: (a, b) => number(t`witnesses that phones demand`, a.k, b.k),
  rendezvous: (a, b) => texts(t`phones call`, a.rendezvous, b.rendezvous),
  tlsPins: (a, b) => texts(t`TLS key`, a.tlsPins, b.tlsPins, (pin) => `${pin.slice(0, 16)}...: ${hashWords(pin)}`),
  sealKey: (a, b) =>
    same(a.sealKey, b.sealKey)
      ? []
      : [t`~ texts are sealed to another gatekeeper key, ${b.sealKey.kid}: ${keyWords(b.sealKey.spki)}`],
  directory,
  voids: (a, b) => texts(t`void`, a.voids, b.voids),
  issuedAt: (a, b) => number(t`issued`, a.issuedAt, b.issuedAt, moment),
};

/** Fields that every next charter changes. */
const ordinary: ReadonlySet<string> = new Set(["org", "version", "prev", "from", "issuedAt"]);

export interface Difference {
  field: keyof CharterBody;
  lines: string[];
}

/** Every field that differs, each with at least one line of words; `+` came, `-` went, `~` changed, `!` beware. */
export function diffCharters(before: CharterBody, after: CharterBody, names: Names): Difference[] {
  const found: Difference[] = [];
  for (const [key, describe] of Object.entries(table)) {
    const field = key as keyof CharterBody;
    const lines = describe(before, after, names);
    if (lines.length > 0) found.push({ field, lines });
  }
  return found;
}

/** Whether anything changed besides the counters that every next charter changes. */
export function changesSomething(differences: readonly Difference[]): boolean {
  return differences.some(({ field }) => !ordinary.has(field));
}

/** The differences as lines, what people change first and the counters last. */
export function diffLines(differences: readonly Difference[]): string[] {
  const [counters, rest] = [true, false].map((wanted) =>
    differences.filter(({ field }) => ordinary.has(field) === wanted),
  );
  return [...rest!, ...counters!].flatMap(({ lines }) => lines);
}
