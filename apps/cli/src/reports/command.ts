import { type OpenedReport, shown } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import { argument, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { moment } from "../shown.ts";
import { readerOf, toldReport, type Unreliable } from "./reader.ts";

const kinds = ["order", "inventory", "drift", "fence", "alert"];
const longest = 20_000;

/** A report in lines for people. */
export function reportLines(one: OpenedReport | Unreliable): string[] {
  if ("error" in one) return [t`${one.hash ?? "?"}  NOT TO BE RELIED ON: ${one.error}: ${one.message}`];
  const about = one.order === undefined ? "" : t` of order ${one.order}`;
  const code = one.code === undefined ? "" : ` (${one.code})`;
  const head = t`${moment(one.at)}  ${one.kind}: ${one.outcome}${code}${about}, signed by the phone`;
  return one.data === undefined ? [head] : [head, `  ${shown(JSON.stringify(one.data), longest)}`];
}

/** Declares `rempart report`. */
export function addReports(program: Command, run: Run): void {
  const report = program
    .command("report")
    .description("What phones report of themselves, sealed to the directory's key.");
  report
    .command("open")
    .argument("<id>", "the phone's id")
    .argument("[hash]", "one report; without it, the newest")
    .description("Check that the phone signed its reports, and open what it sealed. Needs the directory's key.")
    .option("--kind <kind>", `of this kind only: ${kinds.join(", ")}`)
    .option("--limit <n>", "how many of the newest", wholeNumber(1, 500), 20)
    .action(
      run(async (context, { kind, limit }: { kind?: string; limit: number }, [given, wanted]) => {
        const id = argument("id", given, forms.id);
        if (kind !== undefined && !kinds.includes(kind)) throw new Usage("--kind", t`There are ${kinds.join(", ")}.`);
        const hash = wanted === undefined ? undefined : argument("hash", wanted, forms.hash);
        const reader = await readerOf(context, id);
        const found = hash === undefined ? await reader.newest(limit, kind) : [await reader.one(hash)];
        const reports = found.map(toldReport);
        const none = reports.length === 0 ? [t`nothing was reported`] : [];
        context.result({ device: id, reports }, [...reports.flatMap(reportLines), ...none]);
      }),
    );
}
