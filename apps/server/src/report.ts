/** One line for the launcher. Never a token, a password, an envelope or a request's body. */
export interface ReportLine {
  event: "ready" | "error" | "database-lost" | "database-back" | "charter-refused" | "stopped";
  message?: string;
  code?: string;
  where?: string;
  port?: number;
}

export type Report = (line: ReportLine) => void;

/** Writes JSON lines on standard output. */
export const reportToStdout: Report = (line) => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
