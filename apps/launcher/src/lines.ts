import type { Readable } from "node:stream";

const longest = 64 * 1024;

/**
 * Calls `take` for every line of a child's output. The server may be in an attacker's hands: a line without end is cut
 * into pieces instead of filling this process's memory.
 */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    const pieces = (rest + chunk).split("\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) take(piece);
    if (rest.length > longest) {
      take(rest);
      rest = "";
    }
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
    rest = "";
  });
}

/** A line as a JSON object with an `event`, or undefined when it is ordinary output. */
export function parseEvent(line: string): { event: string; [field: string]: unknown } | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("event" in value)) return undefined;
    return typeof value.event === "string" ? { ...value, event: value.event } : undefined;
  } catch {
    return undefined;
  }
}
