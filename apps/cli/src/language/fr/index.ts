import { help } from "./help.ts";
import { messages } from "./messages.ts";

/** French by English. */
export const french: Readonly<Record<string, string>> = { ...help, ...messages };
