import type { Command } from "commander";

/** The commands as people look for them: headings of the help in their order, with their commands in theirs. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  "People and charter:": ["found", "join", "charter", "key", "whoami"],
  "Phones:": ["ticket", "admit", "phones", "report"],
  "Orders:": [
    ...["lock", "wipe", "lost", "found-again", "locate", "ring", "message"],
    ...["order", "draft", "freeze", "unfreeze"],
  ],
  "Policies and groups:": ["policy", "group", "assign", "apply", "export", "standing", "stream"],
  "Apps and OS:": ["app", "os", "blob"],
  "State and log:": ["status", "overview", "log", "witness"],
  "Server:": ["server", "alarm", "history", "events", "session", "token", "webhook", "link", "api"],
  "Help:": ["completion", "man"],
};

/** Puts the program's commands in that order and under those headings; help, completion and manual page follow. */
export function group(program: Command): void {
  const names = Object.values(groups).flat();
  // Commander declares its list read-only and shows commands in the order of this list.
  (program.commands as Command[]).sort((a, b) => names.indexOf(a.name()) - names.indexOf(b.name()));
  for (const [heading, members] of Object.entries(groups))
    for (const one of program.commands) if (members.includes(one.name())) one.helpGroup(heading);
}
