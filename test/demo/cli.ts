// The command line as a user runs it: another process, one profile for each person.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const program = join(import.meta.dirname, "..", "..", "apps", "cli", "bin", "rempart.mjs");

export interface Told {
  code: number;
  json: Record<string, unknown>;
}

/** Runs `rempart --json` with the profile in `folder`. */
export function rempart(folder: string, identity: string, args: readonly string[]): Promise<Told> {
  return new Promise((resolve, reject) => {
    const opens = existsSync(identity) ? ["--identity", identity] : [];
    const child = spawn(process.execPath, [program, "--profile", folder, ...opens, "--json", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let errors = "";
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on("data", (part: Buffer) => {
      errors += part.toString();
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      try {
        resolve({ code: code ?? 1, json: JSON.parse(out) as Record<string, unknown> });
      } catch {
        reject(new Error(`rempart ${args.join(" ")} said no JSON: ${out} ${errors}`));
      }
    });
  });
}
