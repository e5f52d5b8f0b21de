// npm run bench: the figures that this project promises, measured on this machine. Never part of `npm test`.
import { benchBackup } from "./backup.ts";
import { benchConnected } from "./connected.ts";
import { benchConsole } from "./console.ts";
import { endOnSignals } from "./ending.ts";
import { benchInventory } from "./inventory.ts";
import { benchLog } from "./log.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { machine, printTable, type Row } from "./table.ts";
import { benchVerify } from "./verify.ts";

function options(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`bench: ${(error as Error).message}\n${usage}`);
    return process.exit(2);
  }
}

const { parts, json, sizes } = options();
endOnSignals();
const on = machine();
if (on.load > on.cores / 2)
  console.error(`bench: the machine is busy (load ${on.load}): times below count what else runs on it.`);
const rows: Row[] = [];
let postgres: string | undefined;
for (const part of parts) {
  console.error(`bench: ${part} ...`);
  if (part === "backup") rows.push(...(await benchBackup(sizes)));
  if (part === "verify") rows.push(...(await benchVerify(sizes)));
  if (part === "log") {
    const measured = await benchLog(sizes);
    rows.push(...measured.rows);
    postgres = measured.postgres;
  }
  if (part === "inventory") rows.push(...(await benchInventory(sizes)));
  if (part === "console") rows.push(...(await benchConsole(sizes)));
}
const connected = parts.filter((part) => part === "orders" || part === "memory" || part === "policy");
if (connected.length > 0) rows.push(...(await benchConnected(connected, sizes)));
if (postgres !== undefined) on.postgres = postgres;
if (json) console.log(JSON.stringify({ machine: on, sizes, rows }));
else printTable(rows, on);
