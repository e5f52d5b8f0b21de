import { charter } from "./charter.ts";
import { client } from "./client.ts";
import { founding } from "./founding.ts";
import { help } from "./help.ts";
import { log } from "./log.ts";
import { messages } from "./messages.ts";
import { phones } from "./phones.ts";
import { standingHelp } from "./standing-help.ts";

/** French by English. */
export const french: Readonly<Record<string, string>> = {
  ...help,
  ...standingHelp,
  ...messages,
  ...founding,
  ...charter,
  ...log,
  ...phones,
  ...client,
};
