// What the gatekeeper says, believed only as far as signed bytes carry it.

import {
  extendChain,
  forms,
  fromHex,
  type Head,
  headType,
  type JsonValue,
  newNonce,
  openEnvelope,
  Refusal,
  schema,
  verifyConsistency,
  verifyHeadSignature,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { type Trust, trustFrom } from "../profile/trust-store.ts";
import { type Client, checkUrl, client, part } from "./http.ts";

export const anyJson: schema.Reader<JsonValue> = (value) => value;

/** The whole chain from a genesis that was only named so far. */
export async function fetchChain(gatekeeper: Client, genesis: string): Promise<Trust> {
  const first = await gatekeeper.ask("/charters/1");
  return await syncCharters(gatekeeper, trustFrom(await extendChain([], genesis, [first ?? null])));
}

/** Fetches the charters above the newest known one and verifies each; the profile's chain or a longer one. */
export async function syncCharters(gatekeeper: Client, trust: Trust): Promise<Trust> {
  let { charters } = trust;
  for (;;) {
    const version = charters.length + 1;
    const envelope = await gatekeeper.ask(`/charters/${version}`, { mayBeAbsent: true });
    if (envelope === undefined) break;
    charters = await extendChain(charters, trust.newest.genesis, [envelope]);
  }
  return trustFrom(charters, trust.log);
}

/**
 * The charters above the newest known one from any of `urls`, whatever certificate is shown there: a charter proves itself
 * (PROTOCOL section 12). What one rendezvous hides another may have, so the longest chain counts.
 */
export async function findCharters(urls: readonly string[], trust: Trust): Promise<Trust> {
  let found = trust;
  for (const url of urls) {
    const anyone = client("gatekeeper", checkUrl("rendezvous", url), () => "any");
    // One that does not answer, or shows what does not follow, takes nothing away.
    found = await syncCharters(anyone, found).catch(() => found);
  }
  return found;
}

/** A head bound to a nonce drawn now, signed by the newest charter's log, continuing what was seen. */
export async function freshHead(
  gatekeeper: Client,
  trust: Trust,
): Promise<{ head: Head; envelope: JsonValue; trust: Trust; witness: JsonValue | undefined }> {
  const nonce = newNonce();
  const { newest, log } = trust;
  const answer = await gatekeeper.ask(`/log/v1/head?nonce=${nonce}&size=${log.size}`);
  const head = openEnvelope(headType, part("head", answer, "head", anyJson));
  const path = part("head", answer, "consistency", forms.path);
  const { body } = head;
  if (body.org !== newest.genesis) throw new Refusal("org", "head.org");
  await verifyHeadSignature(head, newest);
  if (body.charter !== newest.hash) throw new Refusal("log.head", "head.charter", t`is not the newest charter shown`);
  if (body.nonce !== nonce) throw new Refusal("log.head", "head.nonce", t`answers another question`);
  checkContinues(log, body, path);
  return {
    head: body,
    envelope: head.envelope,
    // Not judged here: whoever counts on witnesses verifies what they signed.
    witness: (answer as { witness?: JsonValue }).witness,
    trust: { ...trust, log: { epoch: body.epoch, size: body.size, root: body.root } },
  };
}

/** Refuses with `log.consistency`, saying precisely what is wrong, a head that does not continue the log seen before. */
export function checkContinues(
  seen: { size: number; root: string },
  head: { size: number; root: string },
  path: readonly Uint8Array[],
): void {
  if (head.size < seen.size)
    throw new Refusal(
      "log.consistency",
      "log.size",
      t`the log shrank: this profile saw ${seen.size} entries, now ${head.size} are shown`,
    );
  if (head.size === seen.size && head.root !== seen.root)
    throw new Refusal(
      "log.consistency",
      "log.root",
      t`the log forked: two roots for size ${seen.size}, ${seen.root} and ${head.root}`,
    );
  const claim = { from: seen.size, to: head.size, fromRoot: fromHex(seen.root), toRoot: fromHex(head.root), path };
  if (!verifyConsistency(claim))
    throw new Refusal(
      "log.consistency",
      "log",
      t`size ${head.size} is not proved to continue size ${seen.size}: the log may have forked`,
    );
}

const submitted = schema.object({
  index: schema.integer(),
  hash: forms.hash,
  state: schema.oneOf("released", "held"),
});
export type Submitted = schema.Read<typeof submitted>;

/** Reads the answer to a submission of the document `hash`. */
export function readSubmitted(answer: JsonValue | undefined, hash: string): Submitted {
  let read: Submitted;
  try {
    read = submitted(answer ?? null, "answer");
  } catch (error) {
    throw new Problem("answer", "submit", t`The answer to the submission is wrong: ${(error as Error).message}`);
  }
  if (read.hash !== hash)
    throw new Problem(
      "answer.hash",
      "submit",
      t`Submitted ${hash}, but the answer is about ${read.hash}. Do not rely on it.`,
    );
  return read;
}

/** Hands a document to the gatekeeper, which needs no session for it. */
export async function submit(
  gatekeeper: Client,
  hash: string,
  envelope: JsonValue,
  targets: readonly string[],
): Promise<Submitted> {
  const body = targets.length > 0 ? { envelope, targets } : { envelope };
  return readSubmitted(await gatekeeper.ask("/gate/v1/submit", { body }), hash);
}
