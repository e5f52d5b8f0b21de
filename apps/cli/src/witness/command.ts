import { join, resolve } from "node:path";
import { shown } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { readNamed, readSecretFile } from "../profile/files.ts";
import { checkUrl } from "../remote/http.ts";
import type { Tell } from "./follower.ts";
import { startWitness } from "./run.ts";
import type { Listen } from "./serve.ts";
import { initWitness } from "./store.ts";

interface RunOptions {
  data: string;
  gatekeeper: string;
  genesis?: string;
  listen?: string;
  tlsCert?: string;
  tlsKey?: string;
  mirrorLimit: number;
  silence: number;
}

async function init(context: Context, { data }: { data: string }): Promise<void> {
  const folder = resolve(data);
  const { kid, spki } = await initWitness(folder);
  const file = join(folder, "witness.json");
  context.result({ kid, spki, file }, [
    t`Made the key of a witness in ${folder}.`,
    t`Hand ${file} to the founders (rempart found --witness) or to the roots, over a way you trust.`,
    t`kid ${kid}`,
  ]);
}

async function listenOf(options: RunOptions): Promise<Listen | undefined> {
  if (options.listen === undefined) return undefined;
  const match = /^(?:(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):)?(\d{1,5})$/.exec(options.listen);
  if (!match || Number(match[2]) > 65_535) throw new Usage("--listen", t`Give HOST:PORT or PORT.`);
  const { tlsCert, tlsKey } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new Usage("--tls-cert", t`Give --tls-cert and --tls-key together.`);
  const host = (match[1] ?? "localhost").replace(/[[\]]/g, "");
  const tls =
    tlsCert === undefined
      ? undefined
      : { cert: new TextDecoder().decode(await readNamed(tlsCert)), key: await readSecretFile(tlsKey!) };
  return { host, port: Number(match[2]), tls };
}

function teller(context: Context): Tell {
  return (event, fields) => {
    const line = { event, at: context.now(), ...fields };
    if (context.json) context.io.stdout(`${JSON.stringify(line)}\n`);
    else context.say(`${event === "alarm" ? "ALARM " : ""}${event} ${shown(JSON.stringify(fields), 2000)}`);
  };
}

async function runWitness(context: Context, options: RunOptions): Promise<void> {
  const running = await startWitness({
    data: resolve(options.data),
    gatekeeper: checkUrl("--gatekeeper", options.gatekeeper),
    genesis: options.genesis === undefined ? undefined : argument("--genesis", options.genesis, forms.hash),
    listen: await listenOf(options),
    mirrorBytes: options.mirrorLimit * 1024 * 1024,
    silence: options.silence,
    tell: teller(context),
  });
  if (running.url !== undefined) context.say(t`Listening on ${running.url}`);
  const stop = (): void => void running.stop();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  try {
    await running.done;
  } finally {
    process.off("SIGTERM", stop);
    process.off("SIGINT", stop);
  }
}

/** Declares `rempart witness`. */
export function addWitness(program: Command, run: Run): void {
  const witness = program
    .command("witness")
    .description("An independent process that signs heads of the log which it saw to be consistent.");
  witness
    .command("init")
    .description("Make the key of a new witness, and the file with its public half for the charter.")
    .requiredOption("--data <dir>", "folder of this witness alone")
    .action(run(init));
  witness
    .command("run")
    .description("Follow a gatekeeper's log until stopped. A fork ends it with exit 1 and keeps the proof.")
    .requiredOption("--gatekeeper <url>", "the gatekeeper's address")
    .requiredOption("--data <dir>", "folder that rempart witness init made")
    .option("--genesis <hash>", "genesis charter to follow (default: the first that names this witness)")
    .option("--listen <host:port>", "serve the newest statement and the mirror here")
    .option("--tls-cert <file>", "certificate to listen with")
    .option("--tls-key <file>", "its key")
    .option(
      "--mirror-limit <MiB>",
      "size of the mirror, the oldest entries go first; 0 keeps none",
      wholeNumber(0, 1_000_000),
      1024,
    )
    .option("--silence <seconds>", "alarm after this long without a valid head", wholeNumber(5, 86_400), 60)
    .action(run(runWitness));
}
