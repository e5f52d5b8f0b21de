import { charter } from "./charter.ts";
import { founding } from "./founding.ts";
import { help } from "./help.ts";
import { messages } from "./messages.ts";
import { phones } from "./phones.ts";

/** French by English. */
export const french: Readonly<Record<string, string>> = { ...help, ...messages, ...founding, ...charter, ...phones };
