import { shown } from "@rempart/client";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

const lineLimit = 64 * 1024;

/** Reads server-sent events: calls `take` with the `data` of each. */
function eventReader(take: (data: { type: string; id: string }) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    if (rest.length > lineLimit)
      throw new Problem("answer", "server /api/v1/events", t`A line of the stream does not end.`);
    for (const line of lines) {
      if (!line.startsWith("data: ")) continue;
      const { type, id } = JSON.parse(line.slice(6)) as { type?: unknown; id?: unknown };
      if (typeof type === "string" && typeof id === "string") take({ type, id });
    }
  };
}

async function events(context: Context, options: { seconds?: number }): Promise<void> {
  const signal = options.seconds === undefined ? undefined : AbortSignal.timeout(options.seconds * 1000);
  const onText = eventReader((data) => {
    context.io.stdout(`${context.json ? JSON.stringify(data) : shown(`${data.type.padEnd(12)} ${data.id}`)}\n`);
  });
  try {
    await askServer(context, "/api/v1/events", { onText, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) return;
    throw error;
  }
  throw new Problem("network", "server /api/v1/events", t`The server ended the stream. Run it again.`);
}

/** Declares `rempart events`. */
export function addEvents(program: Command, run: Run): void {
  program
    .command("events")
    .description("Print what changes at the server, one line each, until stopped. With --json each line is a document.")
    .option("--seconds <n>", "stop after so long", wholeNumber(1, 86_400))
    .action(run(events));
}
