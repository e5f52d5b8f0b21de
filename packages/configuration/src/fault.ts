/** A place in a file; line and column count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** One thing that is wrong. `template` with `{0}`, `{1}` for its `values` is what a translation starts from. */
export interface Fault extends Place {
  template: string;
  values: string[];
  message: string;
}

const mostFaults = 50;

/** `template` with its values in place of `{0}`, `{1}`, ... */
export function fill(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? "");
}

/** Everything that is wrong with a configuration, in the order of its files. `code` is `configuration`. */
export class ConfigurationError extends Error {
  readonly code = "configuration";
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"));
    this.name = "ConfigurationError";
    this.faults = faults;
  }
}

/** Collects faults, so that a person mends a file once and not once for each mistake. Keeps the first 50. */
export class Faults {
  readonly list: Fault[] = [];

  /** Notes a fault; returns undefined, so that a reader can return what this returns. */
  add(at: Place, template: string, ...values: string[]): undefined {
    const { file, line, column } = at;
    // What stands in a file may be long, and is shown on a terminal.
    const short = values.map((value) => (value.length > 120 ? `${value.slice(0, 120)}...` : value));
    if (this.list.length < mostFaults)
      this.list.push({ file, line, column, template, values: short, message: fill(template, short) });
    return undefined;
  }

  /** Throws a ConfigurationError when anything was noted, file by file from top to bottom. */
  settle(): void {
    if (this.list.length === 0) return;
    const files = [...new Set(this.list.map(({ file }) => file))];
    const order = ({ file, line, column }: Fault): number[] => [files.indexOf(file), line, column];
    const compare = (a: number[], b: number[]): number =>
      a.map((one, index) => one - b[index]!).find((one) => one !== 0) ?? 0;
    throw new ConfigurationError(this.list.toSorted((a, b) => compare(order(a), order(b))));
  }
}
