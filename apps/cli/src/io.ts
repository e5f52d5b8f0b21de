import { t } from "./language/language.ts";
import { Problem } from "./problem.ts";

/** The world around a command, so that a test can be it. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  stdin(): Promise<string>;
  /** True when a person can answer a question. */
  interactive: boolean;
  /** Asks on the terminal; `hidden` does not echo. */
  ask(question: string, hidden: boolean): Promise<string>;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Unix milliseconds. */
  now(): number;
}

/** Reads a line from the terminal, with or without echo. Ctrl-C ends the command and nothing was signed. */
export async function askTerminal(question: string, hidden: boolean): Promise<string> {
  const { stdin, stderr } = process;
  // Before the question: what is typed the moment it appears must not be echoed by the terminal itself.
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  stderr.write(question);
  stdin.resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let line = "";
      const finish = (then: () => void): void => {
        stdin.off("data", onData);
        stderr.write("\n");
        then();
      };
      const onData = (chunk: string): void => {
        for (const character of chunk) {
          if (character === "\r" || character === "\n") {
            finish(() => resolve(line));
            return;
          }
          if (character === "\u0003" || character === "\u0004") {
            finish(() => reject(new Problem("interrupted", "terminal", t`Interrupted. Nothing was signed.`)));
            return;
          }
          if (character === "\u007f" || character === "\b") {
            if (line.length > 0 && !hidden) stderr.write("\b \b");
            line = line.slice(0, -1);
          } else {
            line += character;
            if (!hidden) stderr.write(character);
          }
        }
      };
      stdin.on("data", onData);
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
}

async function readAll(): Promise<string> {
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > 1_000_000) throw new Problem("size", "stdin", t`Standard input is larger than 1 MB.`);
  }
  return text;
}

/** This process. */
export function processIo(home: string): Io {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdin: readAll,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask: askTerminal,
    env: process.env,
    home,
    now: Date.now,
  };
}
