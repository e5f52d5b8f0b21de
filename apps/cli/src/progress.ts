import { PassThrough } from "node:stream";
import type { Context } from "./context.ts";

export type Step = [title: string, work: (note: (text: string) => void) => Promise<void>];

/** Does the steps in order; a person at a terminal sees them on stderr, a program sees nothing. */
export async function steps(context: Context, list: readonly Step[]): Promise<void> {
  // A terminal that does not say how wide it is would get one letter a line.
  if (!context.io.interactive || context.json || !(process.stderr.columns >= 20)) {
    for (const [, work] of list) await work(() => undefined);
    return;
  }
  // Loaded here alone: most commands are short, and scripts run many.
  const { Listr, ListrLogger, ProcessOutput } = await import("listr2");
  // listr2 writes to "stdout", which belongs to the result: hand it stderr as such, and nothing as stderr.
  const nowhere = new PassThrough() as unknown as NodeJS.WriteStream;
  nowhere.resume();
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, nowhere) });
  const tasks = list.map(([title, work]) => ({
    title,
    task: (_: unknown, task: { output: string }) =>
      work((text) => {
        task.output = text;
      }),
  }));
  await new Listr(tasks, { rendererOptions: { logger } }).run();
}
