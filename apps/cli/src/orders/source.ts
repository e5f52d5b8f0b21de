// Where a draft comes from: the server, which may lie, or a file that somebody handed over when the server cannot be used.

import { type Carried, draftJson, type Review, readCarried, review } from "@rempart/client";
import { type JsonValue, readJson } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed, writePrivate } from "../profile/files.ts";
import { askServer } from "../remote/server.ts";

const fileLimit = 64 * 1024 * 1024;

async function fromServer(context: Context, hash: string): Promise<Carried> {
  const draft = await askServer(context, `/api/v1/drafts/${hash}`, { mayBeAbsent: true });
  if (draft !== undefined) return readCarried("draft", draft);
  const order = await askServer(context, `/api/v1/orders/${hash}`, { mayBeAbsent: true });
  if (order !== undefined) return readCarried("order", order);
  throw new Problem("order.missing", hash, t`The server has no draft and no order of this hash.`);
}

/** Writes a draft for handing over. */
export async function writeDraft(
  path: string,
  envelope: JsonValue,
  targets: readonly string[] | undefined,
): Promise<void> {
  await writePrivate(path, `${JSON.stringify(draftJson(envelope, targets ?? []))}\n`);
}

/** Fetches the document `hash`, from `file` where one is given, and verifies it under the verified charters. */
export async function fetchReview(
  context: Context,
  hash: string,
  file: string | undefined,
): Promise<{ review: Review; state: string | undefined }> {
  const { trust, frozen } = await context.head();
  const fetched =
    file === undefined
      ? await fromServer(context, hash)
      : readCarried(file, readJson(await readNamed(file), fileLimit, file));
  return {
    review: await review(hash, fetched.envelope, fetched.targets, trust.charters, frozen),
    state: fetched.state,
  };
}
