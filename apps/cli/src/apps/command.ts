import { warningsOf } from "@rempart/android";
import { shown } from "@rempart/client";
import type { Command } from "commander";
import { collect, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { withSignFlags } from "../orders/finish.ts";
import { Usage } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { moment } from "../shown.ts";
import { readAppFile } from "./file.ts";
import { type OsOptions, publishOs } from "./os.ts";
import { goBack, next, type ReleaseOptions, release, remove } from "./release.ts";
import { readPackage, releasesOf } from "./releases.ts";
import { upload } from "./upload.ts";
import { appJson, appLines } from "./words.ts";

function readPlatform(value: string): string {
  if (value === "android" || value === "ios") return value;
  throw new Usage("--platform", t`The platform is android or ios.`);
}

/** What every command that signs a release takes. */
function releasing(command: Command): Command {
  return withSignFlags(command)
    .option("--state <state>", "required or available", "required")
    .option("--url <url>", "where phones may fetch it besides the gatekeeper; repeat for more", collect, [])
    .option("--reason <code>", "why", "update")
    .option("--submit", "submit at once when the quorum is complete");
}

/** Declares `rempart app` and `rempart os`. Lists of both are in the table of the API's commands. */
export function addApps(program: Command, run: Run): void {
  const app = program.commands.find((one) => one.name() === "app") ?? program.command("app");
  app.description("Apps: read, release ring by ring, return, remove.");
  app
    .command("inspect")
    .argument("<file>", "an APK")
    .description("Read an APK here and say what it is, who signed it, and what to be wary of.")
    .action(
      run(async (context, _options: object, [path]) => {
        const file = await readAppFile(path!);
        const warnings = warningsOf(file.apk);
        context.result(appJson(file, warnings), appLines(file, warnings));
      }),
    );
  app
    .command("upload")
    .argument("<file>", "an APK")
    .description("Leave an APK with the server, under its hash.")
    .action(
      run(async (context, _options: object, [path]) => {
        const file = await readAppFile(path!);
        await upload(context, file);
        context.result({ sha256: file.sha256, size: file.size }, [file.sha256]);
      }),
    );
  releasing(app.command("release").argument("<file>", "an APK"))
    .description("Read an APK, show it, upload it, and sign its release for a group or the first of several rings.")
    .option("--group <id>", "the group, or all")
    .option("--rings <file>", "JSON list of rings: group, soakSeconds, failures, permille")
    .action(run((context, options: ReleaseOptions, [path]) => release(context, options, path!)));
  app
    .command("show")
    .argument("<package>", "package name or bundle id")
    .description("The releases of an app, newest first, and how far each has come.")
    .option("--platform <name>", "android or ios", readPlatform, "android")
    .action(
      run(async (context, options: ReleaseOptions, [name]) => {
        const path = `/api/v1/apps/${options.platform}/${readPackage(name)}`;
        const answer = await askServer(context, path, { lax: true });
        const lines = (await releasesOf(context, options.platform, readPackage(name))).map(({ order, entry }) => {
          const { n, state, versionCode, acceptedAt, outcomes } = entry;
          return t`${String(n)}  ${shown(String(state), 20)}  version ${String(versionCode ?? "-")}  ${moment(Number(acceptedAt))}  ${shown(JSON.stringify(outcomes), 200)}  ${order}`;
        });
        context.result(answer as object, [...lines, t`(the server's word)`]);
      }),
    );
  const back = releasing(app.command("return").argument("<package>", "package name or bundle id"));
  back
    .description("Sign the release before the newest one again.")
    .option("--platform <name>", "android or ios", readPlatform, "android")
    .option("--group <id>", "the group, or all (default: that of the newest release)")
    .option("--to <hash>", "the order of the release to return to")
    .action(run((context, options: ReleaseOptions, [name]) => goBack(context, options, name)));
  releasing(app.command("remove").argument("<package>", "package name or bundle id"))
    .description("Take an app from the phones of a group.")
    .option("--platform <name>", "android or ios", readPlatform, "android")
    .requiredOption("--group <id>", "the group, or all")
    .action(run((context, options: ReleaseOptions, [name]) => remove(context, options, name)));
  const rollout = app.commands.find((one) => one.name() === "rollout") ?? app.command("rollout");
  rollout.description("Releases ring by ring.");
  releasing(rollout.command("next").argument("<id>", "the rollout's id"))
    .description("Build and sign the order of the ring that is due.")
    .option("--file <file>", "build it from this APK (needed for the first ring)")
    .action(run((context, options: ReleaseOptions, [id]) => next(context, options, id)));
  const os = program.commands.find((one) => one.name() === "os") ?? program.command("os");
  os.description("OS updates: the least version, and who is behind.");
  withSignFlags(os.command("publish"))
    .description("Sign which OS a group must have, at least, and by when.")
    .option("--platform <name>", "android or ios", readPlatform, "android")
    .option("--group <id>", "the group, or all", "all")
    .option("--minimum <version>", "a version, or on Android a patch level as 2026-09-05")
    .option("--deadline <when>", "a day as 2026-10-01 (its end, UTC), or Unix seconds")
    .option("--remove", "ask for no OS any more")
    .option("--reason <code>", "why", "update")
    .option("--submit", "submit at once when the quorum is complete")
    .action(run((context, options: OsOptions) => publishOs(context, options)));
}
