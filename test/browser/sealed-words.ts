// How approvers of an organisation that the command line founded open sealed texts in a browser: by words on paper, whose
// copy of the directory's key lies at the gatekeeper. The wizard does this for those that it founds.
import { type Charter, extendChain, type JsonValue } from "@rempart/trust";
import { asker } from "../../apps/console/src/remote/http.ts";
import { bringCopies, copyOf } from "../../apps/console/src/sealed/copies.ts";
import { newPassphrase } from "../../apps/console/src/sealed/passphrase.ts";
import { wrapByPassphrase } from "../../apps/console/src/sealed/wrap.ts";
import { fileSigner, openKeyFile } from "../../apps/console/src/session/key-file.ts";
import type { KeyFile } from "./key-files.ts";
import type { Founded } from "./stack.ts";

/** log2 of scrypt's cost, weak on purpose as that of key files is. */
const workFactor = 10;

function fileOf(keys: readonly KeyFile[], name: string): KeyFile {
  const found = keys.find((key) => key.name === name);
  if (!found) throw new Error(`there is no key file ${name}`);
  return found;
}

async function charterOf(console: string, genesis: string): Promise<Charter> {
  const envelope = (await (await fetch(`${console}/charters/1`)).json()) as JsonValue;
  const [charter] = await extendChain([], genesis, [envelope]);
  return charter!;
}

/** Leaves a copy for each of `names` at the gatekeeper of `console`; gives the ten words that open all of them. */
export async function bringSealedWords(
  console: string,
  { genesis, people }: Founded,
  names: readonly ("anna" | "ben" | "chloe")[],
): Promise<string> {
  const charter = await charterOf(console, genesis);
  const words = newPassphrase();
  for (const name of names) {
    const { id, keys } = people[name];
    const person = fileOf(keys, `${name}.age`);
    const directory = fileOf(keys, "directory.age");
    const opened = await openKeyFile(person.content, person.passphrase);
    const { pkcs8 } = await openKeyFile(directory.content, directory.passphrase);
    const value = await wrapByPassphrase(words, pkcs8, workFactor);
    const { epoch } = charter.body.directory;
    const copy = copyOf(id, opened.kid, epoch, "passphrase", value);
    await bringCopies(asker(console), charter, await fileSigner(opened), [copy]);
  }
  return words;
}
