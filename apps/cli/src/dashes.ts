// One random id in 64 begins with a dash. To the parser of command lines that is an option.

/** Options without a value: what follows one of them is an argument. */
const flags = new Set([
  "--yes",
  "--json",
  "--storage",
  "--esim",
  "--drop-protection",
  "--submit",
  "--direct",
  "--sign-now",
  "--confirm",
  "--read-only",
]);

/** An id (22 characters of base64url) that begins with a dash. Names of options have neither capitals nor digits. */
function isDashedId(argument: string): boolean {
  return /^-[A-Za-z0-9_-]{21}$/.test(argument) && /[A-Z0-9_]/.test(argument);
}

/** The same command line with such ids behind `--`, where nothing is an option; those that are an option's value stay. */
export function idsLast(argv: readonly string[]): string[] {
  if (argv.includes("--")) return [...argv];
  const isArgument = (argument: string, index: number): boolean => {
    const before = argv[index - 1] ?? "";
    const takesValue = before.startsWith("--") && !before.includes("=") && !flags.has(before) && !isDashedId(before);
    return isDashedId(argument) && !takesValue;
  };
  const ids = argv.filter(isArgument);
  return ids.length === 0
    ? [...argv]
    : [...argv.filter((argument, index) => !isArgument(argument, index)), "--", ...ids];
}
