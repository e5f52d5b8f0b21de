// What an order says, in words: every action of PROTOCOL section 7. What is added to the protocol and forgotten here would
// be a compile error, not a silent gap.

import { kindOf, settingWords, whenWords } from "@rempart/policy";
import { type Action, isStanding, type Order, type ParamsOf, type Ticket } from "@rempart/trust";
import type { Format } from "../words/format.ts";
import type { Language } from "../words/language.ts";
import type { OrderWords } from "./words.ts";

/** One line of what an order says. */
export interface Line {
  term: string;
  value: string;
  /** A hash or id: shown in the typeface for such. */
  code?: true;
  /** The field whose sealed text stands here. */
  sealed?: string;
}

interface Speech {
  words: OrderWords;
  format: Format;
  language: Language;
  /** What a person is called on this browser. */
  name(person: string): string;
}

type Lines<A extends Action> = (params: ParamsOf<A>, speech: Speech) => Line[];

const sealedLine = (term: string, field: string, present: unknown): Line[] =>
  present === undefined ? [] : [{ term, value: "", sealed: field }];

function withTail(items: readonly (string | false)[]): string {
  return items.filter((item) => item !== false).join(", ");
}

/** Rules of a policy, each in words, with its condition. */
export function ruleLines(rules: readonly unknown[], language: Language): string[] {
  return rules.map((value) => {
    const rule = value as { kind: string; when?: Parameters<typeof whenWords>[0] } & Record<string, never>;
    const keys = kindOf(rule.kind)?.key ?? [];
    const named = Object.fromEntries(keys.map((key) => [key, String(rule[key])]));
    const words = settingWords({ kind: rule.kind, named, value: rule })[language];
    return rule.when === undefined ? words : `${words} (${whenWords(rule.when)[language]})`;
  });
}

const linesOf: { [A in Action]: Lines<A> } = {
  lock: ({ message, phone }, { words }) => [
    ...sealedLine(words.params.message, "message", message),
    ...sealedLine(words.params.phone, "phone", phone),
  ],
  "lost-mode": ({ message, contact, sound }, { words }) => [
    ...sealedLine(words.params.message, "message", message),
    ...sealedLine(words.params.contact, "contact", contact),
    ...(sound ? [{ term: words.params.sound, value: words.params.soundOn }] : []),
  ],
  ring: ({ seconds }, { words, format }) => [{ term: words.params.ringFor, value: format.duration(seconds) }],
  message: ({ text }, { words }) => sealedLine(words.params.text, "text", text),
  query: ({ what }, { words, format }) => [
    { term: words.params.asks, value: format.list(what.map((one) => words.params[one])) },
  ],
  locate: (_, { words }) => [{ term: words.params.asks, value: words.params.position }],
  wipe: ({ storage, esim, keepProtection }, { words: { params } }) => [
    { term: params.erases, value: withTail([params.everything, storage && params.storage, esim && params.esim]) },
    { term: params.keepProtection, value: keepProtection ? params.kept : params.taken },
  ],
  unenrol: (_, { words }) => [{ term: words.what, value: words.params.leaves }],
  "clear-passcode": (_, { words }) => [{ term: words.what, value: words.params.passcode }],
  admit: ({ enrolment }, { words: { params } }) => [
    { term: params.enrolment, value: enrolment, code: true },
    { term: params.confirm, value: params.enrolmentHint },
  ],
  freeze: (_, { words }) => [{ term: words.what, value: words.params.freezeWhat }],
  unfreeze: ({ freezes, mute }, { words: { params, colon }, name, format }) => [
    { term: params.freezes, value: params.freezeCount(freezes.length) },
    ...freezes.map((hash): Line => ({ term: "", value: hash, code: true })),
    {
      term: params.mute,
      value: mute.length === 0 ? params.nobodyMuted : `${format.list(mute.map(name))}${colon}${params.muteHint}`,
    },
  ],
  cancel: ({ order }, { words }) => [{ term: words.params.order, value: order, code: true }],
  pace: ({ order, phones, seconds, until }, { words, format }) => [
    { term: words.params.order, value: order, code: true },
    {
      term: words.params.pace,
      value: words.params.paceValue(
        format.count(phones, words.phone, words.phones),
        format.duration(seconds),
        format.dateTime(until),
      ),
    },
  ],
  policy: (params, { words, language }) =>
    "removed" in params
      ? [{ term: words.params.policy, value: words.params.removedPolicy }]
      : [
          { term: words.params.policy, value: words.params.rules(params.rules.length) },
          ...ruleLines(params.rules, language).map((value) => ({ term: "", value })),
        ],
  app: (params, { words, format }) => [
    { term: words.params.app, value: params.package, code: true },
    { term: words.params.platform, value: words.platforms[params.platform] },
    { term: words.params.state, value: words.params[params.state] },
    ...fileLines(params, words, format),
  ],
  certificate: (params, { words }) =>
    "removed" in params
      ? [{ term: words.params.certificate, value: words.params.certificateRemoved }]
      : [{ term: words.params.certificate, value: words.params.certificateUse }],
  "os-update": (params, { words, format }) => [
    { term: words.params.platform, value: words.platforms[(params as { platform: "android" | "ios" }).platform] },
    ...("removed" in params
      ? [{ term: words.params.minimum, value: words.params.noMinimum }]
      : [
          { term: words.params.minimum, value: params.minimum },
          ...(params.deadline === undefined
            ? []
            : [{ term: words.params.deadline, value: format.dateTime(params.deadline) }]),
        ]),
  ],
  "agent-update": (params, { words, format }) => fileLines(params, words, format),
  assign: ({ groups }, { words }) =>
    groups.length === 0
      ? [{ term: words.params.groups, value: words.params.noGroups }]
      : groups.map(
          (group, index): Line => ({ term: index === 0 ? words.params.groups : "", value: group, code: true }),
        ),
};

interface FileParams {
  versionCode?: number | undefined;
  size?: number | undefined;
  sha256?: string | undefined;
  signer?: string | undefined;
  urls?: readonly string[] | undefined;
}

function fileLines(file: FileParams, { params }: OrderWords, format: Format): Line[] {
  const { versionCode, size, sha256, signer, urls } = file;
  return [
    ...(versionCode === undefined ? [] : [{ term: params.version, value: String(versionCode) }]),
    ...(size === undefined ? [] : [{ term: params.size, value: params.bytes(format.number(size)) }]),
    ...(sha256 === undefined ? [] : [{ term: params.fileHash, value: sha256, code: true as const }]),
    ...(signer === undefined ? [] : [{ term: params.signer, value: signer, code: true as const }]),
    ...(urls ?? []).map((url, index): Line => ({ term: index === 0 ? params.from : "", value: url, code: true })),
  ];
}

/** What the order says, line by line; the texts that are sealed stand in their place with `sealed`. */
export function orderLines(order: Order, speech: Speech): Line[] {
  const lines = (linesOf[order.action] as Lines<Action>)(order.params as never, speech);
  const { words } = speech;
  if (!isStanding(order) || order.stream === undefined || order.n === undefined) return lines;
  return [...lines, { term: words.params.stream, value: words.params.number(order.stream, order.n) }];
}

/** What an invitation says. */
export function ticketLines(ticket: Ticket, { words, format, name }: Speech): Line[] {
  const { params } = words;
  return [
    { term: params.uses, value: format.number(ticket.uses) },
    { term: params.confirm, value: ticket.confirm ? params.confirmYes : params.confirmNo },
    ...(ticket.person === undefined ? [] : [{ term: params.person, value: name(ticket.person) }]),
    ...ticket.groups.map(
      (group, index): Line => ({ term: index === 0 ? params.groups : "", value: group, code: true }),
    ),
  ];
}
