import {
  draftJson,
  goesStraight,
  type Opened,
  part,
  proveEntry,
  type Review,
  readSubmitted,
  requireComplete,
  requireRead,
  requireTimely,
  reviewWith,
  type Submitted,
  signReview as signBytes,
  submit,
} from "@rempart/client";
import { forms, type JsonValue, type Signer } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { loadKey, signerOf } from "../profile/keys.ts";
import { askServer } from "../remote/server.ts";
import { openWithProfile } from "./texts.ts";
import { reviewLines } from "./words.ts";

export interface SignOptions {
  /** Names of keys of this profile; by default its own. */
  sign?: string[];
  /** Files of root keys, for what the roots sign. */
  rootKey?: string[];
  yes?: boolean;
}

async function signersFor(context: Context, options: SignOptions): Promise<Signer[]> {
  const signers: Signer[] = [];
  for (const path of options.rootKey ?? []) {
    const key = await loadKey(context.vault, path);
    if (key.kind !== "root") throw new Problem("key.kind", path, t`This is a ${key.kind} key, not a root's.`);
    signers.push(await signerOf(key));
  }
  const names = options.sign?.length ? options.sign : signers.length > 0 ? [] : [await context.keyName()];
  for (const name of names) signers.push((await context.key(name)).signer);
  return signers;
}

/** Shows a document on stderr from the bytes that will be signed. */
export async function show(
  context: Context,
  shownReview: Review,
  drafted: ReadonlyMap<string, string> = new Map(),
): Promise<Opened[]> {
  const profile = await context.profile();
  const { kind, document } = shownReview;
  const opened = kind === "order" ? await openWithProfile(context, document.body, drafted) : [];
  context.say(...reviewLines(shownReview, opened, profile));
  return opened;
}

/** Asks a person before signing; a script says --yes. Refuses with `interrupted` anything but "yes". */
export async function confirm(context: Context, options: SignOptions, question: string): Promise<void> {
  if (options.yes) return;
  if (!context.io.interactive)
    throw new Usage("--yes", t`Nobody can be asked here: add --yes to sign what is shown above.`);
  const answer = await context.io.ask(t`${question} Type yes: `, false);
  if (answer.trim().toLowerCase() !== "yes") throw new Problem("interrupted", "terminal", t`Not signed.`);
}

/**
 * Shows, asks where `ask`, and signs. Returns the signatures, and the document judged again with them. Refuses what no
 * rule allows, so that nobody is asked for a signature that helps nothing.
 */
export async function signReview(
  context: Context,
  shownReview: Review,
  options: SignOptions,
  ask: boolean,
  drafted?: ReadonlyMap<string, string>,
): Promise<{ signatures: JsonValue[]; review: Review; texts: Opened[] }> {
  const texts = await show(context, shownReview, drafted);
  requireTimely(shownReview, context.now());
  requireRead(texts);
  if (ask) {
    // The key is opened before the question: who says yes must not be told afterwards that it cannot be.
    await signersFor(context, options);
    await confirm(context, options, t`Sign exactly this?`);
  }
  return { ...(await signShown(context, shownReview, options)), texts };
}

/** Signs a document that was shown, and whose signature was agreed to. Returns the signatures and the document judged with them. */
export async function signShown(
  context: Context,
  shownReview: Review,
  options: SignOptions,
): Promise<{ signatures: JsonValue[]; review: Review }> {
  requireTimely(shownReview, context.now());
  const signatures = await signBytes(shownReview, await signersFor(context, options), context.now());
  const { trust, frozen } = await context.head();
  return { signatures, review: await reviewWith(shownReview, signatures, { charters: trust.charters, frozen }) };
}

/** Submits through the server (which keeps its own books), or straight to the gatekeeper. Refuses an incomplete quorum. */
export async function submitReview(
  context: Context,
  complete: Review,
  direct: boolean,
): Promise<Submitted & { proved: true }> {
  requireComplete(complete, context.now());
  const { document, hash, targets } = complete;
  const gatekeeper = await context.gatekeeper();
  const answer =
    direct || goesStraight(complete)
      ? await submit(gatekeeper.ask, hash, document.envelope, targets)
      : readSubmitted(await askServer(context, `/api/v1/drafts/${hash}/submit`, { body: {} }), hash);
  const { head } = await context.head();
  await proveEntry(gatekeeper.ask, head, answer.index, hash, complete.kind);
  return { ...answer, proved: true };
}

/** Leaves the document with the server for others to sign. */
export async function leaveDraft(context: Context, review: Review): Promise<void> {
  const body = draftJson(review.document.envelope, review.targets ?? []);
  const answer = await askServer(context, "/api/v1/drafts", { body });
  const hash = part("draft", answer, "hash", forms.hash);
  if (hash !== review.hash)
    throw new Problem(
      "answer.hash",
      "draft",
      t`Left ${review.hash}, but the server answers for ${hash}. Do not rely on it.`,
    );
}
