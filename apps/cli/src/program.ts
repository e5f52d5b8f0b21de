import { Command, CommanderError, Help } from "commander";
import { addApi } from "./api/command.ts";
import { addRunning } from "./api/running.ts";
import { addApply } from "./apply/command.ts";
import { addApps } from "./apps/command.ts";
import { addCharter } from "./charter/command.ts";
import { addJoin } from "./charter/join.ts";
import { addAdmit } from "./commands/admit.ts";
import { addEvents } from "./commands/events.ts";
import { addFreeze } from "./commands/freeze.ts";
import { addKeys } from "./commands/keys.ts";
import { addPhones } from "./commands/phones.ts";
import { addStanding } from "./commands/standing.ts";
import { addStatus } from "./commands/status.ts";
import { Context, type Ending, type GlobalOptions } from "./context.ts";
import { idsLast } from "./dashes.ts";
import type { Run } from "./flags.ts";
import { addFound } from "./found/command.ts";
import { group } from "./groups.ts";
import type { Io } from "./io.ts";
import { said } from "./language/language.ts";
import { addLog } from "./log/command.ts";
import { addManual } from "./manual/command.ts";
import { addOrders } from "./orders/commands.ts";
import { addLostPhone } from "./orders/lost-phone.ts";
import { addResults } from "./orders/results.ts";
import { addShortcuts } from "./orders/shortcuts.ts";
import { told, Usage } from "./problem.ts";
import { addReports } from "./reports/command.ts";
import { addLocate } from "./reports/locate.ts";
import { addTickets } from "./tickets/command.ts";
import { addWitness } from "./witness/command.ts";

/** The whole command line. */
export function buildProgram(io: Io, ending: Ending = { code: 0 }): Command {
  const program = new Command("rempart")
    .description("Signs what your phones are told to do. Builds every document itself and believes no server.")
    .option("--profile <dir>", "profile folder (default: REMPART_PROFILE, else ~/.config/rempart)")
    .option("--as <name>", "sign with this key of the profile")
    .option("--identity <file>", "age identity file that opens the keys")
    .option("--passphrase-file <file>", "file with the passphrase of the keys")
    .option("--json", "print one JSON document on standard output")
    .option("--lang <language>", "French or English: fr, en (default: from the environment)")
    .helpOption("-h, --help", said("display help for command"))
    .commandsGroup("Help:")
    .helpCommand("help [command]", said("display help for command"))
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: said,
      // An empty list as default says nothing to people.
      optionDescription: (option) =>
        Array.isArray(option.defaultValue) ? option.description : new Help().optionDescription(option),
    })
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      outputError: (text, write) => write(parserWords(text)),
    })
    .showHelpAfterError(said("Add --help for what there is."))
    .exitOverride();
  const run: Run =
    (work) =>
    async (...received) => {
      const command = received.at(-1) as Command;
      const context = new Context(io, command.optsWithGlobals<GlobalOptions>(), ending);
      await work(context, command.opts() as never, command.args);
    };
  for (const add of [
    addFound,
    addCharter,
    addJoin,
    addTickets,
    addPhones,
    addAdmit,
    addOrders,
    addResults,
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
    addEvents,
    addKeys,
    addApi,
    addRunning,
    addApps,
    addManual,
  ])
    add(program, run);
  group(program);
  translate(program);
  return program;
}

/** Help in this process's language: the commands themselves are written in English. */
function translate(command: Command): void {
  command.description(said(command.description()));
  for (const option of command.options) option.description = said(option.description);
  for (const argument of command.registeredArguments) argument.description = said(argument.description);
  for (const one of command.commands) translate(one);
}

/** What the parser of command lines says, which is English, in this process's language. */
function parserWords(text: string): string {
  for (const [pattern, english] of [
    [/^error: unknown option ([^\n]*)/, "error: unknown option {0}"],
    [/^error: unknown command ([^\n]*)/, "error: unknown command {0}"],
    [/^error: missing required argument ([^\n]*)/, "error: missing required argument {0}"],
    [/^error: required option ([^\n]*) not specified/, "error: required option {0} not specified"],
    [/^error: option ([^\n]*) argument missing/, "error: option {0} argument missing"],
    [/^error: too many arguments([^\n]*)/, "error: too many arguments{0}"],
  ] as const)
    if (pattern.test(text))
      return text.replace(pattern, (_, value: string) => said(english).replace("{0}", () => value));
  return text;
}

/** Runs one command line. Returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 not by every phone. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const json = argv.includes("--json");
  const fail = (error: unknown): void => {
    const said = told(error);
    if (json) io.stdout(`${JSON.stringify(said)}\n`);
    else io.stderr(`rempart: ${said.error}: ${said.where}: ${said.message}\n`);
  };
  try {
    const ending: Ending = { code: 0 };
    const program = buildProgram(io, ending);
    await program.parseAsync(idsLast(argv, program), { from: "user" });
    return ending.code;
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
