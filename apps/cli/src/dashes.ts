// One random id in 64 begins with a dash. To the parser of command lines that is an option.
import type { Command } from "commander";

/** Options without a value, of every command: what follows one of them is an argument. */
function flagsOf(command: Command): string[] {
  const own = command.options
    .filter((option) => !option.required && !option.optional)
    .flatMap(({ long, short }) => [long, short].filter((name) => name !== undefined && name !== null));
  return [...own, ...command.commands.flatMap(flagsOf), "--help", "-h"];
}

/** An id (22 characters of base64url) that begins with a dash. Names of options have neither capitals nor digits. */
function isDashedId(argument: string): boolean {
  return /^-[A-Za-z0-9_-]{21}$/.test(argument) && /[A-Z0-9_]/.test(argument);
}

/** The same command line with such ids behind `--`, where nothing is an option; those that are an option's value stay. */
export function idsLast(argv: readonly string[], program: Command): string[] {
  if (argv.includes("--") || !argv.some(isDashedId)) return [...argv];
  const flags = new Set(flagsOf(program));
  const isArgument = (argument: string, index: number): boolean => {
    const before = argv[index - 1] ?? "";
    const takesValue = before.startsWith("-") && !before.includes("=") && !flags.has(before) && !isDashedId(before);
    return isDashedId(argument) && !takesValue;
  };
  const ids = argv.filter(isArgument);
  return ids.length === 0
    ? [...argv]
    : [...argv.filter((argument, index) => !isArgument(argument, index)), "--", ...ids];
}
