import {
  claimedType,
  forms,
  type JsonObject,
  type JsonValue,
  openEnvelope,
  orderType,
  ticketType,
} from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collect, collectList, type Run, wholeNumber } from "../flags.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { shown } from "../shown.ts";
import { writeInvitation } from "../tickets/invitation.ts";
import { type Drafted, type DraftOptions, draftOrder, readAction } from "./draft.ts";
import { leaveDraft, type SignOptions, show, signReview, submitReview } from "./flow.ts";
import { fetchReview, writeDraft } from "./source.ts";
import { missingWords, reviewJson } from "./words.ts";

export interface FinishOptions extends SignOptions {
  submit?: boolean;
  direct?: boolean;
  out?: string;
}

/** Signs (where asked), submits (where asked and complete), or leaves a draft; then tells. */
export async function finish(
  context: Context,
  drafted: Drafted,
  options: FinishOptions & { sign?: string[] },
  how: { sign: boolean; submit: boolean; ask: boolean; direct?: boolean },
): Promise<void> {
  let { review } = drafted;
  let texts = [...drafted.texts].map(([field, text]) => ({ field, text: text as string | undefined }));
  if (how.sign) ({ review, texts } = await signReview(context, review, options, how.ask, drafted.texts));
  else await show(context, review, drafted.texts);
  const profile = await context.profile();
  const json = reviewJson(review, texts, profile);
  if (options.out !== undefined) await writeDraft(options.out, review.document.envelope, review.targets);
  if (how.submit && review.complete) {
    const submitted = await submitReview(context, review, true);
    context.result({ ...json, submitted }, [
      review.hash,
      `${submitted.state} at ${submitted.index}, proved by the log`,
    ]);
    return;
  }
  if (options.out === undefined) await leaveDraft(context, review);
  const left = options.out === undefined ? "left with the server for others to sign" : `written to ${options.out}`;
  context.result(json, [review.hash, `${left}; missing: ${missingWords(review)}`]);
}

/** Flags of a draft: whom, what, why. */
export function withDraftFlags(command: Command): Command {
  return command
    .option("--phones <ids>", "ids of phones, separated by commas", collectList, [])
    .option("--phones-file <file>", "file with one id a line")
    .option("--group <id>", "a group's id, or all")
    .option("--params <json>", "the action's parameters, without sealed texts")
    .option(
      "--reason <code>",
      "why: lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other",
    )
    .option("--reason-file <file>", "words of the reason, sealed to the approvers")
    .option("--expires-hours <n>", "hours until the order expires (default: 168)", wholeNumber(1, 400 * 24))
    .option("--text-file <file>", "text of a message, sealed")
    .option("--message-file <file>", "message on a locked phone, sealed")
    .option("--phone-file <file>", "number to call on a locked phone, sealed")
    .option("--contact-file <file>", "contact on a lost phone, sealed");
}

/** Flags of a signature. */
export function withSignFlags(command: Command): Command {
  return command
    .option(
      "--sign <name>",
      "sign with this key of the profile; repeat for more (default: the profile's own)",
      collect,
      [],
    )
    .option("--root-key <file>", "sign with this root key; repeat for more", collect, [])
    .option("--yes", "do not ask before signing")
    .option("--out <file>", "write the document to FILE instead of leaving it with the server");
}

/** What a list shows of a document that the server holds: read from its bytes, and whether they give the hash told. */
function listed(row: JsonValue): JsonObject {
  const { hash, envelope, state } = (row ?? {}) as { hash?: JsonValue; envelope?: JsonValue; state?: JsonValue };
  const told: JsonObject = { state: typeof state === "string" ? state : "unknown" };
  try {
    const ticket = claimedType(envelope ?? null) === "ticket";
    const document = ticket ? openEnvelope(ticketType, envelope!) : openEnvelope(orderType, envelope ?? null);
    const action = "action" in document.body ? document.body.action : "ticket";
    return {
      ...told,
      hash: document.hash,
      action,
      createdAt: document.body.createdAt,
      matches: document.hash === hash,
    };
  } catch {
    return { ...told, hash: typeof hash === "string" ? hash : "", action: "unreadable", matches: false };
  }
}

async function listOrders(context: Context): Promise<void> {
  const rows = new Map<string, JsonObject>();
  for (const kind of ["drafts", "orders"]) {
    const answer = await askServer(context, `/api/v1/${kind}`, { lax: true });
    const list = Array.isArray(answer) ? answer : (answer as { [key: string]: JsonValue } | undefined)?.[kind];
    if (!Array.isArray(list))
      throw new Problem("answer", `server /api/v1/${kind}`, `The answer has no list of ${kind}.`);
    for (const row of list.map(listed)) rows.set(String(row.hash), row);
  }
  const orders = [...rows.values()];
  const line = (one: JsonObject): string =>
    `${shown(String(one.hash))}  ${one.action}  ${shown(String(one.state))}${one.matches ? "" : "  ALTERED: the bytes do not give this hash"}`;
  context.result({ orders }, [...orders.map(line), `${orders.length} documents; states are the server's word`]);
}

/** Declares `rempart order`, `rempart lock`, `rempart wipe`. */
export function addOrders(program: Command, run: Run): void {
  const order = program.command("order").description("Draft, read, sign and submit orders and tickets.");
  withSignFlags(withDraftFlags(order.command("draft").argument("<action>", "what the phones are to do")))
    .description("Build an order here and leave it for signatures. --sign signs at once.")
    .option("--sign-now", "sign with the profile's own key at once")
    .option("--submit", "submit at once when the quorum is complete")
    .action(
      run(async (context, options: DraftOptions & FinishOptions & { signNow?: boolean }, [action]) => {
        const drafted = await draftOrder(context, readAction(action!), options);
        const sign = options.signNow === true || Boolean(options.sign?.length) || Boolean(options.rootKey?.length);
        await finish(context, drafted, options, { sign, submit: options.submit === true, ask: false });
      }),
    );
  order.command("list").description("List drafts and orders that the server holds.").action(run(listOrders));
  order
    .command("show")
    .argument("<hash>", "hash of the document")
    .description("Fetch a document, verify it against its hash, and say what it does and what is missing.")
    .option("--from <file>", "read it from FILE instead of the server")
    .action(
      run(async (context, options: { from?: string }, [given]) => {
        const hash = argument("hash", given, forms.hash);
        const { review, state } = await fetchReview(context, hash, options.from);
        const texts = await show(context, review);
        const json = reviewJson(review, texts, await context.profile());
        context.result({ ...json, ...(state === undefined ? {} : { state }) }, [`missing: ${missingWords(review)}`]);
      }),
    );
  withSignFlags(order.command("sign").argument("<hash>", "hash of the document"))
    .description("Verify a document, show it, and sign its exact bytes.")
    .option("--from <file>", "read it from FILE instead of the server")
    .option("--submit", "submit when the quorum is then complete")
    .option("--direct", "submit to the gatekeeper, not through the server")
    .action(
      run(async (context, options: FinishOptions & { from?: string }, [given]) => {
        const hash = argument("hash", given, forms.hash);
        const fetched = await fetchReview(context, hash, options.from);
        const { signatures, review, texts } = await signReview(context, fetched.review, options, true);
        if (options.out !== undefined) await writeDraft(options.out, review.document.envelope, review.targets);
        if (options.from === undefined)
          for (const signature of signatures)
            await askServer(context, `/api/v1/drafts/${hash}/signatures`, { body: { signature } });
        const json = reviewJson(review, texts, await context.profile());
        if (options.submit && review.complete) {
          const submitted = await submitReview(context, review, options.direct === true || options.from !== undefined);
          context.result({ ...json, submitted }, [
            `signed and ${submitted.state} at ${submitted.index}, proved by the log`,
          ]);
        } else context.result(json, [`signed; missing: ${missingWords(review)}`]);
      }),
    );
  order
    .command("submit")
    .argument("<hash>", "hash of the document")
    .description("Submit a document whose quorum is complete, and check that the log holds it.")
    .option("--from <file>", "read it from FILE instead of the server")
    .option("--direct", "submit to the gatekeeper, not through the server")
    .option("--out <file>", "of a ticket made here: write the QR's text to FILE")
    .action(
      run(async (context, options: { from?: string; direct?: boolean; out?: string }, [given]) => {
        const hash = argument("hash", given, forms.hash);
        const { review } = await fetchReview(context, hash, options.from);
        await show(context, review);
        const submitted = await submitReview(context, review, options.direct === true || options.from !== undefined);
        if (options.out !== undefined) await writeInvitation(context, hash, options.out);
        context.result({ ...submitted, ...(options.out === undefined ? {} : { out: options.out }) }, [
          `${submitted.state} at ${submitted.index}, proved by the log`,
        ]);
      }),
    );
  withSignFlags(order.command("cancel").argument("<hash>", "hash of the order to end"))
    .description("Cancel an order; goes straight to the gatekeeper.")
    .option("--reason <code>", "why", "mistake")
    .action(
      run(async (context, options: FinishOptions & { reason: string }, [given]) => {
        const target = argument("hash", given, forms.hash);
        const drafted = await draftOrder(context, "cancel", { reason: options.reason }, { order: target });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
  addShortcuts(program, run);
}

function addShortcuts(program: Command, run: Run): void {
  withSignFlags(program.command("lock").argument("<id...>", "ids of phones"))
    .description("Lock phones: draft, sign, and submit when one signature is enough.")
    .option("--reason <code>", "why", "lost")
    .option("--message-file <file>", "message on the locked phone, sealed")
    .option("--phone-file <file>", "number to call, sealed")
    .action(
      run(async (context, options: DraftOptions & FinishOptions, ids) => {
        const drafted = await draftOrder(context, "lock", { ...options, phones: ids });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
  withSignFlags(program.command("wipe").argument("<id...>", "ids of phones"))
    .description("Erase phones: draft and sign; others must sign too.")
    .option("--reason <code>", "why", "lost")
    .option("--storage", "erase storage cards too")
    .option("--esim", "erase eSIMs too")
    .option("--drop-protection", "give up factory-reset protection")
    .action(
      run(
        async (
          context,
          options: DraftOptions & FinishOptions & { storage?: boolean; esim?: boolean; dropProtection?: boolean },
          ids,
        ) => {
          const params = {
            storage: options.storage === true,
            esim: options.esim === true,
            keepProtection: options.dropProtection !== true,
          };
          const drafted = await draftOrder(context, "wipe", { ...options, phones: ids }, params);
          await finish(context, drafted, options, { sign: true, submit: true, ask: true });
        },
      ),
    );
}
