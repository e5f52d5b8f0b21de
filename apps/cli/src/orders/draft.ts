import {
  type Action,
  actions,
  everyPhone,
  forms,
  type JsonObject,
  type JsonValue,
  readJson,
  reasonCodes,
  schema,
  standingActions,
  streamOf,
  targetKind,
  utf8,
} from "@rempart/trust";
import { allPhones, phoneId } from "../commands/phones.ts";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { part } from "../remote/http.ts";
import { askServer } from "../remote/server.ts";
import { type Aim, buildOrder, orderId, readGroup } from "./build.ts";
import { type Review, review } from "./review.ts";
import { sealReason, sealText } from "./sealed.ts";

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

/** A drafted order, judged, with the texts that this process sealed. */
export interface Drafted {
  review: Review;
  texts: Map<string, string>;
}

const lifeHours = 7 * 24;

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
  return { phones: [...new Set(phones)] };
}

/** Newest number and hash of a stream, by the server's word: the gatekeeper refuses a wrong one, so a lie only delays. */
export async function nextOf(context: Context, stream: string): Promise<{ n: number; prev?: string }> {
  const answer = await askServer(context, `/api/v1/streams?name=${encodeURIComponent(stream)}`, { mayBeAbsent: true });
  if (answer === undefined) return { n: 1 };
  const newest = part("stream", answer, "n", schema.integer());
  if (newest === 0) return { n: 1 };
  const prev = part("stream", answer, "hash", forms.hash);
  context.say(
    t`The server says number ${newest} of ${stream} is in force (unverified); this one is number ${newest + 1}.`,
  );
  return { n: newest + 1, prev };
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

/** Builds an order from what the person asked for, and judges it. Nothing is signed. */
export async function draftOrder(
  context: Context,
  action: Action,
  options: DraftOptions,
  more: JsonObject = {},
): Promise<Drafted> {
  const { trust, frozen } = await context.head();
  const charter = trust.newest;
  const id = orderId(context.io.now());
  const params = { ...readParams(options.params), ...more };
  const texts = new Map<string, string>();
  for (const [field, path] of [
    ["text", options.textFile],
    ["message", options.messageFile],
    ["phone", options.phoneFile],
    ["contact", options.contactFile],
  ] as const) {
    if (path === undefined) continue;
    const text = await readText(path);
    texts.set(field, text);
    params[field] = await sealText(charter, id, text);
  }
  for (const [field, text] of options.texts ?? []) {
    texts.set(field, text);
    if (field !== "reason") params[field] = await sealText(charter, id, text);
  }
  const code = options.reason ?? "other";
  if (!(reasonCodes as readonly string[]).includes(code))
    throw new Usage("--reason", t`${code} is no reason; there are ${reasonCodes.join(", ")}.`);
  const reason: JsonObject = { code };
  if (options.reasonFile !== undefined) {
    const text = await readText(options.reasonFile);
    texts.set("reason", text);
    reason.sealed = await sealReason(charter, id, text);
  } else if (texts.has("reason")) reason.sealed = await sealReason(charter, id, texts.get("reason")!);
  const stream = standingActions.has(action) ? streamOf(action, params as never) : undefined;
  const counted = stream !== undefined && action !== "assign" ? await nextOf(context, stream) : {};
  const now = context.now();
  // A freeze lifted late must still be lifted, so what concerns the whole organisation expires only if asked to.
  const hours = options.expiresHours ?? (targetKind(action) === "tree" ? lifeHours : undefined);
  const draft = buildOrder(charter, {
    id,
    action,
    params,
    aim: await readAim(context, action, options),
    reason,
    now,
    ...(standingActions.has(action) || hours === undefined ? {} : { expiresAt: now + hours * 3600 }),
    ...(stream === undefined ? {} : { stream }),
    ...counted,
  });
  const { document, targets } = draft;
  return { review: await review(document.hash, document.envelope, targets, trust.charters, frozen), texts };
}
