// A plan in words: what is made, changed, removed, for whom, field by field.
import { shown } from "@rempart/client";
import { type Change, canonical, type Plan, type Standing } from "@rempart/configuration";
import { type Json, kindOf, settingName, settingValue, type When, whenWords } from "@rempart/policy";
import { everyPhone, type JsonObject, type JsonValue } from "@rempart/trust";
import { language, t } from "../language/language.ts";
import { moment } from "../shown.ts";

/** Names of groups by id. */
export type GroupNames = ReadonlyMap<string, string>;

const signs: Record<Change["change"], string> = { create: "+", update: "~", restate: "=", remove: "-", move: ">" };

export function groupWords(group: string, names: GroupNames): string {
  return group === everyPhone ? t`every phone` : t`group ${shown(names.get(group) ?? group)}`;
}

/** What a document is about, where no configuration gives it a name. */
export function subject({ stream, params }: { stream: string; params: JsonObject }): string {
  const { id, package: app, platform } = params;
  if (typeof app === "string") return `${app} (${platform})`;
  return shown(typeof id === "string" ? id : stream);
}

/** One rule, without its kind: what it wants, and when. */
function ruleText(rule: JsonObject): string {
  const { when } = rule as { when?: When };
  const value = settingValue({ kind: String(rule.kind) }, rule as Json)[language];
  return shown(when === undefined ? value : `${value} (${whenWords(when)[language]})`, 400);
}

/** The kind in people's words, with the fields that tell rules of one kind apart. */
function ruleName(rule: JsonObject): string {
  const kind = String(rule.kind);
  const named = Object.fromEntries((kindOf(kind)?.key ?? []).map((key) => [key, String(rule[key])]));
  return shown(settingName({ kind, named })[language], 80);
}

/** What tells rules of one policy apart. */
function ruleKey(rule: JsonObject): string {
  const { kind, when } = rule;
  const key = kindOf(kind)?.key ?? [];
  return canonical([kind ?? "", key.map((field) => rule[field] ?? ""), when ?? ""]);
}

function ruleLines(before: readonly JsonObject[], after: readonly JsonObject[]): string[] {
  const earlier = new Map(before.map((rule) => [ruleKey(rule), rule]));
  const later = new Map(after.map((rule) => [ruleKey(rule), rule]));
  const line = (sign: string, rule: JsonObject, text: string): string =>
    `    ${sign} ${ruleName(rule).padEnd(28)} ${text}`.trimEnd();
  const lines: string[] = [];
  for (const [key, rule] of earlier) if (!later.has(key)) lines.push(line("-", rule, ruleText(rule)));
  for (const [key, rule] of later) {
    const old = earlier.get(key);
    if (!old) lines.push(line("+", rule, ruleText(rule)));
    else if (canonical(old) !== canonical(rule)) lines.push(line("~", rule, `${ruleText(old)} -> ${ruleText(rule)}`));
  }
  if (lines.length === 0 && canonical([...before]) !== canonical([...after]))
    lines.push(t`    ~ the order of the rules`);
  return lines;
}

function fieldText(key: string, value: JsonValue | undefined): string {
  if (value === undefined) return "none";
  if (key === "deadline" && typeof value === "number") return moment(value);
  if (key === "der") return t`certificate of ${String(value).length} characters`;
  return shown(typeof value === "string" ? value : JSON.stringify(value), 200);
}

function fieldLines(before: JsonObject, after: JsonObject): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, now] = [before[key], after[key]];
    if (["id", "platform", "package", "use", "rules"].includes(key)) return [];
    if (old !== undefined && now !== undefined && canonical(old) === canonical(now)) return [];
    const text = old === undefined ? fieldText(key, now) : `${fieldText(key, old)} -> ${fieldText(key, now)}`;
    return [`    ${old === undefined ? "+" : now === undefined ? "-" : "~"} ${key.padEnd(28)} ${text}`];
  });
}

function rulesOf(params: JsonObject | undefined): JsonObject[] {
  return Array.isArray(params?.rules) ? (params.rules as JsonObject[]) : [];
}

function details({ change, params, before, group }: Change, names: GroupNames): string[] {
  if (change === "restate") return [t`    signed again as it is: a newer charter or a cancellation cut it off`];
  const old = before?.params ?? {};
  const moved =
    before && before.group !== group
      ? [`    ~ ${"group".padEnd(28)} ${groupWords(before.group, names)} -> ${groupWords(group, names)}`]
      : [];
  if (change === "remove" || change === "move") return [...moved, ...ruleLines(rulesOf(old), [])];
  return [...moved, ...ruleLines(rulesOf(old), rulesOf(params)), ...fieldLines(old.removed ? {} : old, params)];
}

/** One change, its heading first. */
export function changeLines(change: Change, names: GroupNames): string[] {
  const what: Record<Change["change"], string> = {
    create: "",
    update: "",
    restate: "",
    remove: "REMOVED",
    move: t`leaves this group`,
  };
  const name = shown(change.name ?? subject(change));
  const heading = `${signs[change.change]} ${change.action.padEnd(12)} ${name.padEnd(28)} ${groupWords(change.group, names).padEnd(20)} ${what[change.change]}`;
  const lines = [heading.trimEnd(), ...details(change, names)];
  if (change.stranded !== undefined)
    lines.push(
      t`    ! phones of ${groupWords(change.stranded, names)} alone keep the old one: the newest of this stream is not for them`,
    );
  return lines;
}

function counts(plan: Plan): string {
  const of = (...kinds: Change["change"][]): number =>
    plan.changes.filter(({ change }) => kinds.includes(change)).length;
  return t`${of("create")} new, ${of("update")} changed, ${of("remove", "move")} removed, ${of("restate")} signed again, ${plan.same.length} as they are`;
}

/** The whole plan. */
export function planLines(plan: Plan, names: GroupNames): string[] {
  const kept = plan.kept.map(
    (one: Standing) => `  ${one.action.padEnd(12)} ${subject(one).padEnd(28)} ${groupWords(one.group, names)}`,
  );
  return [
    ...plan.changes.flatMap((change) => changeLines(change, names)),
    ...(kept.length > 0 ? [t`Not listed, and left as they are (prune: true would remove them):`, ...kept] : []),
    t`Plan: ${counts(plan)}`,
  ];
}
