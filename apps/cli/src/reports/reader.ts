import { type BadReport, type OpenedReport, ReportReader } from "@rempart/client";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { directoryKey } from "../orders/texts.ts";
import { Problem, told } from "../problem.ts";
import { askServer } from "../remote/server.ts";

/** A reader of this phone's reports, with this profile's directory key. Refuses with `directory.key` and as `ReportReader.of`. */
export async function readerOf(context: Context, device: string): Promise<ReportReader> {
  const key = await directoryKey(context);
  if (!key)
    throw new Problem(
      "directory.key",
      context.folder,
      t`This profile does not hold the directory's key, which opens what phones report. Approvers' profiles do.`,
    );
  const { newest } = await context.trust();
  return await ReportReader.of((path, ask) => askServer(context, path, ask), newest.genesis, device, key);
}

/** One that is not what it should be: shown as such, so that it hides no other. */
export interface Unreliable {
  hash?: string;
  error: string;
  message: string;
}

/** A report as it is printed. */
export function toldReport(one: OpenedReport | BadReport): OpenedReport | Unreliable {
  if (!("error" in one)) return one;
  const { error, message } = told(one.error);
  return { ...(one.hash === undefined ? {} : { hash: one.hash }), error, message };
}
