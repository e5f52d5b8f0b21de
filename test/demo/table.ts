// Steps of the demo: each asserts its result, and stands in the closing table with what it showed and how long it took.

interface Row {
  step: string;
  shown: string;
  milliseconds: number;
}

const rows: Row[] = [];
const colour = process.stdout.isTTY
  ? { green: "\x1b[32m", dim: "\x1b[2m", off: "\x1b[0m" }
  : { green: "", dim: "", off: "" };

/** A heading between groups of steps. */
export function chapter(title: string): void {
  process.stdout.write(`\n${title}\n`);
}

/** Runs one step. What it returns is shown; what it throws ends the demo. */
export async function step(name: string, run: () => Promise<string>): Promise<void> {
  const start = performance.now();
  try {
    const shown = await run();
    const milliseconds = performance.now() - start;
    rows.push({ step: name, shown, milliseconds });
    process.stdout.write(`  ${colour.green}ok${colour.off}  ${name}\n      ${colour.dim}${shown}${colour.off}\n`);
  } catch (error) {
    process.stdout.write(`  FAILED  ${name}\n`);
    throw error;
  }
}

/** Fails the step unless `condition` holds. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** The closing table: step, result, milliseconds. */
export function printTable(): void {
  process.stdout.write(`\n${cut("step", 58)}  ${cut("result", 62)}  ${"ms".padStart(7)}\n`);
  process.stdout.write(`${"-".repeat(58)}  ${"-".repeat(62)}  ${"-".repeat(7)}\n`);
  for (const { step: name, shown, milliseconds } of rows) {
    process.stdout.write(`${cut(name, 58)}  ${cut(shown, 62)}  ${milliseconds.toFixed(0).padStart(7)}\n`);
  }
  process.stdout.write(`\n${rows.length} steps held.\n`);
}
