import { said } from "../language/language.ts";
import type { ManWords } from "./man.ts";

/** The version of this program, as its manual page says. */
export const version = "0.1.0";

/** Exit codes with their meaning. */
export const exits: readonly [code: string, meaning: string][] = [
  ["0", "Done."],
  ["1", "Refused or failed; the message says by whom, where and why."],
  ["2", "The command line is wrong."],
  ["3", "Carried out, but not by every phone: some failed, refused, or have not answered in time."],
];

function translated(list: readonly [string, string][]): [string, string][] {
  return list.map(([name, meaning]) => [name, said(meaning)]);
}

/** What the manual page says beside the program's own help. */
export function manWords(): ManWords {
  return {
    name: said("NAME"),
    synopsis: said("SYNOPSIS"),
    options: said("OPTIONS OF EVERY COMMAND"),
    commands: said("COMMANDS"),
    exit: said("EXIT STATUS"),
    environment: said("ENVIRONMENT"),
    files: said("FILES"),
    exits: translated(exits),
    variables: translated([
      ["REMPART_PROFILE", "The profile folder, where --profile does not name one."],
      ["LANG, LC_ALL, LC_MESSAGES", "French when it begins with fr, else English; --lang goes before it."],
    ]),
    paths: translated([
      ["~/.config/rempart/profile.json", "Whom this folder trusts, and whose it is."],
      [
        "~/.config/rempart/trust.json",
        "The verified charters and the newest size and root of the log that was seen. Keep it: it is evidence.",
      ],
      ["~/.config/rempart/keys/, roots/", "Private keys, encrypted with age."],
      [
        "~/.config/rempart/released.json",
        "Orders that the log released, so that it is not read from the beginning each time. May be deleted.",
      ],
    ]),
  };
}
