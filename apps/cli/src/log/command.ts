import type { Command } from "commander";
import type { Run } from "../flags.ts";

/** Declares `rempart log`. */
export function addLog(_program: Command, _run: Run): void {}
