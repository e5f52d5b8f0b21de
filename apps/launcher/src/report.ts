import type { Layout } from "./layout.ts";

/** The two processes the launcher looks after. */
export type PartName = "gatekeeper" | "server";

/** How the parts are spread, and what holds there; see layout.ts. */
interface LayoutReport {
  event: "layout";
  layout: Layout;
}

/** What the launcher tells whoever started it; with --json these are the lines it prints. */
export type Report =
  | { event: "notice"; message: string }
  | LayoutReport
  /** The gatekeeper runs alone: the hash of its link token, for the server's host. */
  | { event: "link"; sha256: string }
  /** Another replica is active: this gatekeeper waits to take over. */
  | { event: "standby" }
  | { event: "active" }
  | { event: "child"; part: PartName; pid: number }
  | { event: "child-exit"; part: PartName; reason: string; restartInMs: number }
  | { event: "founding-code"; code: string; expires?: string | number }
  | { event: "ready"; url: string }
  /** Virtual phones of a demonstration run. */
  | { event: "demonstration"; phones: number; pid: number }
  | { event: "exit"; code: number; message?: string };

/** Receives reports. */
export type Reporter = (report: Report) => void;

/** One JSON object a line. */
export function jsonReporter(write: (text: string) => void): Reporter {
  return (report) => write(`${JSON.stringify(report)}\n`);
}

/** A frame of text lines that stands out among the rest. */
function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = "─".repeat(width + 4);
  const body = lines.map((line) => `│  ${line.padEnd(width)}  │`);
  return [`┌${edge}┐`, ...body, `└${edge}┘`, ""].join("\n");
}

function foundingCode(url: string, { code, expires }: { code: string; expires?: string | number }): string {
  const date = expires === undefined ? undefined : new Date(expires);
  const until = date && !Number.isNaN(date.getTime()) ? [`It is valid until ${date.toLocaleString()}.`] : [];
  return box([
    "To found the organisation, open",
    `    ${url}`,
    "It asks for this one-time code, as does `rempart found`:",
    "",
    `    ${code}`,
    "",
    ...until,
    "Whoever has it decides who is in charge: show it to nobody else.",
  ]);
}

/** Text for people. A founding code waits until the console can be opened. */
export function textReporter(url: string, out: (text: string) => void, err: (text: string) => void): Reporter {
  let ready = false;
  let waiting = "";
  return (report) => {
    switch (report.event) {
      case "notice":
        out(`${report.message}\n`);
        break;
      case "layout":
        out(`${report.layout.words.join("\n")}\n`);
        break;
      case "link":
        out(
          `On the server's host: npm start -- --only server --gatekeeper-url URL --link-token-sha256 ${report.sha256}\n`,
        );
        break;
      case "standby":
        out("Another gatekeeper is active on this database. This one stands by, and takes over when that one ends.\n");
        break;
      case "active":
        out("This gatekeeper is active now.\n");
        break;
      case "child":
        break;
      case "child-exit":
        err(`The ${report.part} stopped: ${report.reason}. Starting it again in ${report.restartInMs / 1000} s.\n`);
        break;
      case "founding-code":
        if (ready) out(foundingCode(url, report));
        else waiting = foundingCode(url, report);
        break;
      case "ready":
        ready = true;
        out(`Rempart is ready: open ${report.url}\n${waiting}`);
        break;
      case "demonstration":
        out(`${report.phones} virtual phones run for the demonstration.\n`);
        break;
      case "exit":
        if (report.message !== undefined) err(`rempart: ${report.message}\n`);
        else if (report.code === 0) out("Rempart has stopped.\n");
        break;
    }
  };
}
