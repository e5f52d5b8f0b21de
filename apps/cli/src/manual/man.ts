// rempart.1 in roff (man(7)), from the program itself.
import { type Entry, flat } from "./tree.ts";

/** The words of the page that are not the program's. */
export interface ManWords {
  name: string;
  synopsis: string;
  options: string;
  commands: string;
  exit: string;
  environment: string;
  files: string;
  exits: readonly [code: string, meaning: string][];
  variables: readonly [name: string, meaning: string][];
  paths: readonly [path: string, meaning: string][];
}

/** Text that roff shows as it is written. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .split("\n")
    .map((line) => (/^[.']/.test(line) ? `\\&${line}` : line))
    .join("\n");
}

function argumentsOf({ arguments: list }: Entry): string {
  return list
    .map(({ name, required, many }) => {
      const word = `\\fI${roff(name)}\\fR${many ? "..." : ""}`;
      return required ? word : `[${word}]`;
    })
    .join(" ");
}

function optionLines({ flags, help }: Entry.Option): string[] {
  const [names, value] = [flags.replace(/ [<[].*$/, ""), /[<[]([^>\]]+)/.exec(flags)?.[1]];
  return [".TP", `\\fB${roff(names)}\\fR${value ? ` \\fI${roff(value)}\\fR` : ""}`, roff(help)];
}

function definitions(list: readonly (readonly [string, string])[]): string[] {
  return list.flatMap(([name, meaning]) => [".TP", `\\fB${roff(name)}\\fR`, roff(meaning)]);
}

function commandLines(entry: Entry): string[] {
  const heading = `\\fBrempart ${roff(entry.words.join(" "))}\\fR ${argumentsOf(entry)}`.trimEnd();
  return [
    ".SS",
    heading,
    roff(entry.description),
    ...entry.arguments
      .filter(({ help }) => help !== "")
      .flatMap(({ name, help }) => [".TP", `\\fI${roff(name)}\\fR`, roff(help)]),
    ...entry.options.flatMap(optionLines),
  ];
}

/** The manual page of the program whose tree is `top`. */
export function manualOf(top: Entry, version: string, words: ManWords): string {
  const doing = flat(top).filter(({ words: own, commands }) => own.length > 0 && commands.length === 0);
  return [
    `.TH REMPART 1 "" "rempart ${roff(version)}" "Rempart"`,
    `.SH ${words.name}`,
    `rempart \\- ${roff(top.description)}`,
    `.SH ${words.synopsis}`,
    "\\fBrempart\\fR [\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
    `.SH ${words.options}`,
    ...top.options.flatMap(optionLines),
    `.SH ${words.commands}`,
    ...doing.flatMap(commandLines),
    `.SH ${words.exit}`,
    ...definitions(words.exits),
    `.SH ${words.environment}`,
    ...definitions(words.variables),
    `.SH ${words.files}`,
    ...definitions(words.paths),
    "",
  ].join("\n");
}
