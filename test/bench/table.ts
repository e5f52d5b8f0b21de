// The one table of the bench: metric, value, aim.
import { cpus, loadavg, totalmem } from "node:os";
import { figure } from "./statistics.ts";

/** One figure. `aim` is what it should stay below or reach; figures without one explain the others. */
export interface Row {
  metric: string;
  value: number;
  unit: string;
  aim?: { below: number } | { least: number };
}

/** Whether a row keeps its aim; undefined where it has none. */
export function holds({ value, aim }: Row): boolean | undefined {
  if (!aim) return undefined;
  return "below" in aim ? value < aim.below : value >= aim.least;
}

/** The machine that gives the figures, and how busy it is. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  node: string;
  load: number;
  postgres?: string;
}

/** What is known of this machine before anything is measured. */
export function machine(): Machine {
  const [cpu, ...others] = cpus();
  const [load] = loadavg();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: others.length + 1,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    load: Math.round((load ?? 0) * 10) / 10,
  };
}

function aimText({ aim, unit }: Row): string {
  if (!aim) return "";
  return "below" in aim ? `under ${figure(aim.below)} ${unit}` : `${figure(aim.least)} ${unit} or more`;
}

/** Prints the table for people. */
export function printTable(rows: readonly Row[], on: Machine): void {
  const width = Math.max(...rows.map(({ metric }) => metric.length), 6);
  const line = (metric: string, value: string, aim: string, verdict: string): string =>
    `${metric.padEnd(width)}  ${value.padStart(16)}  ${aim.padEnd(22)}  ${verdict}`.trimEnd();
  const words = new Map([
    [true, "held"],
    [false, "MISSED"],
  ]);
  console.log(`\n${line("metric", "value", "aim", "")}`);
  console.log(line("-".repeat(width), "-".repeat(16), "-".repeat(22), "-".repeat(6)));
  for (const row of rows) {
    const held = holds(row);
    const verdict = held === undefined ? "" : words.get(held)!;
    console.log(line(row.metric, `${figure(row.value)} ${row.unit}`, aimText(row), verdict));
  }
  const postgres = on.postgres === undefined ? "" : `, PostgreSQL ${on.postgres}`;
  console.log(
    `\n${on.cpu}, ${on.cores} cores (load ${on.load} when it began), ${on.memoryGiB} GiB, Node ${on.node}${postgres}`,
  );
}
