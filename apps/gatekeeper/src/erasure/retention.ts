// Who may have something erased: the configuration, by age, and whoever sits at the gatekeeper's own terminal. Never
// anybody over the network: with that, whoever steals one key could make the evidence of it go away (ADR 0012).
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forms, readJson, schema } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { say } from "../output.ts";
import { batchSize, erase, ofDevice, vacuum } from "./erase.ts";

const day = 86_400;
const requestLimit = 1024 * 1024;
/** Looked at once an hour; requests of the terminal once a second. */
const hourly = 3600;

const request = schema.object({
  hashes: schema.optional(schema.set(forms.hash, 1, 10_000)),
  device: schema.optional(forms.id),
});

/** Days, within what the design allows: nothing that says where a person was is kept longer than 60. */
export function retentionOf(config: { data?: number; observations?: number } = {}): {
  data: number;
  observations: number;
} {
  const read = (name: "data" | "observations", most: number): number => {
    const days = config[name] ?? 60;
    if (!Number.isInteger(days) || days < 1 || days > most)
      throw new GateError("config", `retention.${name}`, `must be 1 to ${most} days`);
    return days;
  };
  return { data: read("data", 60), observations: read("observations", 400) };
}

/**
 * Erases what is old: sealed data goes by itself (the log holds no body of it); what phones observed (inventory, drift,
 * fences, alerts) goes with a record. Results of orders stay: they are the evidence of what was done to a phone.
 */
export async function eraseOld(context: Context, now: number): Promise<{ data: number; results: number }> {
  const days = retentionOf(context.config.retention);
  const { rowCount } = await context.pool.query(
    "update result set sealed = null where arrived < $1 and sealed is not null",
    [now - days.data * day],
  );
  let results = 0;
  for (;;) {
    const { rows } = await context.pool.query<{ hash: string }>(
      `select hash from result where arrived < $1 and envelope is not null
         and order_hash is null order by arrived limit $2`,
      [now - days.observations * day, batchSize],
    );
    if (rows.length === 0) break;
    await context.decisions.run(() =>
      erase(
        context,
        rows.map(({ hash }) => hash),
      ),
    );
    results += rows.length;
  }
  if (results > 0 || rowCount) await vacuum(context);
  return { data: rowCount ?? 0, results };
}

/** Carries out the requests in `<data>/erase/`: files `<name>.json` of our own user, answered in `<name>.done` or `.failed`. */
export async function eraseRequested(context: Context): Promise<void> {
  const folder = join(context.config.data, "erase");
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^[A-Za-z0-9._-]{1,100}\.json$/.test(name));
  } catch {
    return;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    const base = path.slice(0, -".json".length);
    try {
      const { uid, size } = statSync(path);
      if (process.getuid && uid !== process.getuid() && uid !== 0)
        throw new GateError("erasure", name, "belongs to another user");
      if (size > requestLimit) throw new GateError("erasure", name, `must have at most ${requestLimit} bytes`);
      const { hashes = [], device } = request(readJson(readFileSync(path), requestLimit, name), name);
      const indexes = await context.decisions.run(async () =>
        erase(context, [...hashes, ...(device === undefined ? [] : await ofDevice(context, device))]),
      );
      await vacuum(context);
      writeFileSync(`${base}.done`, `${JSON.stringify({ erasures: indexes, at: nowSeconds() })}\n`, { mode: 0o600 });
      renameSync(path, `${base}.request`);
      say("erased", { request: name, erasures: indexes });
    } catch (error) {
      writeFileSync(`${base}.failed`, `${(error as Error).message}\n`, { mode: 0o600 });
      renameSync(path, `${base}.request`);
      say("error", { where: "erase", request: name, message: (error as Error).message });
    }
  }
}

/** Looks for requests and for what is old, until stopped. */
export function startErasing(context: Context) {
  retentionOf(context.config.retention);
  let running: Promise<void> | undefined;
  let lookedAt = 0;
  async function round(): Promise<void> {
    if (!context.charters.founded || context.log.behind) return;
    await eraseRequested(context);
    const now = nowSeconds();
    if (now - lookedAt < hourly) return;
    lookedAt = now;
    await eraseOld(context, now);
  }
  const timer = setInterval(() => {
    running ??= round()
      .catch((error: unknown) => say("error", { where: "erasure", message: (error as Error).message }))
      .finally(() => {
        running = undefined;
      });
  }, 1000);
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
