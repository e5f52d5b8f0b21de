// Two charters compared in words. A root who signs reads this and nothing else, so a change without words would be a
// change nobody saw: the table below has a line for every field of the schema, or it does not compile.

import { type CharterBody, toBase64 } from "@rempart/trust";
import { type Said, say, type Value } from "../error/said.ts";
import { counted, momentWords, spanWords } from "../words/amounts.ts";
import { hashWords, keyWords } from "../words/fingerprint.ts";
import { grouped, shown } from "../words/shown.ts";
import { type Names, personWords, ruleWords } from "./words.ts";

type Person = CharterBody["people"][number];
type Credential = Person["credentials"][number];
type Key = CharterBody["witnesses"][number];
type Describe = (before: CharterBody, after: CharterBody, names: Names) => Said[];

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
function texts(what: Value, before: readonly string[], after: readonly string[], word = shown): Said[] {
  const { gone, come, moved } = compared(before, after, String);
  return [
    ...gone.map((one) => say`- ${what}: ${word(one)}`),
    ...come.map((one) => say`+ ${what}: ${word(one)}`),
    ...(moved ? [say`~ ${what}: in another order now: ${after.map((one) => word(one)).join(", ")}`] : []),
  ];
}

/** Words for a set of keys. */
function keys(what: Value, before: readonly Key[], after: readonly Key[]): Said[] {
  const { gone, come, moved } = compared(before, after, text);
  return [
    ...gone.map((key) => say`- ${what} ${key.kid}: its signatures count no more`),
    ...come.map((key) => say`+ ${what} ${key.kid}: ${keyWords(key.spki)}`),
    ...(moved ? [say`~ ${what}: in another order now`] : []),
  ];
}

function number(what: Value, before: number, after: number, word: (value: number) => Value = String): Said[] {
  return before === after ? [] : [say`~ ${what}: ${word(before)} before, ${word(after)} now`];
}

function credentialWords(one: Credential): Said {
  const kind = one.kind === "webauthn" ? say`passkey` : say`key`;
  return say`${kind} ${one.kid} (${one.alg}): ${keyWords(one.spki)}`;
}

function changedPerson(before: Person, after: Person, who: string): Said[] {
  const lines: Said[] = [];
  const roles = compared(before.roles, after.roles, String);
  for (const role of roles.gone) lines.push(say`- ${who} is no longer ${role}`);
  for (const role of roles.come) lines.push(say`+ ${who} becomes ${role}`);
  if (roles.moved) lines.push(say`~ ${who}: roles in another order`);
  const credentials = compared(before.credentials, after.credentials, text);
  for (const one of credentials.gone) lines.push(say`- ${who} loses the ${credentialWords(one)}`);
  for (const one of credentials.come) lines.push(say`+ ${who} gets the ${credentialWords(one)}`);
  if (credentials.moved) lines.push(say`~ ${who}: credentials in another order`);
  if (after.credentials.length === 0 && before.credentials.length > 0)
    lines.push(say`! ${who} has no credential left and can sign nothing`);
  return lines;
}

const people: Describe = (before, after, names) => {
  const { gone, come, both, moved } = compared(before.people, after.people, (one) => one.id);
  const lines = gone.map(
    (one) => say`- ${personWords(one.id, names)} leaves and loses all access; was ${one.roles.join(", ")}`,
  );
  for (const one of come) {
    const held = one.credentials.map((credential) => say`    with the ${credentialWords(credential)}`);
    lines.push(say`+ ${personWords(one.id, names)} joins as ${one.roles.join(", ")}`, ...held);
  }
  for (const [old, now] of both) lines.push(...changedPerson(old, now, personWords(now.id, names)));
  if (moved) lines.push(say`~ people: in another order`);
  return lines;
};

const rules: Describe = (before, after) => {
  if (same(before.rules, after.rules)) return [];
  const { gone, come, moved } = compared(before.rules, after.rules, text);
  const lines = gone.map((row) => say`- rule: ${ruleWords(row)}`);
  for (const row of come) lines.push(say`+ rule ${after.rules.indexOf(row) + 1}: ${ruleWords(row)}`);
  if (moved) lines.push(say`~ rules: in another order, and the first that fits decides`);
  lines.push(say`  the rules are now, the first that fits decides:`);
  return [...lines, ...after.rules.map((row, at) => say`    ${at + 1}. ${ruleWords(row)}`)];
};

const brake: Describe = (before, after) => {
  const [old, now] = [before.brake, after.brake];
  const window = (one: (typeof old.destructive)[number]): Said =>
    say`at most ${counted(one.phones, "phone")} destroyed in ${spanWords(one.seconds)}`;
  const { gone, come, moved } = compared(old.destructive, now.destructive, text);
  return [
    ...gone.map((one) => say`- ${say`brake`}: ${window(one)}`),
    ...come.map((one) => say`+ ${say`brake`}: ${window(one)}`),
    ...(moved
      ? [
          say`~ ${say`brake`}: in another order now: ${now.destructive.map((one): Value => window(one)).reduce((all, one) => say`${all}, ${one}`)}`,
        ]
      : []),
    ...number(say`brake: a destructive order is held above phones`, old.hold.above, now.hold.above),
    ...number(say`brake: it is held for`, old.hold.seconds, now.hold.seconds, spanWords),
    ...number(say`reach: phones a new standing document may always touch at first`, old.reach.least, now.reach.least),
    ...number(say`reach: and of all phones, in thousandths`, old.reach.permille, now.reach.permille),
    ...number(say`reach: for the first`, old.reach.seconds, now.reach.seconds, spanWords),
  ];
};

const roots: Describe = (before, after) => [
  ...keys(say`root key`, before.roots.keys, after.roots.keys),
  ...number(say`roots that must sign a charter`, before.roots.threshold, after.roots.threshold),
];

const logs: Describe = (before, after) => {
  const { gone, come, moved } = compared(before.logs, after.logs, text);
  return [
    ...(moved ? [say`~ logs: in another order, and the last is in use`] : []),
    ...gone.map(
      (log) =>
        say`- log epoch ${log.epoch}, ${shown(log.origin)}, key ${log.kid}, from ${log.startSize} (${log.startRoot})`,
    ),
    ...come.flatMap((log) => [
      say`+ log epoch ${log.epoch}, ${shown(log.origin)}, starts at entry ${log.startSize} with root ${grouped(log.startRoot)}`,
      say`    key ${log.kid}: ${keyWords(log.spki)}`,
    ]),
  ];
};

const directory: Describe = (before, after) => {
  const lines = number(say`directory: epoch`, before.directory.epoch, after.directory.epoch);
  if (!same(before.directory.spki, after.directory.spki))
    lines.push(say`~ directory: what is sealed from now on opens with another key: ${keyWords(after.directory.spki)}`);
  return [...lines, ...keys(say`directory writer`, before.directory.writers, after.directory.writers)];
};

const table: { readonly [K in keyof Required<CharterBody>]: Describe } = {
  v: (a, b) => number(say`format`, a.v, b.v),
  // The genesis names no organisation: it is one.
  org: (a, b) =>
    same(a.org, b.org) ? [] : [say`~ of the organisation ${b.org === undefined ? say`none` : grouped(b.org)}`],
  version: (a, b) => number(say`version`, a.version, b.version),
  prev: (a, b) =>
    same(a.prev, b.prev) ? [] : [say`~ follows charter ${b.prev === undefined ? say`none` : grouped(b.prev)}`],
  from: (a, b) => number(say`documents of older charters count when released below log entry`, a.from, b.from),
  roots,
  people,
  rules,
  brake,
  origins: (a, b) => texts(say`console`, a.origins, b.origins),
  rpId: (a, b) =>
    a.rpId === b.rpId ? [] : [say`~ passkeys are bound to ${shown(b.rpId)} now, before to ${shown(a.rpId)}`],
  logs,
  witnesses: (a, b) => keys(say`witness`, a.witnesses, b.witnesses),
  k: (a, b) => number(say`witnesses that phones demand`, a.k, b.k),
  rendezvous: (a, b) => texts(say`phones call`, a.rendezvous, b.rendezvous),
  tlsPins: (a, b) => texts(say`TLS key`, a.tlsPins, b.tlsPins, (pin) => `${pin.slice(0, 16)}...: ${hashWords(pin)}`),
  sealKey: (a, b) =>
    same(a.sealKey, b.sealKey)
      ? []
      : [say`~ texts are sealed to another gatekeeper key, ${b.sealKey.kid}: ${keyWords(b.sealKey.spki)}`],
  directory,
  voids: (a, b) => texts(say`void`, a.voids, b.voids),
  issuedAt: (a, b) => number(say`issued`, a.issuedAt, b.issuedAt, momentWords),
};

/** Fields that every next charter changes. */
const ordinary: ReadonlySet<string> = new Set(["org", "version", "prev", "from", "issuedAt"]);

export interface Difference {
  field: keyof CharterBody;
  lines: Said[];
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
export function diffLines(differences: readonly Difference[]): Said[] {
  const [counters, rest] = [true, false].map((wanted) =>
    differences.filter(({ field }) => ordinary.has(field) === wanted),
  );
  return [...rest!, ...counters!].flatMap(({ lines }) => lines);
}
