import { shown } from "@rempart/client";
import { forms, type JsonValue } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { reportLines } from "../reports/command.ts";
import { readerOf, toldReport } from "../reports/reader.ts";

/** A phone as the server tells it. Nothing of it is signed. */
export interface PhoneRow {
  id?: JsonValue;
  device?: JsonValue;
  platform?: JsonValue;
  model?: JsonValue;
  os?: JsonValue;
  state?: JsonValue;
  groups?: JsonValue;
  seen?: JsonValue;
  results?: JsonValue;
}

const pages = 10_000;
const unverified = t`(the server's word: it cannot make you sign for a phone that is not listed here, but it can list wrongly)`;

export function phoneId(phone: PhoneRow): string {
  return forms.id(phone.id ?? phone.device ?? null, "phones");
}

/** Every phone the server tells of, page by page. */
export async function allPhones(context: Context): Promise<PhoneRow[]> {
  const phones: PhoneRow[] = [];
  let after: string | undefined;
  for (let page = 0; page < pages; page++) {
    const query = after === undefined ? "" : `&after=${after}`;
    const answer = await askServer(context, `/api/v1/phones?limit=1000${query}`, { lax: true });
    const { phones: rows, next } = (answer ?? {}) as { phones?: JsonValue; next?: JsonValue };
    if (!Array.isArray(rows))
      throw new Problem("answer", "server /api/v1/phones", t`The answer has no list of phones.`);
    for (const row of rows) if (typeof row === "object" && row !== null) phones.push(row as PhoneRow);
    if (typeof next !== "string") return phones;
    // A server that gives the same page for ever must not fill this machine's memory.
    if (next === after || rows.length === 0)
      throw new Problem("answer", "server /api/v1/phones", t`The pages go in circles.`);
    after = encodeURIComponent(next.slice(0, 1024));
  }
  throw new Problem("answer", "server /api/v1/phones", t`The list of phones does not end.`);
}

/** Declares `rempart phones`. */
export function addPhones(program: Command, run: Run): void {
  const phones = program.command("phones").description("Phones as the server knows them.");
  phones
    .command("show")
    .argument("<id>", "the phone's id")
    .description("Show one phone with its results.")
    .option("--open", "check and open its newest reports, with the directory's key")
    .action(
      run(async (context, options: { open?: boolean }, [given]) => {
        const id = argument("id", given, forms.id);
        const phone = await askServer(context, `/api/v1/phones/${id}`, { mayBeAbsent: true, lax: true });
        if (phone === undefined) throw new Problem("phone.missing", id, t`The server knows no such phone.`);
        const found = options.open ? await (await readerOf(context, id)).newest(20, undefined) : undefined;
        const reports = found?.map(toldReport);
        context.result({ phone, ...(reports ? { reports } : {}) }, [
          shown(JSON.stringify(phone, null, 2), 100_000).replaceAll("\\u000a", "\n"),
          unverified,
          ...(reports ?? []).flatMap(reportLines),
        ]);
      }),
    );
}
