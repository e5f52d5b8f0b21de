import {
  addSignatures,
  type Document,
  forms,
  fromHex,
  type JsonValue,
  leafHash,
  openEnvelope,
  releaseType,
  type Signer,
  signatureJson,
  verifyInclusion,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { loadKey, signerOf } from "../profile/keys.ts";
import { anyJson, readSubmitted, type Submitted, submit } from "../remote/gatekeeper.ts";
import { part } from "../remote/http.ts";
import { askServer } from "../remote/server.ts";
import { draftJson } from "./build.ts";
import { type Review, requireTimely, review } from "./review.ts";
import { openTexts, requireRead } from "./sealed.ts";
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
export async function show(context: Context, shownReview: Review, drafted: ReadonlyMap<string, string> = new Map()) {
  const profile = await context.profile();
  const { kind, document } = shownReview;
  let opened: Awaited<ReturnType<typeof openTexts>> = [];
  if (kind === "order") {
    opened = await openTexts(context, document.body, document.body.org, drafted);
  }
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

/** A server that wrote a broken signature under our key id must not keep the good one out. */
function withoutOurs(envelope: JsonValue, ours: readonly JsonValue[]): JsonValue {
  const kids = new Set(ours.map((one) => (one as { keyid: string }).keyid));
  const outer = envelope as { signatures: { keyid: string }[] };
  return { ...outer, signatures: outer.signatures.filter((one) => !kids.has(one.keyid)) } as unknown as JsonValue;
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
): Promise<{ signatures: JsonValue[]; review: Review; texts: Awaited<ReturnType<typeof show>> }> {
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
  const signers = await signersFor(context, options);
  const signatures: JsonValue[] = [];
  for (const signer of signers) signatures.push(signatureJson(await signer.sign(shownReview.document.pae)));
  const envelope = addSignatures(withoutOurs(shownReview.document.envelope, signatures), signatures);
  const { trust, frozen } = await context.head();
  const next = await review(shownReview.hash, envelope, shownReview.targets, trust.charters, frozen);
  return { signatures, review: next };
}

/** What stays on when the server is down, or in other hands. */
const directActions: ReadonlySet<string> = new Set(["freeze", "unfreeze", "cancel"]);

/** Submits through the server (which keeps its own books), or straight to the gatekeeper. Refuses an incomplete quorum. */
export async function submitReview(
  context: Context,
  complete: Review,
  direct: boolean,
): Promise<Submitted & { proved: true }> {
  requireTimely(complete, context.now());
  const { document, hash, targets } = complete;
  if (!complete.complete)
    throw new Problem(
      "signature.quorum",
      "signatures",
      t`${complete.counting} of ${complete.row!.need.count} ${complete.row!.need.role} signatures so far; it was not submitted.`,
    );
  const straight = direct || complete.kind === "ticket" || directActions.has(complete.document.body.action);
  const answer = straight
    ? await submit(await context.gatekeeper(), hash, document.envelope, targets)
    : readSubmitted(await askServer(context, `/api/v1/drafts/${hash}/submit`, { body: {} }), hash);
  await proveEntry(context, answer.index, document, complete.kind);
  return { ...answer, proved: true };
}

/**
 * That the document (or the release of this order) stands at `index` of a log whose head answers a nonce of ours. A
 * server that says "released" and sends nothing is found out here.
 */
export async function proveEntry(
  context: Context,
  index: number,
  document: Document<unknown>,
  kind: Review["kind"] | "charter",
): Promise<void> {
  const gatekeeper = await context.gatekeeper();
  const { head } = await context.head();
  let entry = document.hash;
  if (kind === "order") {
    const answer = await gatekeeper.ask(`/log/v1/entry/${index}`);
    const release = openEnvelope(releaseType, part("entry", answer, "envelope", anyJson));
    if (release.body.order !== document.hash)
      throw new Problem(
        "log.inclusion",
        `log.${index}`,
        t`The log holds the release of another order there. Do not rely on it.`,
      );
    entry = release.hash;
  }
  const answer = await gatekeeper.ask(`/log/v1/inclusion/${index}?size=${head.size}`);
  const path = part("inclusion", answer, "path", forms.path);
  const claim = { index, size: head.size, leaf: leafHash(fromHex(entry)), root: fromHex(head.root), path };
  if (!verifyInclusion(claim))
    throw new Problem("log.inclusion", `log.${index}`, t`Accepted in words only: the log's head does not prove it.`);
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
