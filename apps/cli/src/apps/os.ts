import type { JsonObject } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish } from "../orders/finish.ts";
import { readGroup } from "../orders/group.ts";
import { Usage } from "../problem.ts";

export interface OsOptions extends FinishOptions {
  platform: string;
  group: string;
  minimum?: string;
  deadline?: string;
  remove?: boolean;
  reason: string;
}

/** A day's end in UTC, or Unix seconds; not in the past. */
export function readDeadline(value: string, now: number): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T23:59:59Z`) / 1000 : Number.NaN;
  const at = /^\d{1,12}$/.test(value) ? Number(value) : day;
  if (!Number.isSafeInteger(at)) throw new Usage("--deadline", t`A deadline is a day, as 2026-10-01, or Unix seconds.`);
  if (at < now) throw new Usage("--deadline", t`This deadline is over already.`);
  return at;
}

/** `os publish`: the standing order for the OS of a platform. */
export async function publishOs(context: Context, options: OsOptions): Promise<void> {
  if ((options.minimum === undefined) !== (options.remove === true))
    throw new Usage("--minimum", t`Give --minimum VERSION, or --remove.`);
  const { platform, minimum, deadline } = options;
  if (minimum !== undefined && !/\d/.test(minimum))
    throw new Usage("--minimum", t`A version has digits, as 16, 17.4.1, or the patch level 2026-09-05.`);
  const params: JsonObject =
    minimum === undefined
      ? { platform, removed: true }
      : { platform, minimum, ...(deadline === undefined ? {} : { deadline: readDeadline(deadline, context.now()) }) };
  const drafted = await draftFrom(
    context,
    "os-update",
    { group: readGroup(options.group), reason: options.reason },
    params,
  );
  await finish(context, drafted, options, { sign: true, submit: options.submit === true, ask: false });
}
