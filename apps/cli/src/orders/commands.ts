import { forms } from "@rempart/trust";
import type { Command } from "commander";
import { signAllOf } from "../apply/all-of.ts";
import { listEnded } from "../charter/consequences.ts";
import { argument, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { writeInvitation } from "../tickets/invitation.ts";
import { orderAgain } from "./again.ts";
import { type DraftOptions, draftFrom, readAction } from "./draft.ts";
import { type FinishOptions, finish, withDraftFlags, withSignFlags, withWait } from "./finish.ts";
import { show, signReview, submitReview } from "./flow.ts";
import { listOrders } from "./list.ts";
import { fetchReview, writeDraft } from "./source.ts";
import { missingWords, reviewJson } from "./words.ts";

/** Declares `rempart order`. */
export function addOrders(program: Command, run: Run): void {
  const order = program.command("order").description("Draft, read, sign and submit orders and tickets.");
  withWait(withSignFlags(withDraftFlags(order.command("draft").argument("<action>", "what the phones are to do"))))
    .description("Build an order here and leave it for signatures; --sign-now signs at once.")
    .option("--sign-now", "sign with the profile's own key at once")
    .option("--submit", "submit at once when the quorum is complete")
    .action(
      run(async (context, options: DraftOptions & FinishOptions & { signNow?: boolean }, [action]) => {
        const drafted = await draftFrom(context, readAction(action!), options);
        const sign = options.signNow === true || Boolean(options.sign?.length) || Boolean(options.rootKey?.length);
        await finish(context, drafted, options, { sign, submit: options.submit === true, ask: false });
      }),
    );
  order
    .command("list")
    .description("List drafts and orders that the server holds.")
    .option("--ended", "only what newer charters ended or cut off, and must be signed again")
    .action(run((context, options: { ended?: boolean }) => (options.ended ? listEnded(context) : listOrders(context))));
  withSignFlags(order.command("again").argument("<hash>", "hash of an order that a charter ended or cut off"))
    .description("Draft the same order afresh under the charter in force, and leave it for signatures.")
    .option("--sign-now", "sign with the profile's own key at once")
    .option("--submit", "submit at once when the quorum is complete")
    .action(
      run(async (context, options: FinishOptions & { signNow?: boolean }, [given]) => {
        const drafted = await orderAgain(context, argument("hash", given, forms.hash));
        const sign = options.signNow === true || Boolean(options.sign?.length);
        await finish(context, drafted, options, { sign, submit: options.submit === true, ask: false });
      }),
    );
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
        context.result({ ...json, ...(state === undefined ? {} : { state }) }, [t`missing: ${missingWords(review)}`]);
      }),
    );
  withSignFlags(order.command("sign").argument("[hash]", "hash of the document"))
    .description("Verify a document, show it, and sign its exact bytes.")
    .option("--all-of <file>", "sign every order that this file of rempart apply --out lists, after one question")
    .option("--from <file>", "read it from FILE instead of the server")
    .option("--submit", "submit when the quorum is then complete")
    .option("--direct", "submit to the gatekeeper, not through the server")
    .action(
      run(async (context, options: FinishOptions & { from?: string; allOf?: string }, [given]) => {
        if (options.allOf !== undefined) {
          if (given !== undefined) throw new Usage("--all-of", t`Give a hash or --all-of FILE, not both.`);
          return await signAllOf(context, options.allOf, options);
        }
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
            t`signed and ${submitted.state} at ${submitted.index}, proved by the log`,
          ]);
        } else context.result(json, [t`signed; missing: ${missingWords(review)}`]);
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
          t`${submitted.state} at ${submitted.index}, proved by the log`,
        ]);
      }),
    );
  withSignFlags(order.command("cancel").argument("<hash>", "hash of the order to end"))
    .description("Cancel an order; goes straight to the gatekeeper.")
    .option("--reason <code>", "why", "mistake")
    .action(
      run(async (context, options: FinishOptions & { reason: string }, [given]) => {
        const target = argument("hash", given, forms.hash);
        const drafted = await draftFrom(context, "cancel", { reason: options.reason }, { order: target });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
}
