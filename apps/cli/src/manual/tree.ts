// The program as data: what help, completion and the manual page are all made from.
import type { Command, Option } from "commander";

/** One command that does something, or one that only holds others. */
export interface Entry {
  /** Its words after `rempart`; none for the program itself. */
  words: string[];
  description: string;
  arguments: { name: string; help: string; required: boolean; many: boolean }[];
  options: Entry.Option[];
  commands: Entry[];
}

export declare namespace Entry {
  export interface Option {
    flags: string;
    long: string;
    short?: string;
    takesValue: boolean;
    help: string;
    /** `file` or `dir` where the value is a path. */
    path?: "file" | "dir";
    choices: string[];
    hidden: boolean;
  }
}

function readOption(option: Option): Entry.Option {
  const value = /<([^>]+)>|\[([^\]]+)\]/.exec(option.flags)?.slice(1).find(Boolean);
  return {
    flags: option.flags,
    long: option.long ?? option.flags,
    ...(option.short ? { short: option.short } : {}),
    takesValue: option.required || option.optional,
    help: option.description,
    ...(value === "file" || value === "dir" ? { path: value } : {}),
    choices: option.argChoices ?? [],
    hidden: option.hidden,
  };
}

/** `command` and everything below it. */
export function treeOf(command: Command, words: string[] = []): Entry {
  return {
    words,
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      help: argument.description,
      required: argument.required,
      many: argument.variadic,
    })),
    options: command.options.map(readOption).filter(({ hidden }) => !hidden),
    commands: command.commands.map((one) => treeOf(one, [...words, one.name()])),
  };
}

/** Every entry, the top first. */
export function flat(entry: Entry): Entry[] {
  return [entry, ...entry.commands.flatMap(flat)];
}
