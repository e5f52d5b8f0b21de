import type { SeenLog } from "@rempart/client";
import { type Entry, fetchEntries, resolveErased } from "@rempart/client";
import type { Row } from "@rempart/log";
import type { Charter, Head, JsonValue } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { steps } from "../progress.ts";
import { type Audit, auditLog } from "./audit.ts";
import { type Checked, checkEntries } from "./check.ts";
import { readCopy, writeCopy } from "./copy.ts";
import { downloadRows, entriesOf } from "./download.ts";
import { refill } from "./refill.ts";
import { logLines } from "./report.ts";
import { readStatements } from "./statements.ts";

interface Options {
  fromCopy?: string;
  full?: boolean;
}

interface Verified {
  charters: readonly Charter[];
  head: Head;
  envelope: JsonValue;
  witness: JsonValue | undefined;
  rows: Row[];
  checked: Checked;
  audit: Audit;
}

/** Entries as rows, without what they refer to. */
function plainRows(entries: readonly Entry[]): Row[] {
  return entries.map((entry) => ({
    type: entry.type,
    hash: entry.hash!,
    json: "envelope" in entry ? { envelope: entry.envelope } : { erased: entry.erasure, hash: entry.hash! },
  }));
}

async function judge(
  rows: Row[],
  entries: readonly Entry[],
  head: Head,
  charters: readonly Charter[],
  seen: SeenLog,
  witness: JsonValue | undefined,
) {
  const witnessed = witness === undefined ? undefined : await readStatements(witness, charters.at(-1)!);
  const checked = await checkEntries(entries, head, charters, seen, witnessed);
  return { checked, audit: await auditLog(rows, charters) };
}

/** Downloads the whole log and recomputes it from nothing. */
async function verifyOnline(context: Context, full: boolean): Promise<Verified> {
  const gatekeeper = await context.gatekeeper();
  const before = (await context.trust()).log;
  const { trust, head, envelope, witness } = await context.head();
  const { genesis } = trust.newest;
  let rows: Row[] = [];
  let entries: Entry[] = [];
  let judged: Awaited<ReturnType<typeof judge>> | undefined;
  await steps(context, [
    [
      t`Download ${head.size} entries`,
      async (note) => {
        if (full) {
          rows = await downloadRows(context, gatekeeper, head, genesis, note);
          entries = entriesOf(rows, genesis);
        } else
          entries = await fetchEntries(gatekeeper.ask, head, genesis, 0, (count) =>
            note(t`${count} of ${head.size} entries`),
          );
        await resolveErased(gatekeeper.ask, head, entries);
        if (!full) rows = plainRows(entries);
      },
    ],
    [
      t`Recompute the root, check every signature`,
      async () => {
        judged = await judge(rows, entries, head, trust.charters, before, witness);
      },
    ],
  ]);
  return { charters: trust.charters, head, envelope, witness, rows, ...judged! };
}

function tell(
  context: Context,
  { checked, audit }: Pick<Verified, "checked" | "audit">,
  head: Head,
  more: object,
): void {
  const { size, root, counts, compared, witnessed } = checked;
  const { findings, unchecked, brake } = audit;
  if (findings.length > 0) context.ending.code = 1;
  context.result(
    {
      ok: findings.length === 0,
      size,
      root,
      time: head.time,
      epoch: head.epoch,
      counts,
      ...(compared === undefined ? {} : { compared }),
      ...(witnessed
        ? { witnessed: { size: witnessed.size, witnesses: witnessed.kids, needed: witnessed.needed } }
        : {}),
      checked: audit.checked,
      unchecked,
      brake,
      findings,
      ...more,
    },
    logLines(checked, audit, head),
  );
}

async function verify(context: Context, options: Options): Promise<void> {
  if (options.fromCopy === undefined) {
    const verified = await verifyOnline(context, options.full === true);
    tell(context, verified, verified.head, {});
    return;
  }
  const { genesis } = await context.profile();
  const { log } = await context.trust();
  const { charters, head, entries, rows, witness } = await readCopy(options.fromCopy, genesis);
  tell(context, await judge(rows, entries, head, charters, log, witness), head, { copy: options.fromCopy });
}

async function copy(context: Context, path: string, options: Options): Promise<void> {
  const verified = await verifyOnline(context, options.full === true);
  const { charters, envelope, rows, witness } = verified;
  await writeCopy(path, charters, envelope, rows, witness);
  tell(context, verified, verified.head, { out: path });
}

const full = t`with the orders and results that entries refer to; your key signs that you ask`;

/** Declares `rempart log`. */
export function addLog(program: Command, run: Run): void {
  const log = program.command("log").description("The log of everything that was accepted.");
  log
    .command("verify")
    .description(
      "Recompute the whole log, check every signature in it, and compare it with what this profile saw before.",
    )
    .option("--from-copy <file>", "verify a copy instead of asking the gatekeeper")
    .option("--full", full)
    .action(run(verify));
  log
    .command("copy")
    .argument("<file>", "file to write")
    .description("Verify the whole log and write a copy that can be verified offline.")
    .option("--full", full)
    .action(run((context, options: Options, [path]) => copy(context, path!, options)));
  log
    .command("refill")
    .description("Give a gatekeeper that was restored from a backup the entries it signed and lacks.")
    .requiredOption("--from <dir|url>", "a witness's folder, or the address where it serves its mirror")
    .action(run(refill));
}
