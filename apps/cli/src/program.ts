import { Command, CommanderError, Help } from "commander";
import { addApi } from "./api/command.ts";
import { addApply } from "./apply/command.ts";
import { addApps } from "./apps/command.ts";
import { addCharter } from "./charter/command.ts";
import { addJoin } from "./charter/join.ts";
import { addFreeze } from "./commands/freeze.ts";
import { addKeys } from "./commands/keys.ts";
import { addPhones } from "./commands/phones.ts";
import { addStanding } from "./commands/standing.ts";
import { addStatus } from "./commands/status.ts";
import { Context, type GlobalOptions } from "./context.ts";
import { idsLast } from "./dashes.ts";
import type { Run } from "./flags.ts";
import { addFound } from "./found/command.ts";
import type { Io } from "./io.ts";
import { addLog } from "./log/command.ts";
import { addOrders } from "./orders/commands.ts";
import { addLostPhone } from "./orders/lost-phone.ts";
import { addShortcuts } from "./orders/shortcuts.ts";
import { told, Usage } from "./problem.ts";
import { addReports } from "./reports/command.ts";
import { addLocate } from "./reports/locate.ts";
import { addTickets } from "./tickets/command.ts";
import { addWitness } from "./witness/command.ts";

/** The whole command line. */
export function buildProgram(io: Io): Command {
  const program = new Command("rempart")
    .description("Signs what your phones are told to do. Builds every document itself and believes no server.")
    .option("--profile <dir>", "profile folder (default: REMPART_PROFILE, else ~/.config/rempart)")
    .option("--as <name>", "sign with this key of the profile")
    .option("--identity <file>", "age identity file that opens the keys")
    .option("--passphrase-file <file>", "file with the passphrase of the keys")
    .option("--json", "print one JSON document on standard output")
    .configureHelp({
      showGlobalOptions: true,
      // An empty list as default says nothing to people.
      optionDescription: (option) =>
        Array.isArray(option.defaultValue) ? option.description : new Help().optionDescription(option),
    })
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
    .showHelpAfterError("Add --help for what there is.")
    .exitOverride();
  const run: Run =
    (work) =>
    async (...received) => {
      const command = received.at(-1) as Command;
      const context = new Context(io, command.optsWithGlobals<GlobalOptions>());
      await work(context, command.opts() as never, command.args);
    };
  for (const add of [
    addFound,
    addCharter,
    addJoin,
    addTickets,
    addPhones,
    addOrders,
    addShortcuts,
    addLostPhone,
    addLocate,
    addReports,
    addStanding,
    addApply,
    addFreeze,
    addLog,
    addWitness,
    addStatus,
    addKeys,
    addApi,
    addApps,
  ])
    add(program, run);
  return program;
}

/** Runs one command line. Returns the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const json = argv.includes("--json");
  const fail = (error: unknown): void => {
    const said = told(error);
    if (json) io.stdout(`${JSON.stringify(said)}\n`);
    else io.stderr(`rempart: ${said.error}: ${said.where}: ${said.message}\n`);
  };
  try {
    await buildProgram(io).parseAsync(idsLast(argv), { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      // Commander has told people already; a program gets its one document.
      if (json) fail(new Usage("arguments", error.message.replace(/^error: /, "")));
      return 2;
    }
    fail(error);
    return error instanceof Usage ? 2 : 1;
  }
}
