// Asks the mirrors that the configuration names: at start, before anything is signed, whether our key signed more than we
// hold; and while something is missing, for it.
import { fromBase64, type JsonValue, newNonce, readJson, signDocument, signinType } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { say } from "../output.ts";
import { mostEntries } from "./plan.ts";

const answerLimit = 64 * 1024 * 1024;
const page = 500;
const pause = 5000;

async function ask(url: string, ending: AbortSignal, body?: object): Promise<Record<string, JsonValue>> {
  const response = await fetch(url, {
    ...(body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.any([ending, AbortSignal.timeout(body ? 60_000 : 5000)]),
    redirect: "error",
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > answerLimit) throw new Error(`${url} answers too much`);
    parts.push(part);
  }
  return readJson(Buffer.concat(parts), answerLimit, "mirror") as Record<string, JsonValue>;
}

/** Takes what is missing from one mirror. */
async function refillFrom(context: Context, base: string, ending: AbortSignal): Promise<void> {
  const { log, refill, witnesses, charters, keys } = context;
  const { head } = await ask(`${base}/witness/v1/statement`, ending);
  const { body } = await witnesses.learn(head ?? null, `the mirror ${base} shows a signed head`);
  if (!log.behind) return;
  const from = log.size();
  const hashes: Uint8Array[] = [];
  for (let have = from; have < Math.min(body.size, from + mostEntries); ) {
    const answer = await ask(`${base}/witness/v1/hashes?from=${have}`, ending);
    const more = fromBase64(String(answer.hashes)) ?? new Uint8Array(0);
    if (more.length === 0) break;
    hashes.push(more.slice(0, 32 * (body.size - have)));
    have += more.length / 32;
  }
  await refill.begin(head!, from, Buffer.concat(hashes), true);
  while (log.behind) {
    const proof = {
      v: 1,
      org: charters.newest.genesis,
      audience: "gatekeeper",
      nonce: newNonce(),
      issuedAt: nowSeconds(),
    };
    const signin = (await signDocument(signinType, proof, [keys.logSigner(charters.newest.body)])).envelope;
    const limit = Math.min(page, body.size - log.size());
    const answer = await ask(`${base}/witness/v1/entries`, ending, { signin, from: log.size(), limit });
    await refill.add(log.size(), answer.entries as JsonValue[]);
  }
}

/** Watches the mirrors. */
export function startPull(context: Context, mirrors: readonly string[]) {
  const ending = new AbortController();
  let running: Promise<void> | undefined;
  const said = new Map<string, string>();

  /** Says what is wrong with a mirror, once. */
  function complain(base: string, error: unknown): void {
    const message = (error as Error).message;
    if (said.get(base) !== message) say("mirror", { mirror: base, message });
    said.set(base, message);
  }

  async function round(): Promise<void> {
    if (!context.charters.founded) return;
    if (context.log.behind?.restored !== undefined) {
      // After a restore the mirrors together say where the log ends: each of them, since the one that is away may know
      // more. Nobody says it where none is configured. Going on sooner could write a second history.
      if (mirrors.length === 0 || (await heads()) < mirrors.length) return;
      context.log.confirm();
    }
    for (const base of mirrors) {
      if (ending.signal.aborted) return;
      try {
        await refillFrom(context, base.replace(/\/+$/, ""), ending.signal);
        said.delete(base);
      } catch (error) {
        complain(base, error);
      }
    }
  }
  const again = (): Promise<void> => {
    running ??= round().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => {
    if (context.log.behind) void again();
  }, pause);
  /** Asks every mirror for its newest head; gives how many answered. */
  async function heads(): Promise<number> {
    if (!context.charters.founded) return 0;
    const asked = mirrors.map(async (base) => {
      const { head } = await ask(`${base.replace(/\/+$/, "")}/witness/v1/statement`, ending.signal);
      await context.witnesses.learn(head ?? null, `the mirror ${base} shows a signed head`);
    });
    // A mirror that is away says nothing; the others, witnesses and phones still may.
    const answers = await Promise.allSettled(asked);
    for (const [place, answer] of answers.entries())
      if (answer.status === "rejected" && !ending.signal.aborted) complain(mirrors[place]!, answer.reason);
    return answers.filter(({ status }) => status === "fulfilled").length;
  }
  return {
    /** Resolves when each was asked for its head once. */
    asked: heads(),
    /** Somebody saw more than there is here, or something is missing: the mirrors may know. */
    look: (): void => {
      if (mirrors.length > 0) void again();
    },
    async stop(): Promise<void> {
      ending.abort();
      clearInterval(timer);
      await running;
    },
  };
}
