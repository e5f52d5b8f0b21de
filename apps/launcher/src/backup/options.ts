import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { badConfiguration, LaunchError } from "../error.ts";
import type { PartName } from "../report.ts";
import { type Head, parseHead } from "./log-proof.ts";

export interface BackupOptions {
  readonly data: string;
  readonly out: string;
  /** age recipients; each can open it alone. */
  readonly recipients: readonly string[];
  readonly only: PartName | undefined;
  /** Nothing may go on here afterwards. */
  readonly move: boolean;
  readonly json: boolean;
}

export interface RestoreOptions {
  readonly from: string;
  readonly data: string;
  readonly identity: string;
  readonly only: PartName | undefined;
  /** The newest head that the gatekeeper is known to have signed. */
  readonly newestHead: Head | undefined;
  readonly json: boolean;
}

export const backupHelp = `Backs up Rempart, running or stopped, into one file that only the recipient opens.

  npm run backup -- --out FILE --recipient age1... [--recipient ...] [--data DIR] [--only gatekeeper|server] [--move] [--json]

  --recipient  of an age identity kept elsewhere; make one: npx --no-install rempart key identity --out FILE
  --move       the last backup before moving to another host or database: Rempart must be stopped, and does not start here again
  Databases of your own: the same REMPART_*_DATABASE_URL as for npm start.
`;

export const restoreHelp = `Restores a backup into a new data folder, or into empty databases of your own, and proves that it is whole.

  npm run restore -- --from FILE --identity FILE [--data DIR] [--only gatekeeper|server] [--newest-head SIZE:ROOT] [--json]

  --data         must be missing or empty; it may hold gatekeeper/signed-head.json of the lost one, which is then the floor
  --newest-head  the newest head of the log that anybody has: with it a gatekeeper that has all of that log starts at once
  Databases of your own: REMPART_*_DATABASE_URL, each empty.
`;

function refuse(message: string): never {
  throw new LaunchError(message, badConfiguration);
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

function read(args: readonly string[], options: Parameters<typeof parseArgs>[0] & object): Record<string, unknown> {
  try {
    return parseArgs({ ...options, args: [...args] }).values;
  } catch (error) {
    return refuse(`${(error as Error).message.split(". ")[0]}. See --help`);
  }
}

const part = (value: unknown): PartName | undefined =>
  value === undefined || value === "gatekeeper" || value === "server"
    ? value
    : refuse("--only takes gatekeeper or server.");

function path(name: string, value: unknown): string {
  return typeof value === "string" && value !== "" ? resolve(value) : refuse(`--${name} FILE is missing. See --help`);
}

/** Reads the command line of a backup; undefined when only help is asked for. */
export function readBackupOptions(args: readonly string[], environment: NodeJS.ProcessEnv): BackupOptions | undefined {
  const values = read(args, {
    options: {
      ...{ data: text, out: text, recipient: { ...text, multiple: true }, only: text, move: flag, json: flag },
      help: { ...flag, short: "h" },
    },
  });
  if (values.help) return undefined;
  const recipients =
    (values.recipient as string[] | undefined) ??
    refuse("--recipient age1… is missing: nothing is written that anybody can read. See --help");
  return {
    data: path("data", values.data ?? (environment.REMPART_DATA || "data")),
    out: path("out", values.out),
    recipients,
    only: part(values.only),
    move: values.move === true,
    json: values.json === true,
  };
}

/** Reads the command line of a restore; undefined when only help is asked for. */
export function readRestoreOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): RestoreOptions | undefined {
  const values = read(args, {
    options: {
      ...{ data: text, from: text, identity: text, only: text, "newest-head": text, json: flag },
      help: { ...flag, short: "h" },
    },
  });
  if (values.help) return undefined;
  const head = values["newest-head"] as string | undefined;
  return {
    from: path("from", values.from),
    data: path("data", values.data ?? (environment.REMPART_DATA || "data")),
    identity: path("identity", values.identity),
    only: part(values.only),
    newestHead: head === undefined ? undefined : parseHead(head),
    json: values.json === true,
  };
}
