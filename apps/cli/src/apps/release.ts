// Releases, ring by ring, and the way back. The order is built here from the file itself, or from an order that people signed
// before; the server's rollout says only which ring is due.

import { warningsOf } from "@rempart/android";
import { part } from "@rempart/client";
import { forms, type JsonObject, type JsonValue, readJson, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { argument } from "../flags.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish } from "../orders/finish.ts";
import { readGroup } from "../orders/group.ts";
import { Problem, Usage } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { askServer } from "../remote/server.ts";
import { type AppFile, readAppFile, signerOfApp } from "./file.ts";
import { knownBefore, readPackage, releaseOf, releasesOf } from "./releases.ts";
import { upload } from "./upload.ts";
import { appLines } from "./words.ts";

export interface ReleaseOptions extends FinishOptions {
  group?: string;
  rings?: string;
  state: string;
  url: string[];
  reason: string;
  platform: string;
  file?: string;
  to?: string;
}

const ring = schema.object({
  group: schema.text(1, 22),
  soakSeconds: schema.integer(0, 30 * 86_400),
  failures: schema.optional(schema.integer(1, 1_000_000)),
  permille: schema.optional(schema.integer(0, 1000)),
});

async function readRings(path: string): Promise<JsonObject[]> {
  const rings = schema.list(ring, 1, 20)(readJson(await readNamed(path), 64 * 1024, path), "rings");
  return rings.map((one) => ({ ...one, group: readGroup(one.group) }));
}

function pinned(file: AppFile, options: ReleaseOptions): JsonObject {
  if (!["required", "available"].includes(options.state))
    throw new Usage("--state", t`The state is required or available.`);
  return {
    state: options.state,
    versionCode: file.apk.manifest.versionCode,
    sha256: file.sha256,
    size: file.size,
    signer: signerOfApp(file),
    ...(options.url.length > 0 ? { urls: options.url } : {}),
  };
}

async function order(context: Context, options: ReleaseOptions, group: string, params: JsonObject): Promise<void> {
  const drafted = await draftFrom(context, "app", { group, reason: options.reason }, params);
  await finish(context, drafted, options, { sign: true, submit: options.submit === true, ask: true });
}

/** `app release FILE`: read, show, warn, upload, plan the rings, build the first order and sign it. */
export async function release(context: Context, options: ReleaseOptions, path: string): Promise<void> {
  if ((options.group === undefined) === (options.rings === undefined))
    throw new Usage("--group", t`Give --group for one group, or --rings with a file of rings.`);
  const rings = options.rings === undefined ? undefined : await readRings(options.rings);
  const group = rings === undefined ? readGroup(options.group!) : String(rings[0]!.group);
  const file = await readAppFile(path);
  const own = file.apk.manifest.permissions.map(({ name }) => name);
  const name = file.apk.manifest.package;
  context.say(...appLines(file, warningsOf(file.apk, await knownBefore(context, name, own))));
  const params = pinned(file, options);
  await upload(context, file);
  if (rings !== undefined) {
    const body = { platform: "android", package: name, release: params, rings };
    const made = await askServer(context, "/api/v1/rollouts", { body, lax: true });
    context.say(t`Rollout ${part("rollout", made, "id", forms.id)}: ${rings.length} rings; this order is the first.`);
  }
  await order(context, options, group, { platform: "android", package: name, ...params });
}

const any: schema.Reader<JsonValue> = (value) => value;

/** `app rollout next ID`: the order of the ring that is due, with what the ring before pinned. */
export async function next(context: Context, options: ReleaseOptions, given: string | undefined): Promise<void> {
  const id = argument("id", given, forms.id);
  const rollout = await askServer(context, `/api/v1/rollouts/${id}`, { lax: true });
  const rings = part("rollout", rollout, "rings", schema.list(any, 1, 20));
  const due = (rollout as { due?: JsonValue }).due;
  const index = typeof due === "number" ? due : -1;
  if (rings[index] === undefined) {
    const { state, because } = rollout as { state?: JsonValue; because?: JsonValue };
    const why = because === undefined ? "" : ` (${String(because)})`;
    throw new Problem(
      "rollout.waits",
      id,
      t`No ring is due: the rollout is ${String(state)}${why}. See app rollout status.`,
    );
  }
  const group = part("ring", rings[index], "group", forms.id);
  if (options.file !== undefined) {
    const file = await readAppFile(options.file);
    context.say(...appLines(file, warningsOf(file.apk)));
    await order(context, options, group, {
      platform: "android",
      package: file.apk.manifest.package,
      ...pinned(file, options),
    });
    return;
  }
  if (index === 0) throw new Usage("--file", t`The first ring's order is built from the file: give --file FILE.`);
  const before = await releaseOf(context, part("ring", rings[index - 1], "order", forms.hash));
  context.say(t`Ring ${index + 1} of ${rings.length}, as the order ${before.order} released it.`);
  await order(context, options, group, { ...before.params } as JsonObject);
}

/** `app return PACKAGE`: the release before the newest one, signed again, for the phones that the newest reached. */
export async function goBack(context: Context, options: ReleaseOptions, given: string | undefined): Promise<void> {
  const name = readPackage(given);
  const releases = await releasesOf(context, options.platform, name);
  if (releases.length === 0) throw new Problem("app.unknown", name, t`No order released this app.`);
  const newest = await releaseOf(context, releases[0]!.order);
  if (newest.params.package !== name || newest.params.platform !== options.platform)
    throw new Problem("answer", name, t`The server passes the release of another app off as this one's.`);
  let wanted =
    options.to === undefined ? undefined : await releaseOf(context, argument("--to", options.to, forms.hash));
  for (const { order: hash } of options.to === undefined ? releases.slice(1) : []) {
    const candidate = await releaseOf(context, hash);
    if (candidate.params.sha256 === undefined || candidate.params.sha256 === newest.params.sha256) continue;
    wanted = candidate;
    break;
  }
  if (
    wanted?.params.sha256 === undefined ||
    wanted.params.package !== name ||
    wanted.params.platform !== options.platform
  )
    throw new Problem(
      "app.first",
      name,
      t`There is no other release of this app to return to. app remove takes it away.`,
    );
  if ((wanted.params.versionCode ?? 0) < (newest.params.versionCode ?? 0))
    context.say(
      t`Android installs no lower version over a higher one: phones that have the newer one must remove it with its data first.`,
    );
  const group = options.group === undefined ? newest.group : readGroup(options.group);
  await order(context, options, group, { ...wanted.params } as JsonObject);
}

/** `app remove PACKAGE`: the app goes from the phones of a group. */
export async function remove(context: Context, options: ReleaseOptions, given: string | undefined): Promise<void> {
  const group = readGroup(options.group ?? "");
  await order(context, options, group, { platform: options.platform, package: readPackage(given), state: "removed" });
}
