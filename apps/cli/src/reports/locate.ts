import { setTimeout as sleep } from "node:timers/promises";
import { type OpenedReport, type Place, placeOf, type ReportReader } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { type DraftOptions, draftFrom } from "../orders/draft.ts";
import { carryOut, type FinishOptions, withSignFlags } from "../orders/finish.ts";
import { Problem } from "../problem.ts";
import { moment } from "../shown.ts";
import { readerOf } from "./reader.ts";

const pause = 1000;
type LocateOptions = DraftOptions & Omit<FinishOptions, "wait"> & { wait?: boolean; seconds: number };

/** Asks the server until the phone has answered `order`. Refuses with `report.late` after `seconds`. */
async function answerTo(context: Context, reader: ReportReader, order: string, seconds: number): Promise<OpenedReport> {
  const end = context.io.now() + seconds * 1000;
  for (;;) {
    const answer = await reader.about(order);
    if (answer) return answer;
    if (context.io.now() >= end)
      throw new Problem(
        "report.late",
        order,
        t`No answer within ${seconds} s. The order stands; rempart report open ID shows the answer when it is there.`,
      );
    await sleep(pause);
  }
}

function degrees(value: number): string {
  return (value / 10_000_000).toFixed(7);
}

function positionLines({ lat, lon, accuracy, at }: Place): string[] {
  return [
    t`${degrees(lat)}, ${degrees(lon)}, within ${accuracy} m, measured ${moment(at)}`,
    t`signed by the phone, opened with the directory's key`,
  ];
}

/** Declares `rempart locate`. */
export function addLocate(program: Command, run: Run): void {
  withSignFlags(program.command("locate").argument("<id>", "the phone's id"))
    .description("Ask one phone where it is. The answer is sealed: --wait opens it with the directory's key.")
    .option("--reason <code>", "why", "lost")
    .option("--reason-file <file>", "words of the reason, sealed to the approvers")
    .option("--wait", "wait for the answer and show it")
    .option("--seconds <n>", "how long to wait", wholeNumber(1, 86_400), 120)
    .action(
      run(async (context, { wait, seconds, ...options }: LocateOptions, [given]) => {
        const id = argument("id", given, forms.id);
        // Found out before a phone is asked for what nobody here could read.
        const reader = wait ? await readerOf(context, id) : undefined;
        const drafted = await draftFrom(context, "locate", { ...options, phones: [id] });
        const done = await carryOut(context, drafted, options, { sign: true, submit: true, ask: false });
        if (!reader || !done.submitted) return context.result(done.json, done.lines);
        const answer = await answerTo(context, reader, drafted.review.hash, seconds);
        const { hash, outcome, code } = answer;
        if (outcome !== "done")
          throw new Problem("report.outcome", hash, t`The phone did not say where it is: ${code ?? outcome}.`);
        const position = placeOf(answer);
        context.result({ ...done.json, position: { ...position, report: hash, signed: "phone" } }, [
          ...done.lines,
          ...positionLines(position),
        ]);
      }),
    );
}
