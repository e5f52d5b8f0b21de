// `npm run gatekeeper-keys`: run on the gatekeeper's host, at its terminal. It opens no connection and no database.
import { parseArgs } from "node:util";
import { GateError } from "../error.ts";
import { badConfiguration } from "../output.ts";
import { discardKeys, prepareKeys, type Shown, showKeys, switchTls } from "./prepare.ts";

const help = `Keys of this gatekeeper, on its own host. Nothing here touches the network.

  npm run gatekeeper-keys -- prepare [--seal] [--log] [--tls] --out FILE [--data DIR]
              make the next sealing key, log key, TLS authority; FILE has the public halves for
              rempart charter propose --gatekeeper-keys FILE
  npm run gatekeeper-keys -- show [--data DIR]        every key here, in words
  npm run gatekeeper-keys -- switch-tls [--data DIR]  after the charter that names it: the next TLS authority
                                                      takes over at the next start
  npm run gatekeeper-keys -- discard [--data DIR]     throw away keys that no charter will name

  --data DIR  the folder that Rempart was started with (REMPART_DATA, default ./data)
  --json      print one JSON document
`;

function print(json: boolean, value: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join("\n")}\n`);
}

const keyLines = (keys: readonly Shown[]): string[] =>
  keys.flatMap(({ what, file, id, words }) => [`${what.padEnd(5)} ${file}  ${id}`, `      ${words}`]);

async function run(args: readonly string[]): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      out: { type: "string" },
      seal: flag,
      log: flag,
      tls: flag,
      json: flag,
      help: flag,
    },
  });
  const data = values.data ?? process.env.REMPART_DATA ?? "data";
  const [command] = positionals;
  if (values.help || command === undefined) return void process.stdout.write(help);
  if (command === "prepare") {
    if (values.out === undefined) throw new GateError("config", "--out", "name the file to carry to the ceremony");
    const keys = await prepareKeys(
      data,
      (["seal", "log", "tls"] as const).filter((what) => values[what]),
      values.out,
    );
    return print(values.json, { keys, out: values.out }, [
      ...keyLines(keys),
      `Carry ${values.out} to whoever proposes the charter, and read them these words.`,
    ]);
  }
  if (command === "show") {
    const keys = await showKeys(data);
    return print(values.json, { keys }, keyLines(keys));
  }
  if (command === "switch-tls") {
    const pin = switchTls(data);
    return print(values.json, { pin }, [
      `At the next start this gatekeeper shows certificates under ${pin}. Phones that have not yet fetched the charter which names it`,
      "find it at a rendezvous. Restart Rempart now.",
    ]);
  }
  if (command === "discard") {
    const files = discardKeys(data);
    return print(
      values.json,
      { files },
      files.length > 0 ? files.map((file) => `removed ${file}`) : ["nothing was waiting"],
    );
  }
  throw new GateError("config", command, "is no command. See: npm run gatekeeper-keys -- --help");
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`rempart: ${(error as Error).message}\n`);
  process.exitCode = badConfiguration;
}
