import type { Head, JsonValue } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import type { Trust } from "../profile/trust-store.ts";
import { steps } from "../progress.ts";
import { grouped, moment } from "../shown.ts";
import { type Checked, checkEntries } from "./check.ts";
import { readCopy, writeCopy } from "./copy.ts";
import { downloadEntries, resolveErased } from "./download.ts";
import type { Entry } from "./entry.ts";
import { refill } from "./refill.ts";

interface Verified {
  trust: Trust;
  head: Head;
  envelope: JsonValue;
  entries: Entry[];
  checked: Checked;
}

/** Downloads the whole log and recomputes it from nothing. */
async function verifyOnline(context: Context): Promise<Verified> {
  const gatekeeper = await context.gatekeeper();
  const before = (await context.trust()).log;
  const { trust, head, envelope } = await context.head();
  let entries: Entry[] = [];
  let checked: Checked | undefined;
  await steps(context, [
    [
      `Download ${head.size} entries`,
      async (note) => {
        entries = await downloadEntries(gatekeeper, head, trust.newest.genesis, note);
        await resolveErased(gatekeeper, head, entries);
      },
    ],
    [
      "Recompute the root",
      async () => {
        checked = await checkEntries(entries, head, trust.charters, before);
      },
    ],
  ]);
  return { trust, head, envelope, entries, checked: checked! };
}

function tell(context: Context, checked: Checked, head: Head, more: object = {}): void {
  const { size, root, counts, compared } = checked;
  context.result(
    {
      ok: true,
      size,
      root,
      time: head.time,
      epoch: head.epoch,
      counts,
      ...(compared === undefined ? {} : { compared }),
      ...more,
    },
    [
      `The log is whole: ${size} ${size === 1 ? "entry gives" : "entries give"} the root that its key signed ${moment(head.time)}.`,
      `  root ${grouped(root)}`,
      ...Object.entries(counts).map(([type, count]) => `  ${type.padEnd(16)} ${count}`),
      compared === undefined
        ? "It is shorter than what this profile saw before, or of another epoch: the two were not compared."
        : `It continues size ${compared}, which this profile saw before.`,
    ],
  );
}

async function verify(context: Context, options: { fromCopy?: string }): Promise<void> {
  if (options.fromCopy === undefined) {
    const { checked, head } = await verifyOnline(context);
    tell(context, checked, head);
    return;
  }
  const { genesis } = await context.profile();
  const { log } = await context.trust();
  const { charters, head, entries } = await readCopy(options.fromCopy, genesis);
  tell(context, await checkEntries(entries, head, charters, log), head, { copy: options.fromCopy });
}

async function copy(context: Context, path: string): Promise<void> {
  const { trust, head, envelope, entries, checked } = await verifyOnline(context);
  await writeCopy(path, trust.charters, envelope, entries);
  tell(context, checked, head, { out: path });
}

/** Declares `rempart log`. */
export function addLog(program: Command, run: Run): void {
  const log = program.command("log").description("The log of everything that was accepted.");
  log
    .command("verify")
    .description("Recompute the whole log and compare it with its signed head and with what this profile saw before.")
    .option("--from-copy <file>", "verify a copy instead of asking the gatekeeper")
    .action(run(verify));
  log
    .command("copy")
    .argument("<file>", "file to write")
    .description("Verify the whole log and write a copy that can be verified offline.")
    .action(run((context, _options, [path]) => copy(context, path!)));
  log
    .command("refill")
    .description("Give a gatekeeper that was restored from a backup the entries it signed and lacks.")
    .requiredOption("--from <dir|url>", "a witness's folder, or the address where it serves its mirror")
    .action(run(refill));
}
