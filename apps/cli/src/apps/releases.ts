// Releases that were made before: which there are is the server's word, what they pin is read from their signed orders.

import type { Known } from "@rempart/android";
import { part } from "@rempart/client";
import { forms, type JsonObject, type JsonValue, type ParamsOf, paramsOf, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { fetchReview } from "../orders/source.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

const packageName = schema.text(1, 255, /^[A-Za-z0-9._-]+$/, t`must be a package name or bundle id`);
const any: schema.Reader<JsonValue> = (value) => value;

export interface Release {
  order: string;
  group: string;
  params: ParamsOf<"app">;
  /** What the server read of the file, for comparing permissions. */
  permissions: string[] | undefined;
}

/** A package name as a person gave it. */
export function readPackage(value: string | undefined): string {
  return packageName(value ?? "", "package");
}

/** What a signed `app` order pins, by its hash. */
export async function releaseOf(context: Context, order: string, permissions?: string[]): Promise<Release> {
  const { review } = await fetchReview(context, order, undefined);
  if (review.kind !== "order" || review.document.body.action !== "app" || !("group" in review.document.body.targets))
    throw new Problem("answer", order, t`The server names this as the release of an app, and it is none.`);
  if (review.signers.length === 0) throw new Problem("answer", order, t`Nobody of the charter signed this release.`);
  return { order, group: review.document.body.targets.group, params: paramsOf(review.document, "app"), permissions };
}

function permissionsIn(value: JsonValue | undefined): string[] | undefined {
  const list = (value as { apk?: { manifest?: { permissions?: { name?: JsonValue }[] } } } | null)?.apk?.manifest
    ?.permissions;
  if (!Array.isArray(list)) return undefined;
  return list.map((one) => one?.name).filter((name): name is string => typeof name === "string");
}

/** The releases of an app, newest first, each still to be read by `releaseOf`. */
export async function releasesOf(context: Context, platform: string, name: string) {
  const answer = await askServer(context, `/api/v1/apps/${platform}/${name}`, { mayBeAbsent: true, lax: true });
  if (answer === undefined) return [];
  return part("app", answer, "releases", schema.list(any, 0, 1000)).map((entry) => ({
    order: part("app", entry, "order", forms.hash),
    permissions: permissionsIn(entry),
    entry: entry as JsonObject,
  }));
}

/** The release in force, for warnings; undefined when there is none. */
export async function knownBefore(context: Context, name: string, own: readonly string[]): Promise<Known | undefined> {
  const [newest] = await releasesOf(context, "android", name);
  if (!newest) return undefined;
  const { params, permissions } = await releaseOf(context, newest.order, newest.permissions);
  if (params.versionCode === undefined || params.signer === undefined) return undefined;
  if (permissions === undefined)
    context.say(t`The server cannot say what the release before was permitted; compare by hand.`);
  return { versionCode: params.versionCode, signer: params.signer, permissions: permissions ?? own };
}
