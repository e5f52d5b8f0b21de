import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PostgresError } from "./error.ts";

/** One numbered SQL file. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

/** A statement that would end the transaction the file runs in, and with it the promise of all or nothing. */
const transactionControl = /^\s*(begin|start\s+transaction|commit|rollback)(\s+(work|transaction))?\s*;/im;

/** Reads the migrations of a folder in order; refuses a wrong name, a gap, a number used twice, transaction control. */
export function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name, index) => {
    const match = /^(\d{4})_[a-z0-9][a-z0-9_-]*\.sql$/.exec(name);
    if (!match) {
      throw new PostgresError(
        "migration-name",
        `${join(directory, name)} is not named like a migration. Rename it: four digits, _, lower-case words, .sql (0007_add_fences.sql).`,
      );
    }
    const number = Number(match[1]);
    const expected = index + 1;
    if (number !== expected) {
      const wanted = String(expected).padStart(4, "0");
      const problem = number < expected ? "uses a number a second time" : `comes where number ${wanted} is missing`;
      throw new PostgresError(
        "migration-gap",
        `${join(directory, name)} ${problem}. Numbers go up by one from 0001: bring the missing file back, or rename this one.`,
      );
    }
    // A checkout on Windows may have turned line ends into CRLF; that is not a change.
    const sql = readFileSync(join(directory, name), "utf8").replaceAll("\r\n", "\n");
    if (transactionControl.test(sql)) {
      throw new PostgresError(
        "migration-failed",
        `${name} has a BEGIN, COMMIT or ROLLBACK of its own. Remove it: every file already runs in one transaction.`,
      );
    }
    return { number, name, sha256: hash("sha256", sql), sql };
  });
}
