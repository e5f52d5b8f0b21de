// Commands made from the table. Whatever comes back is the server's word, is shown as such, and signs nothing.

import { shown } from "@rempart/client";
import type { JsonObject, JsonValue } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { collectList, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { columns } from "../shown.ts";
import { type ApiCommand, type ApiFlag, apiCommands } from "./table.ts";

const unverified = t`(the server's word)`;
const mostPages = 10_000;
const times = new Set([
  ...["at", "seenAt", "raisedAt", "liftedAt", "createdAt", "expiresAt", "usedAt", "enrolledAt"],
  ...["acceptedAt", "openedAt", "triedAt", "disabledAt", "uploadedAt", "deadline"],
]);

type Given = Record<string, string | number | boolean | string[] | undefined>;

/** The attribute that commander keeps a flag under. */
function attribute({ flag }: ApiFlag): string {
  return flag
    .split(" ")[0]!
    .slice(2)
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function cell(key: string, value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "-";
  if (times.has(key) && typeof value === "number")
    return new Date(value * 1000).toISOString().slice(0, 19).replace("T", " ");
  return shown(typeof value === "object" ? JSON.stringify(value) : String(value), 64);
}

function fieldsOf(command: ApiCommand, given: Given): JsonObject {
  const fields: JsonObject = {};
  for (const flag of command.flags ?? []) {
    const value = given[attribute(flag)];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    fields[flag.field] = value;
  }
  return fields;
}

async function ask(context: Context, command: ApiCommand, path: string, fields: JsonObject): Promise<JsonObject> {
  const { method } = command;
  const query = new URLSearchParams(
    Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]),
  );
  const asked = method === "GET" && query.size > 0 ? `${path}?${query}` : path;
  const sends = method === "POST" || method === "PUT" || method === "PATCH";
  const answer = await askServer(context, asked, { method, lax: true, ...(sends ? { body: fields } : {}) });
  if (typeof answer !== "object" || answer === null || Array.isArray(answer))
    throw new Problem("answer", `server ${path}`, t`The answer is no object.`);
  return answer;
}

/** All pages of a list, unless the person asked for one page. */
async function askAll(
  context: Context,
  command: ApiCommand,
  path: string,
  fields: JsonObject,
  most: number | undefined,
): Promise<JsonObject> {
  const { rows, paged } = command;
  if (rows === undefined || paged === undefined) return await ask(context, command, path, fields);
  const all: JsonValue[] = [];
  let next: JsonValue | undefined;
  for (let count = 0; count < mostPages; count++) {
    const answer: JsonObject = await ask(
      context,
      command,
      path,
      next === undefined ? fields : { ...fields, [paged]: next },
    );
    const list = answer[rows];
    if (!Array.isArray(list)) throw new Problem("answer", `server ${path}`, t`The answer has no list.`);
    for (const row of list) all.push(row);
    if (most !== undefined && all.length >= most) return { [rows]: all.slice(0, most) };
    if (answer.next === undefined || answer.next === null) return { [rows]: all };
    // A server that gives the same page for ever must not fill this machine's memory.
    if (answer.next === next || list.length === 0) break;
    next = answer.next;
  }
  throw new Problem("answer", `server ${path}`, t`The pages go in circles.`);
}

async function call(context: Context, command: ApiCommand, given: Given, argument: string | undefined): Promise<void> {
  if (command.argument && !/^[A-Za-z0-9_.-]{1,128}$/.test(argument ?? ""))
    throw new Usage(command.argument.name, t`${shown(argument ?? "")} is no id.`);
  const path = command.path.replace("{id}", argument ?? "");
  const most = typeof given.most === "number" ? given.most : undefined;
  const answer = await askAll(context, command, path, fieldsOf(command, given), most);
  const list = command.rows === undefined ? undefined : answer[command.rows];
  if (!Array.isArray(list) || !command.columns) {
    const lines = Object.entries(answer).map(
      ([key, value]) =>
        `${key.padEnd(12)} ${typeof value === "number" ? cell(key, value) : shown(typeof value === "string" ? value : JSON.stringify(value), 4000)}`,
    );
    context.result(answer, [...lines, unverified]);
    // On stderr, so that it stands beside --json too.
    if (command.once) context.say(t`The secret in it is shown this once: keep it now.`);
    return;
  }
  const rows = list.map((row) => command.columns!.map((key) => cell(key, (row as JsonObject | null)?.[key])));
  context.result(answer, [...columns([[...command.columns], ...rows]), `${list.length} ${unverified}`]);
}

/** The command of these words, made with its parents where it is not there yet. */
function commandAt(program: Command, words: string): Command {
  let at = program;
  for (const word of words.split(" ")) at = at.commands.find((one) => one.name() === word) ?? at.command(word);
  return at;
}

/** Declares a command for each row of the table. */
export function addApi(program: Command, run: Run): void {
  for (const row of apiCommands) {
    const command = commandAt(program, row.words).description(row.help);
    if (row.argument) command.argument(`<${row.argument.name}>`, row.argument.help);
    for (const { flag, help, kind, required } of row.flags ?? []) {
      const declared = required ? "requiredOption" : "option";
      if (kind === "number") command[declared](flag, help, wholeNumber(0, Number.MAX_SAFE_INTEGER));
      else if (kind === "list") command[declared](flag, help, collectList, []);
      else command[declared](flag, help);
    }
    if (row.paged) command.option("--most <n>", "at most so many", wholeNumber(1, 1_000_000));
    command.action(run(async (context, given: Given, [argument]) => await call(context, row, given, argument)));
  }
  const parents: Record<string, string> = {
    alarm: t`What a person must look at.`,
    token: t`API tokens, for programs.`,
    link: t`What the gatekeeper told the server.`,
    webhook: t`Webhooks: who is told of changes, and how that went.`,
    blob: t`Files for phones at the server, each under its hash.`,
    draft: t`Documents that wait for signatures.`,
    stream: t`Streams of standing documents, as policies and apps.`,
  };
  for (const [name, help] of Object.entries(parents)) commandAt(program, name).description(help);
  commandAt(program, "api")
    .description("The server's interface.")
    .command("describe")
    .description("Print the server's own description of its interface, OpenAPI 3.1.")
    .action(
      run(async (context) => {
        const answer = await (await context.server()).ask("/openapi.json", { lax: true });
        context.io.stdout(`${JSON.stringify(answer, null, context.json ? 0 : 2)}\n`);
      }),
    );
}
