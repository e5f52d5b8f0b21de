// Whether the server runs, and its figures. All of it is the server's word.
import { shown } from "@rempart/client";
import type { JsonObject, JsonValue } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

const mostFigures = 16 * 1024 * 1024;

/** What `path` answers, or why not: a server that refuses or is silent is what was asked about. Sends no token. */
async function stateOf(context: Context, path: string): Promise<{ fine: boolean; said: JsonValue }> {
  try {
    return { fine: true, said: (await (await context.server()).ask(path, { lax: true })) ?? null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { fine: false, said: { error: error.code, message: error.message } };
  }
}

async function health(context: Context): Promise<void> {
  const alive = await stateOf(context, "/healthz");
  const ready = await stateOf(context, "/readyz");
  const answer: JsonObject = { healthy: alive.fine && ready.fine, alive: alive.said, ready: ready.said };
  if (answer.healthy !== true) context.ending.code = 1;
  context.result(answer, [
    t`answers: ${shown(JSON.stringify(alive.said), 500)}`,
    t`can serve: ${shown(JSON.stringify(ready.said), 500)}`,
    t`(the server's word)`,
  ]);
}

async function metrics(context: Context): Promise<void> {
  let text = "";
  await askServer(context, "/metrics", {
    onText: (more) => {
      text += more;
      if (text.length > mostFigures) throw new Problem("answer", "server /metrics", t`the answer is too large`);
    },
  });
  context.result(
    { metrics: text },
    text
      .trimEnd()
      .split("\n")
      .map((line) => shown(line, 2000)),
  );
}

/** Declares `rempart server health` and `rempart server metrics`. */
export function addRunning(program: Command, run: Run): void {
  const server = program.command("server").description("How the server runs.");
  server
    .command("health")
    .description("Whether the server answers, reaches its database, and hears from the gatekeeper; exit 1 when not.")
    .action(run(health));
  server
    .command("metrics")
    .description("Print the server's figures, in the text format of Prometheus.")
    .action(run(metrics));
}
