// Somebody who was brought in by a later charter makes their profile: the genesis is pinned from what they were told, and
// the charters prove themselves from there.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fetchChain, hashWords } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { hasProfile, saveProfile } from "../profile/profile.ts";
import { saveTrust } from "../profile/trust-store.ts";
import { checkUrl, client } from "../remote/http.ts";
import { readRequestFile } from "./request.ts";
import { charterJson, charterLines } from "./words.ts";

interface JoinOptions {
  genesis: string;
  gatekeeper: string;
  server: string;
  organisation: string;
  request: string;
}

async function joinOrganisation(context: Context, options: JoinOptions): Promise<void> {
  const genesis = argument("--genesis", options.genesis, forms.hash);
  const gatekeeper = checkUrl("--gatekeeper", options.gatekeeper);
  const server = checkUrl("--server", options.server);
  if (await hasProfile(context.folder))
    throw new Problem("profile.exists", context.folder, t`There is a profile here already.`);
  const request = await readRequestFile(options.request, "person");
  // "any" certificate: nothing is pinned yet but the genesis, from which every charter must prove itself.
  const trust = await fetchChain(client("gatekeeper", gatekeeper, () => "any").ask, genesis);
  const credential = trust.newest.credentials.get(request.kid);
  if (credential?.person.id !== request.person)
    throw new Problem(
      "key.unknown",
      options.request,
      t`Version ${trust.newest.body.version} of the charter does not hold this key yet. Join once the charter with it is published.`,
    );
  const key = [request.name, `${request.name}-2`].find((name) =>
    existsSync(join(context.folder, "keys", `${name}.age`)),
  );
  if (key === undefined)
    throw new Problem(
      "key.missing",
      context.folder,
      t`The private key of ${request.name} is not in this profile's folder.`,
    );
  const names = [{ id: request.person!, name: request.name }];
  const { organisation } = options;
  await saveProfile(context.folder, {
    v: 1,
    organisation,
    gatekeeper,
    server,
    genesis,
    me: request.person!,
    key,
    names,
  });
  await saveTrust(context.folder, trust);
  context.result({ ...charterJson(trust.newest, names), genesisWords: hashWords(genesis) }, [
    ...charterLines(trust.newest, names),
    t`Compare the genesis with a colleague's (rempart charter show): ${hashWords(genesis)}`,
  ]);
}

/** Declares `rempart join`. */
export function addJoin(program: Command, run: Run): void {
  program
    .command("join")
    .description("Make this folder the profile of somebody whose key a published charter holds.")
    .requiredOption("--genesis <hash>", "hash of the genesis charter, as a colleague's profile shows it")
    .requiredOption("--gatekeeper <url>", "the gatekeeper's address")
    .requiredOption("--server <url>", "the server's address")
    .requiredOption("--organisation <name>", "the organisation's name")
    .requiredOption("--request <file>", "the key request made here with key new")
    .action(run<JoinOptions>(joinOrganisation));
}
