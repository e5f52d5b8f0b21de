import { homedir } from "node:os";
import { processIo } from "./io.ts";
import { main } from "./program.ts";

process.umask(0o077);
process.exitCode = await main(process.argv.slice(2), processIo(homedir()));
