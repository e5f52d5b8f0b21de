// Where the server is, by the word of the gatekeeper that served this page.

import { Problem } from "../problem/problem.ts";
import { asker } from "./http.ts";
import { flag, optional, shape, text } from "./read.ts";

const fields = shape({ server: text, demonstrationAllowed: optional(flag) });

export interface ConsoleConfig {
  server: string;
  /** Whether this host would run forty virtual phones for a demonstration. */
  demonstrationAllowed: boolean;
}

/** Reads /config.json. Rejects with `network`, `answer`. */
export async function readConfig(): Promise<ConsoleConfig> {
  const { server, demonstrationAllowed } = fields(await asker("")("/config.json"), "config");
  if (!URL.canParse(server)) throw new Problem("answer", "config.server", "is no URL");
  return { server: server.replace(/\/+$/, ""), demonstrationAllowed: demonstrationAllowed ?? false };
}
