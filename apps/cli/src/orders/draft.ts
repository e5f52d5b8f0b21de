import {
  type Aim,
  countedStream,
  type Drafted,
  draftOrder,
  nextPosition,
  type OrderWish,
  type Position,
  type ReasonCode,
} from "@rempart/client";
import {
  type Action,
  actions,
  everyPhone,
  type JsonObject,
  type JsonValue,
  readJson,
  reasonCodes,
  targetKind,
  utf8,
} from "@rempart/trust";
import { allPhones, phoneId } from "../commands/phones.ts";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { askServer } from "../remote/server.ts";
import { readGroup } from "./group.ts";

export interface DraftOptions {
  phones?: string[];
  phonesFile?: string;
  group?: string;
  params?: string;
  reason?: string;
  reasonFile?: string;
  expiresHours?: number;
  textFile?: string;
  messageFile?: string;
  phoneFile?: string;
  contactFile?: string;
  /** Texts to seal again, by field, `reason` among them: of an order that is tried again. */
  texts?: ReadonlyMap<string, string>;
}

export function readAction(value: string): Action {
  if (!actions.includes(value as Action))
    throw new Usage("action", t`${value} is no action; there are ${actions.join(", ")}.`);
  return value as Action;
}

async function readText(path: string): Promise<string> {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(await readNamed(path));
  return text.replace(/\r?\n$/, "");
}

/** One id a line, or separated by commas; # begins a comment. */
async function readPhonesFile(path: string): Promise<string[]> {
  const text = await readText(path);
  return text
    .split("\n")
    .flatMap((line) => line.replace(/#.*/, "").split(/[\s,]+/))
    .filter((id) => id !== "");
}

async function groupPhones(context: Context, group: string): Promise<string[]> {
  const members = (await allPhones(context)).filter(
    (phone) => group === everyPhone || (Array.isArray(phone.groups) && phone.groups.includes(group)),
  );
  context.say(t`${members.length} phones of the group, by the server's word; the list is signed as it stands here.`);
  return members.map(phoneId);
}

async function readAim(context: Context, action: Action, options: DraftOptions): Promise<Aim> {
  const kind = targetKind(action);
  if (kind === "all") return { all: true };
  if (kind === "group") return { group: readGroup(options.group ?? "") };
  const phones = [...(options.phones ?? [])];
  if (options.phonesFile !== undefined) phones.push(...(await readPhonesFile(options.phonesFile)));
  if (options.group !== undefined) phones.push(...(await groupPhones(context, readGroup(options.group))));
  if (phones.length === 0) throw new Usage("--phones", t`${action} names its phones: give --phones or --phones-file.`);
  return { phones: [...new Set(phones)] };
}

/** The next place in a stream, saying that it is the server's word. */
export async function nextOf(context: Context, stream: string): Promise<Position> {
  const next = await nextPosition((path, ask) => askServer(context, path, ask), stream);
  if (next.n > 1)
    context.say(
      t`The server says number ${next.n - 1} of ${stream} is in force (unverified); this one is number ${next.n}.`,
    );
  return next;
}

function readParams(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  let value: JsonValue;
  try {
    value = readJson(utf8(text), 64 * 1024, "params");
  } catch (error) {
    throw new Usage("--params", t`--params is not strict JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Usage("--params", t`--params is an object.`);
  return value;
}

/** The texts to seal, by the field of the params that they go to. */
async function readTexts(options: DraftOptions): Promise<Map<string, string>> {
  const texts = new Map(options.texts);
  for (const [field, path] of [
    ["text", options.textFile],
    ["message", options.messageFile],
    ["phone", options.phoneFile],
    ["contact", options.contactFile],
    ["reason", options.reasonFile],
  ] as const)
    if (path !== undefined) texts.set(field, await readText(path));
  return texts;
}

/** Builds an order from what the person asked for, and judges it. Nothing is signed. */
export async function draftFrom(
  context: Context,
  action: Action,
  options: DraftOptions,
  more: JsonObject = {},
): Promise<Drafted> {
  const { trust, frozen } = await context.head();
  const params = { ...readParams(options.params), ...more };
  const code = (options.reason ?? "other") as ReasonCode;
  if (!reasonCodes.includes(code))
    throw new Usage("--reason", t`${code} is no reason; there are ${reasonCodes.join(", ")}.`);
  const stream = countedStream(action, params);
  const wish: OrderWish = {
    action,
    params,
    texts: await readTexts(options),
    reason: code,
    ...(stream === undefined ? {} : { position: await nextOf(context, stream) }),
    aim: await readAim(context, action, options),
    now: context.io.now(),
    ...(options.expiresHours === undefined ? {} : { life: options.expiresHours * 3600 }),
  };
  return await draftOrder(wish, { charters: trust.charters, frozen });
}
