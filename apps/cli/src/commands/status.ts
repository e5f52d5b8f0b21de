import { grouped, part, shown } from "@rempart/client";
import { forms, type JsonValue, schema } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { told } from "../problem.ts";
import { nameOf } from "../profile/profile.ts";
import { askServer } from "../remote/server.ts";
import { moment } from "../shown.ts";
import { freezesOf } from "./freeze.ts";

async function serverStatus(context: Context): Promise<JsonValue> {
  try {
    return (await askServer(context, "/api/v1/status", { lax: true })) ?? {};
  } catch (error) {
    // The gatekeeper's state was verified without the server; that the server is silent is a fact of its own.
    return { ...told(error) };
  }
}

async function status(context: Context): Promise<void> {
  const freezes = await freezesOf(context);
  const { trust, head, frozen } = await context.head();
  const { genesis, hash, body } = trust.newest;
  const server = await serverStatus(context);
  context.result(
    {
      genesis,
      version: body.version,
      charter: hash,
      frozen,
      freezes,
      log: { size: head.size, root: head.root, time: head.time },
      server,
    },
    [
      t`charter version ${body.version}, ${grouped(hash)}`,
      frozen ? t`FROZEN by ${freezes.join(", ")}` : t`not frozen`,
      t`log of size ${head.size}, signed ${moment(head.time)}, continues what this profile saw before`,
      t`server says (unverified): ${shown(JSON.stringify(server), 2000)}`,
    ],
  );
}

async function whoami(context: Context): Promise<void> {
  const profile = await context.profile();
  const { newest } = await context.trust();
  const person = newest.body.people.find((one) => one.id === profile.me);
  const { me, key, organisation, genesis, gatekeeper, server } = profile;
  const roles = person?.roles ?? [];
  const name = me === undefined ? undefined : nameOf(profile, me);
  context.result(
    {
      ...(me === undefined ? {} : { person: me, name }),
      ...(key === undefined ? {} : { key }),
      roles,
      organisation,
      genesis,
      gatekeeper,
      server,
      profile: context.folder,
    },
    [
      me === undefined
        ? t`no person: this profile holds offline keys`
        : `${name} (${roles.join(", ") || t`no role in the charter`}), ${me}`,
      t`${organisation}, genesis ${grouped(genesis)}`,
      t`profile ${context.folder}`,
    ],
  );
}

async function readOnlySession(context: Context): Promise<void> {
  const answer = await askServer(context, "/api/v1/session/read-only", { body: {} });
  const token = part("session", answer, "token", schema.text(1, 4096, /^[\x21-\x7e]+$/, t`must be printable`));
  const expiresIn = part("session", answer, "expiresIn", forms.time);
  context.result({ token, expiresIn }, [token]);
}

/** Declares `rempart status`, `rempart whoami`, `rempart session`. */
export function addStatus(program: Command, run: Run): void {
  program
    .command("status")
    .description("Charter, freeze and log as the gatekeeper signed them now; the rest by the server's word.")
    .action(run(status));
  program.command("whoami").description("Whose profile this is.").action(run(whoami));
  program
    .command("session")
    .description("Sessions at the server.")
    .command("create")
    .description("Print a short token that can only read, for a program that looks on.")
    .requiredOption("--read-only", "the only kind there is")
    .action(run(readOnlySession));
}
