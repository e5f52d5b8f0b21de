import { ClientError, shown } from "@rempart/client";
import { ConfigurationError } from "@rempart/configuration";
import { Refusal } from "@rempart/trust";
import { translated } from "./language/language.ts";

/** Something the command refuses or cannot do. `code` and `where` are for programs, the message is for people. */
export class Problem extends Error {
  readonly code: string;
  readonly where: string;
  /** HTTP status, where the other side refused. */
  readonly status: number | undefined;
  constructor(code: string, where: string, message: string, status?: number) {
    super(message);
    this.status = status;
    this.name = "Problem";
    this.code = code;
    this.where = where;
  }
}

/** The command line itself is wrong: exit 2. */
export class Usage extends Problem {
  constructor(where: string, message: string) {
    super("usage", where, message);
    this.name = "Usage";
  }
}

export interface Told {
  error: string;
  where: string;
  message: string;
  [key: string]: string;
}

/** What was thrown as people read it: what is shared with other clients is put into this process's language here. */
export function messageOf(error: Error): string {
  return error instanceof ClientError ? translated(error.said) : error.message;
}

/** The same with its code before it, where it is one of ours. */
export function coded(error: Error): string {
  const ours = error instanceof Problem || error instanceof ClientError;
  return ours ? `${error.code}: ${messageOf(error)}` : error.message;
}

/** The JSON form of whatever was thrown, with texts from outside made harmless. */
export function told(error: unknown): Told {
  if (error instanceof ClientError)
    return { error: error.code, where: shown(error.where, 300), message: shown(messageOf(error), 2000) };
  if (error instanceof Problem || error instanceof Refusal) {
    // A Refusal's message begins with code and place, which stand beside it here.
    const message =
      error instanceof Refusal ? error.message.replace(`${error.code}: ${error.where}: `, "") : error.message;
    return { error: error.code, where: shown(error.where, 300), message: shown(message, 2000) };
  }
  if (error instanceof ConfigurationError) {
    const [first] = error.faults;
    const where = `${first!.file}:${first!.line}:${first!.column}`;
    // One line for each: the file's own line breaks were shown safe, ours stay.
    const lines = error.faults.map(({ file, line, column, message }) =>
      shown(`${file}:${line}:${column}: ${message}`, 600),
    );
    return { error: error.code, where, message: `\n${lines.map((line) => `  ${line}`).join("\n")}` };
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string" && /^[a-z.]+$/.test(error.code)) {
    return { error: error.code, where: "log", message: shown(error.message.replace(`${error.code}: `, ""), 2000) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "syscall" in error)
    return { error: "file", where: "disk", message: shown(message, 2000) };
  return { error: "internal", where: "rempart", message: shown(message, 2000) };
}
